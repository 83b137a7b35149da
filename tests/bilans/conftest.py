"""A small government, and how to read what it is worth."""

import pytest

from ecosysteme.enums import TypeOrganisation
from pilotage import bilans
from pilotage.enums import Niveau
from pilotage.models import Bilan
from tests import fabriques


@pytest.fixture
def gouvernement(db):
    return fabriques.organisation("Gouvernement fictif", sigle="GOUV", type=TypeOrganisation.GOUVERNEMENT)


@pytest.fixture
def ministere(gouvernement):
    return fabriques.organisation("Ministère des Essais", parent=gouvernement, sigle="MDE")


@pytest.fixture
def objectif(ministere):
    return fabriques.objectif(fabriques.plan(ministere, debut=2025, fin=2025))


@pytest.fixture
def bilan():
    """The bilan of a node once everything is rolled up; None when it has none."""

    def lire(noeud, exercice=2025, territoire=""):
        for _ in bilans.vider():
            pass
        niveau = {
            "Indicateur": Niveau.INDICATEUR,
            "Objectif": Niveau.OBJECTIF,
            "Orientation": Niveau.ORIENTATION,
            "PlanStrategique": Niveau.PLAN,
            "Organisation": Niveau.ORGANISATION,
        }[type(noeud).__name__]
        return Bilan.objects.du(niveau, noeud.pk, exercice, territoire).first()

    return lire
