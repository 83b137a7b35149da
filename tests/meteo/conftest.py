"""The ministry of the cast with a plan and an objective, and the gestures of who judges them."""

import pytest

from pilotage.permissions_meteo import Noeud
from pilotage.services import meteo as services
from tests import fabriques
from tests.serveur_asgi import live_server  # noqa: F401

VIDES = dict.fromkeys(services.CHAMPS, "")


@pytest.fixture
def plan(ministere):
    return fabriques.plan(ministere, titre="Plan des Essais")


@pytest.fixture
def objectif(plan):
    return fabriques.objectif(plan)


@pytest.fixture
def rediger():
    """Keep a draft; `version` is the one that was read."""

    def faire(par, objet, genre="organisation", version=0, **champs):
        return services.enregistrer_brouillon(
            par=par, noeud=Noeud.de(genre, objet), exercice=2025, champs=VIDES | champs, version_lue=version
        )

    return faire


@pytest.fixture
def publier(rediger):
    """Write and publish at once, over whatever stands."""

    def faire(par, objet, genre="organisation", ciel="soleil", **champs):
        noeud = Noeud.de(genre, objet)
        brouillon = rediger(par, objet, genre, ciel=ciel, **champs)
        avant = type(brouillon).objects.publiees().filter(**{genre: objet}, exercice=2025).first()
        return services.publier_meteo(
            par=par,
            noeud=noeud,
            exercice=2025,
            version_lue=brouillon.version,
            precedente_lue=avant.pk if avant else 0,
        )

    return faire


@pytest.fixture
def client_de(client):
    def connecter(personne):
        client.force_login(personne)
        return client

    return connecter
