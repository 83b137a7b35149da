"""A plan of four years that SCT 2019 can be computed on, with its methods loaded."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from ecosysteme.enums import Sens
from ecosysteme.models import Orientation
from pilotage import bilans
from pilotage.methodes_publiees import METHODES
from pilotage.models import MethodeNotation
from tests import fabriques


def vider() -> None:
    for _ in bilans.vider():
        pass


@pytest.fixture
def calculer():
    return vider


@pytest.fixture
def client_de():
    def faire(personne) -> Client:
        client = Client()
        client.force_login(personne)
        return client

    return faire


@pytest.fixture
def methodes(db):
    """What the migration loads, put back when a test on real transactions emptied the tables."""
    if not MethodeNotation.objects.exists():
        MethodeNotation.objects.bulk_create(MethodeNotation(**methode) for methode in METHODES)
    return {m.code: m for m in MethodeNotation.objects.all()}


@pytest.fixture
def plan(ministere, methodes):
    return fabriques.plan(ministere, 2018, 2021, titre="Plan des Essais")


@pytest.fixture
def objectif(plan):
    orientation = Orientation.objects.create(plan=plan, numero="1", titre="Servir mieux")
    return fabriques.objectif(plan, orientation=orientation)


@pytest.fixture
def indicateurs(objectif, responsable, calculer):
    """Met; missed from a start; without a result; of activity; not due. Rolled up for 2019-2020."""

    def faire(code, type="effet", **champs):
        defauts = {"sens": Sens.HAUSSE, "valeur_depart": Decimal(0), "responsable": responsable}
        return fabriques.indicateur(objectif, code=code, nom=f"Indicateur {code}", type=type, **{**defauts, **champs})

    tous = {nom: faire(nom) for nom in ("atteint", "manque", "absent", "avenir")}
    tous["activite"] = faire("activite", type="activite")
    for i in tous.values():
        fabriques.cible(i, 2019, "100", echeance=date(2020, 3, 31))
    for annee in (2018, 2020, 2021):
        fabriques.cible(tous["atteint"], annee, "100")
    tous["avenir"].cibles.update(echeance=date(2021, 3, 31))
    for nom, valeur in (("atteint", "120"), ("manque", "40"), ("activite", "100"), ("avenir", "10")):
        fabriques.mesure(tous[nom], 2019, valeur)
    calculer()
    return tous
