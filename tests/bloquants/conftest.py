"""The cast of the blockers: a branch under the ministry, its manager, a blocker raised, in charge, escalated."""

from datetime import timedelta

import pytest

from ecosysteme.enums import CauseBloquant
from pilotage.enums import GraviteBloquant, Palier
from pilotage.models import Bloquant
from pilotage.services import bloquants as services
from pilotage.services._bloquants import horloge
from tests import fabriques


def signaler(par, indicateur, **champs) -> Bloquant:
    defauts = {
        "titre": "Les données de trois régions n'arrivent plus",
        "cause": CauseBloquant.DONNEES,
        "gravite": GraviteBloquant.ARRETE,
        "aide_demandee": "Un accès au système source.",
    }
    return services.signaler_bloquant(par=par, indicateur=indicateur, **{**defauts, **champs})


def avancer_echeance(escalade, ecoulee=timedelta(seconds=1)):
    """As if the deadline had passed a moment ago by the clock of the database."""
    maintenant = horloge()
    type(escalade).objects.filter(pk=escalade.pk).update(
        demandee_le=maintenant - timedelta(days=30), repondre_avant=maintenant - ecoulee
    )


@pytest.fixture
def direction(ministere):
    return fabriques.organisation("Direction des Essais", parent=ministere, type="direction")


@pytest.fixture
def gestionnaire_de_direction(direction):
    personne = fabriques.personne("direction@exemple.test")
    fabriques.adhesion(personne, direction)
    return personne


@pytest.fixture
def indicateur_de_direction(direction):
    return fabriques.indicateur(fabriques.objectif(fabriques.plan(direction)), code="2.1.1")


@pytest.fixture
def signale(gestionnaire, indicateur):
    return signaler(gestionnaire, indicateur)


@pytest.fixture
def pris(signale, gestionnaire):
    return services.prendre_en_charge(par=gestionnaire, bloquant=signale)


@pytest.fixture
def escalade(pris, gestionnaire, coordination):
    """From the ministry to the government, answer due in twenty days."""
    return services.escalader(par=gestionnaire, bloquant=pris, aide_demandee="Débloquer l'accès.")


@pytest.fixture
def de_direction(gestionnaire_de_direction, indicateur_de_direction, gestionnaire, coordination):
    """From a branch to its ministry."""
    b = signaler(gestionnaire_de_direction, indicateur_de_direction)
    services.prendre_en_charge(par=gestionnaire_de_direction, bloquant=b)
    demande = services.escalader(par=gestionnaire_de_direction, bloquant=b, aide_demandee="Un arbitrage.")
    assert demande.palier == Palier.MINISTERE
    return demande
