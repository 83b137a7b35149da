"""The cast of the community: a practice of home, one of elsewhere, who applies it."""

import pytest
from django.test import Client

from communaute.enums import PorteePratique
from communaute.services.adoptions import adopter
from ecosysteme.models import Notification
from tests.monde_communaute import pratique as creer
from tests.serveur_asgi import live_server  # noqa: F401


@pytest.fixture
def client_de():
    """A client logged in as somebody."""

    def connecter(personne):
        client = Client()
        client.force_login(personne)
        return client

    return connecter


@pytest.fixture
def pratique(gestionnaire, ministere):
    return creer(gestionnaire, ministere, causes=["processus"])


@pytest.fixture
def ouverte(gestionnaire, ministere):
    return creer(gestionnaire, ministere, titre="Ouverte à tous", portee=PorteePratique.ECOSYSTEME)


@pytest.fixture
def adoption(pratique, gestionnaire_d_ailleurs, ailleurs):
    return adopter(par=gestionnaire_d_ailleurs, pratique=pratique, organisation=ailleurs, mot="Le soir plutôt.")


@pytest.fixture
def avis():
    """The titles a person was told, with plain spaces."""

    def lire(personne):
        titres = Notification.objects.filter(personne=personne).order_by("pk").values_list("titre", flat=True)
        return [titre.replace("\u00a0", " ").replace("\u202f", " ") for titre in titres]

    return lire
