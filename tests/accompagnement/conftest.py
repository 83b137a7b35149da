"""The cast: a request of home, and a leader of elsewhere who offers that kind of help."""

import pytest

from pilotage.services import accompagnement
from pilotage.services.leaders import devenir_leader
from tests.serveur_asgi import live_server  # noqa: F401


@pytest.fixture
def leader(gestionnaire_d_ailleurs, ailleurs):
    devenir_leader(par=gestionnaire_d_ailleurs, organisation=ailleurs, genres=["conseil", "donnees"])
    return gestionnaire_d_ailleurs


@pytest.fixture
def demande(gestionnaire, ministere, leader, coordination):
    return accompagnement.demander(
        par=gestionnaire, organisation=ministere, sujet="Fixer une cible", genre="conseil", urgence=2
    )


@pytest.fixture
def client_de(client):
    """A client logged in as somebody."""

    def connecter(personne):
        client.force_login(personne)
        return client

    return connecter
