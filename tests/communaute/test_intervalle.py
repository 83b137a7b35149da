"""Where a measured effect is drawn: in order, inside the frame, zero always shown; what the interval allows to say."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communaute.enums import Fraicheur
from communaute.fraicheur import POIDS, fraicheur
from communaute.intervalle import DROITE, GAUCHE, exclut_zero, tracer

nombres = st.decimals(min_value=Decimal(-(10**14)), max_value=Decimal(10**14), places=6)


@given(st.tuples(nombres, nombres, nombres).map(sorted))
def test_les_bornes_encadrent_le_point_dans_le_cadre_et_zero_y_est(tries):
    bas, valeur, haut = tries
    trace = tracer(valeur, bas, haut)
    assert GAUCHE <= trace.bas <= trace.point <= trace.haut <= DROITE
    assert GAUCHE <= trace.zero <= DROITE
    assert (trace.zero <= trace.bas) if bas >= 0 else (trace.zero >= trace.bas)
    assert (trace.zero >= trace.haut) if haut <= 0 else (trace.zero <= trace.haut)


@given(nombres)
def test_sans_intervalle_il_ne_reste_que_le_point_et_zero(valeur):
    trace = tracer(valeur, None, None)
    assert (trace.bas, trace.haut) == (None, None) and GAUCHE <= trace.point <= DROITE


@pytest.mark.parametrize(("bas", "haut"), [(1, None), (None, 1), (2, 3), (-3, -2), (1, -1)])
def test_des_bornes_qui_n_encadrent_pas_sont_refusees(bas, haut):
    with pytest.raises(ValueError, match="entre ses deux bornes"):
        tracer(Decimal(0), bas if bas is None else Decimal(bas), haut if haut is None else Decimal(haut))


@pytest.mark.parametrize(
    ("bas", "haut", "dit"), [(1, 2, True), (-2, -1, True), (-1, 1, False), (0, 1, False), (-1, 0, False)]
)
def test_l_intervalle_dit_si_le_hasard_suffit(bas, haut, dit):
    assert exclut_zero(Decimal(bas), Decimal(haut)) is dit
    assert exclut_zero(None, None) is None


def test_une_verification_vaut_jusqu_a_la_fin_de_son_dernier_jour():
    jour = date(2026, 11, 27)
    assert fraicheur(None, jour) == Fraicheur.NON_VERIFIEE
    assert fraicheur(jour, jour) == Fraicheur.A_JOUR
    assert fraicheur(date(2026, 11, 26), jour) == Fraicheur.PERIMEE
    assert POIDS[Fraicheur.A_JOUR] > POIDS[Fraicheur.NON_VERIFIEE] > POIDS[Fraicheur.PERIMEE] > 0
