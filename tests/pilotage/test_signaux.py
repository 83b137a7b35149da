"""Control charts drawn again by batch: what the state of an indicator says of its last point."""

from datetime import date

import pytest

from ecosysteme.enums import Sens
from pilotage.models import EtatIndicateur
from pilotage.services import signaux
from tests import fabriques

pytestmark = pytest.mark.django_db


def _serie(valeurs, **champs):
    indicateur = fabriques.indicateur(**champs)
    for rang, valeur in enumerate(valeurs):
        fabriques.mesure(indicateur, 2010 + rang, valeur)
    EtatIndicateur.objects.update_or_create(indicateur=indicateur, defaults={"spc_a_refaire": True})
    return indicateur


def test_un_lot_lit_chaque_serie_avec_sa_derniere_cible():
    monte = _serie(["1", "2", "3", "4", "5", "6", "7"], code="B", sens=Sens.BAISSE)
    stable = _serie(["10", "11", "10", "11", "10", "11"], code="A", sens=Sens.HAUSSE)
    fabriques.cible(stable, 2012, "20")
    fabriques.cible(stable, 2015, "2")
    changes = signaux.recalculer_lot()
    etats = EtatIndicateur.objects.in_bulk([monte.pk, stable.pk])
    assert changes.lus == 2
    assert (etats[monte.pk].variation, etats[monte.pk].regle) == ("defavorable", "a")
    assert etats[monte.pk].signal_depuis == date(2017, 3, 31)
    assert (etats[stable.pk].variation, etats[stable.pk].assurance) == ("commune", "reussit")
    assert f"indicateur:{monte.pk}" in changes.sujets
    assert not signaux.en_attente()
