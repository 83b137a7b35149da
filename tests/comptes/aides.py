"""Gestures the account tests share."""

import re

from django.core import mail
from django.test import Client

MOT_DE_PASSE = "une phrase assez longue 42"


def sans_jetons(page: str) -> str:
    """A page without its CSRF tokens."""
    return re.sub(r'(csrfmiddlewaretoken" value=|csrf-token" content=)"[^"]+"', "", page)


def client_de(personne) -> Client:
    client = Client()
    client.force_login(personne)
    return client


def se_connecter(client, courriel, mot_de_passe=MOT_DE_PASSE, **entetes):
    return client.post("/compte/connexion/", {"login": courriel, "password": mot_de_passe}, **entetes)


def lien_du_courriel(motif: str) -> str:
    """The path of the link of the last e-mail."""
    return re.search(rf"https?://[^/\s]+({motif}\S*)", mail.outbox[-1].body)[1]
