"""Changing many results at once: all of it is kept, without comparing every row to every other."""

import pytest
from django.db import connection
from django.db.models import F

from ecosysteme.models import Mesure
from tests import fabriques

pytestmark = pytest.mark.django_db


def test_l_historique_d_un_ordre_ne_compare_jamais_chaque_ligne_a_toutes_les_autres():
    """A migration that rewrites such a trigger has to run `historique_en_masse.sql` again."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT p.proname, p.proconfig FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgname LIKE 'pgtrigger%' AND t.tgoldtable IS NOT NULL AND t.tgnewtable IS NOT NULL"
        )
        fonctions = curseur.fetchall()
    assert fonctions
    assert all("enable_nestloop=off" in (reglages or []) for _, reglages in fonctions)


def test_une_a_une_puis_toutes_a_la_fois_chaque_ligne_garde_son_avant():
    indicateur = fabriques.indicateur()
    mesures = [fabriques.mesure(indicateur, 2000 + n, str(n)) for n in range(12)]
    for mesure in mesures:
        Mesure.objects.filter(pk=mesure.pk).update(valeur=F("valeur") + 1)
    Mesure.objects.update(valeur=F("valeur") + 1)
    evenements = Mesure.pgh_event_model.objects.order_by("pgh_id")
    for rang, mesure in enumerate(mesures):
        gardees = evenements.filter(pgh_obj_id=mesure.pk).values_list("valeur", flat=True)
        assert list(gardees) == [rang, rang + 1]
