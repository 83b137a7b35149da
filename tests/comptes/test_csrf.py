"""Without its CSRF token, no unsafe request of a session passes, at any address of the portal (row 16)."""

import itertools
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, resolve

from tests import fabriques

pytestmark = pytest.mark.django_db
METHODES = ("POST", "PUT", "PATCH", "DELETE")
# Addresses that no session opens, so that there is nothing to forge, and why.
SANS_SESSION = {
    "api_introuvable": "answers 404 to everyone, whatever the method",
    "desabonnement": "RFC 8058: a mail program posts by itself, the signed address is the right",
}
VALEURS = ("1", "ecosysteme", "clair", "a-b", "1-abc-def", "organisation")
PARAMETRE = re.compile(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?\w+>")
ORNEMENT = re.compile(r"\\Z|[\^$\\]")


def motifs(resolveur=None, prefixe=""):
    """Every pattern of the portal, the libraries' included, with the path that leads to it."""
    for motif in (resolveur or get_resolver()).url_patterns:
        chemin = prefixe + str(motif.pattern)
        if isinstance(motif, URLPattern):
            yield chemin, motif
        else:
            yield from motifs(motif, chemin)


def adresse(chemin: str, motif: URLPattern) -> str:
    """A path the pattern accepts; no row needs to be there: the token is looked at before the view."""
    for valeurs in itertools.product(VALEURS, repeat=2):
        suite = itertools.chain(valeurs, itertools.repeat("1"))
        essai = "/" + ORNEMENT.sub("", PARAMETRE.sub(lambda _, suite=suite: next(suite), chemin))
        try:
            if resolve(essai).func is motif.callback:
                return essai
        except Resolver404:
            continue
    raise AssertionError(f"Aucune adresse pour {chemin} : ajoutez une valeur à VALEURS.")


@pytest.fixture
def client_sans_jeton(gouvernement):
    """Someone whom nothing but the missing token would stop."""
    racine = fabriques.personne("racine@exemple.test", is_staff=True, is_superuser=True)
    for role in ("coordination", "administration", "gestionnaire"):
        fabriques.adhesion(racine, gouvernement, role)
    client = Client(enforce_csrf_checks=True)
    client.force_login(racine)
    return client


def test_aucune_ecriture_ne_passe_sans_son_jeton(client_sans_jeton):
    vues = set()
    for chemin, motif in motifs():
        if motif.name in SANS_SESSION:
            continue
        ou = adresse(chemin, motif)
        for methode in METHODES:
            reponse = client_sans_jeton.generic(methode, ou, b"{}", content_type="application/json")
            if ou.startswith(settings.ADRESSES_PUBLIQUES):  # no session there, and nothing but reading
                assert reponse.status_code == 405, (methode, ou, reponse.status_code)
                continue
            assert reponse.status_code == 403, (methode, ou, reponse.status_code)
            page = reponse.content.decode()
            assert "Ce formulaire est périmé" in page or "(CSRF)" in page, (methode, ou, page[:300])
        vues.add(ou)
    assert len(vues) > 150
    assert {"/compte/deconnexion/", "/api/v1/mesures/lot/", "/administration/ecosysteme/personne/add/"} <= vues


def test_un_jeton_d_une_autre_session_ne_sert_pas(client_sans_jeton):
    """A token planted by another site is not the one of the cookie."""
    client_sans_jeton.get("/compte/jetons/")
    autre = Client().get("/compte/connexion/").cookies["csrftoken"].value
    for ou in ("/compte/deconnexion/", "/api/v1/mesures/"):
        assert client_sans_jeton.post(ou, HTTP_X_CSRFTOKEN=autre).status_code == 403


def test_une_origine_etrangere_est_refusee_meme_avec_le_jeton(client_sans_jeton):
    page = client_sans_jeton.get("/compte/jetons/").content.decode()
    jeton = page.split('csrf-token" content="')[1].split('"')[0]
    entetes = {"HTTP_X_CSRFTOKEN": jeton, "HTTP_ORIGIN": "https://ailleurs.exemple.test"}
    for ou in ("/compte/deconnexion/", "/api/v1/mesures/"):
        assert client_sans_jeton.post(ou, **entetes).status_code == 403
