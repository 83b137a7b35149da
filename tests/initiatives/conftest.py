"""The cast: an initiative at home on one public and one internal indicator, its opener, and somebody of elsewhere."""

import pytest

from ecosysteme.services.initiatives import ouvrir_initiative
from tests import fabriques
from tests.serveur_asgi import live_server  # noqa: F401


@pytest.fixture
def interne(indicateur):
    return fabriques.indicateur(indicateur.objectif, code="SECRET", nom="Chose interne", visibilite="interne")


@pytest.fixture
def initiative(gestionnaire, indicateur, interne):
    return ouvrir_initiative(
        par=gestionnaire,
        titre="Répondre en dix jours",
        description="Les réponses tardent depuis l'hiver.",
        indicateurs=[indicateur, interne],
    )


@pytest.fixture
def client_de(client):
    """A client logged in as somebody."""

    def connecter(personne):
        client.force_login(personne)
        return client

    return connecter
