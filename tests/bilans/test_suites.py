"""Whatever happens to the figures, in whatever order it is rolled up: one state, that of the rules."""

import os
import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pilotage import bilans
from pilotage.models import CleSale
from tests.bilans import gestes, modele

pytestmark = pytest.mark.django_db

histoires = st.lists(
    st.tuples(st.integers(0, len(gestes.GESTES) - 1), st.lists(st.integers(0, 99), max_size=12)),
    min_size=1,
    max_size=25,
)
EXEMPLES = int(os.environ.get("EXEMPLES", "40"))
reglages = settings(deadline=None, max_examples=EXEMPLES, suppress_health_check=[HealthCheck.too_slow])


def raconter(histoire):
    gestes.monde()
    for numero, nombres in histoire:
        gestes.faire(numero, nombres)


def differences():
    """Where the stored bilans are not what the reference says: {key: {column: (stored, expected)}}."""
    stockes, attendus = modele.stockes(), modele.attendus()
    vide = dict.fromkeys(modele.COLONNES, "absent")
    ecarts = {}
    for cle in stockes.keys() | attendus.keys():
        lu, voulu = stockes.get(cle, vide), attendus.get(cle, vide)
        if lu != voulu:
            ecarts[cle] = {colonne: (lu[colonne], voulu[colonne]) for colonne in lu if lu[colonne] != voulu[colonne]}
    return ecarts


@reglages
@given(histoires)
def test_toute_suite_de_changements_finit_comme_un_recalcul_complet_et_comme_la_reference(histoire):
    with transaction.atomic():
        raconter(histoire)
        list(bilans.vider(lot=7))
        assert differences() == {}
        assert bilans.recalculer_tout().touchees == ()
        transaction.set_rollback(True)


@reglages
@given(histoires, st.integers(0, 2**32), st.integers(1, 5))
def test_l_ordre_les_repetitions_et_la_taille_des_lots_ne_changent_rien(histoire, graine, repetitions):
    with transaction.atomic():
        raconter(histoire)
        cles = list(CleSale.objects.values("niveau", "noeud_id", "exercice", "territoire")) * repetitions
        hasard = random.Random(graine)
        hasard.shuffle(cles)
        CleSale.objects.all().delete()
        CleSale.objects.bulk_create(CleSale(**cle, priorite=hasard.randrange(3)) for cle in cles)
        list(bilans.vider(lot=hasard.choice((1, 3, 50, 2000))))
        assert differences() == {}
        etat = gestes.etat()
        CleSale.objects.bulk_create(CleSale(**cle) for cle in cles)  # everything delivered once more
        assert [passe.touchees for passe in bilans.vider()] == ([()] if cles else [])
        assert gestes.etat() == etat
        transaction.set_rollback(True)
