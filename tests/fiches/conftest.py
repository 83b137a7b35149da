"""A small published plan of the ministry: one objective, three indicators, one of them internal."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from ecosysteme.enums import FormeCible, Sens
from ecosysteme.models import Orientation
from pilotage import bilans
from pilotage.services import signaux
from tests import fabriques


def vider() -> None:
    """What the worker would do."""
    for _ in bilans.vider():
        pass
    while signaux.recalculer_lot():
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
def plan(ministere):
    return fabriques.plan(ministere, 2023, 2026, titre="Plan des Essais")


@pytest.fixture
def objectif(plan):
    orientation = Orientation.objects.create(plan=plan, numero="1", titre="Servir mieux", enjeu="La confiance")
    return fabriques.objectif(plan, orientation=orientation)


@pytest.fixture
def ponts(objectif, responsable):
    """From 165 to 184, now at 169: the worked check of the method."""
    i = fabriques.indicateur(
        objectif,
        code="1.1.1",
        nom="Ponts en bon état",
        unite="ponts",
        sens=Sens.HAUSSE,
        valeur_depart=Decimal(165),
        date_depart=date(2023, 3, 31),
        source="Relevé des ouvrages",
        source_url="https://exemple.test/ouvrages",
        responsable=responsable,
        poids=Decimal(2),
    )
    for annee, valeur in zip(
        range(2012, 2025), (150, 152, 151, 153, 152, 154, 153, 155, 154, 156, 158, 165, 169), strict=True
    ):
        fabriques.mesure(i, annee, str(valeur))
    fabriques.cible(i, 2023, "170")
    fabriques.cible(i, 2024, "184")
    return i


@pytest.fixture
def delai(objectif):
    """Monthly, met."""
    i = fabriques.indicateur(
        objectif,
        code="1.1.2",
        nom="Délai de réponse",
        unite="jours",
        sens=Sens.BAISSE,
        frequence="mensuelle",
        valeur_depart=Decimal(20),
    )
    for mois in range(4, 13):
        fabriques.mesure(i, 2024, str(10 + mois % 3), debut=date(2024, mois, 1), fin=date(2024, mois, 28))
    fabriques.cible(i, 2024, "15", FormeCible.AU_PLUS)
    return i


@pytest.fixture
def interne(objectif):
    i = fabriques.indicateur(objectif, code="1.1.3", nom="Dossier confidentiel", visibilite="interne")
    fabriques.mesure(i, 2024, "7")
    return i


@pytest.fixture
def tout(ponts, delai, interne, calculer):
    """The plan with its bilans and its signals."""
    calculer()
    return ponts
