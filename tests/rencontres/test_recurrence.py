"""Rhythms: the local hour stays through both nights of the time change (FIABILITE 21)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotage.recurrence import instant, jours, occurrences

QUEBEC = "America/Toronto"


def heures(recurrence, premiere, heure, du, au):
    lues = occurrences(recurrence, premiere, heure, QUEBEC, du=du, au=au)
    return [lue.astimezone(ZoneInfo(QUEBEC)) for lue in lues]


@pytest.mark.parametrize(
    ("avant", "apres"), [(date(2026, 3, 3), date(2026, 3, 17)), (date(2026, 10, 27), date(2026, 11, 10))]
)
def test_la_rencontre_garde_son_heure_quand_l_heure_change(avant, apres):
    lues = heures("hebdomadaire", avant, time(9), avant, apres)
    assert [lue.hour for lue in lues] == [9, 9, 9]
    assert len({lue.utcoffset() for lue in lues}) == 2


def test_les_deux_nuits_du_changement_d_heure_ont_un_seul_instant():
    assert instant(date(2026, 11, 1), time(1, 30), QUEBEC) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert instant(date(2026, 3, 8), time(2, 30), QUEBEC) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert instant(date(2026, 3, 8), time(2, 30), QUEBEC).astimezone(ZoneInfo(QUEBEC)).hour == 3


def test_blanc_sablon_ne_change_pas_d_heure():
    lues = occurrences(
        "mensuelle", date(2026, 1, 6), time(9), "America/Blanc-Sablon", du=date(2026, 1, 1), au=date(2026, 12, 31)
    )
    assert {lue.hour for lue in lues} == {13}


def test_un_mois_garde_le_rang_du_jour_de_la_semaine():
    lues = [lue.date() for lue in heures("mensuelle", date(2026, 1, 13), time(9), date(2026, 1, 1), date(2026, 4, 30))]
    assert lues == [date(2026, 1, 13), date(2026, 2, 10), date(2026, 3, 10), date(2026, 4, 14)]


def test_le_cinquieme_jour_est_le_dernier_du_mois():
    lues = [lue.date() for lue in heures("mensuelle", date(2026, 1, 29), time(9), date(2026, 1, 1), date(2026, 4, 30))]
    assert lues == [date(2026, 1, 29), date(2026, 2, 26), date(2026, 3, 26), date(2026, 4, 30)]


def test_un_trimestre_passe_l_annee():
    lues = [
        lue.date() for lue in heures("trimestrielle", date(2026, 11, 3), time(9), date(2026, 11, 1), date(2027, 8, 31))
    ]
    assert lues == [date(2026, 11, 3), date(2027, 2, 2), date(2027, 5, 4), date(2027, 8, 3)]


def test_rien_avant_le_debut_ni_apres_la_fin():
    lues = occurrences(
        "quinzaine", date(2026, 1, 6), time(9), QUEBEC, du=date(2025, 1, 1), au=date(2027, 1, 1), fin=date(2026, 2, 3)
    )
    assert [lue.date() for lue in lues] == [date(2026, 1, 6), date(2026, 1, 20), date(2026, 2, 3)]
    assert occurrences("quinzaine", date(2026, 1, 6), time(9), QUEBEC, du=date(2027, 1, 1), au=date(2026, 1, 1)) == []


@given(
    premiere=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    heure=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    recurrence=st.sampled_from(["hebdomadaire", "quinzaine", "mensuelle", "trimestrielle"]),
)
def test_les_jours_avancent_toujours_le_meme_jour_de_la_semaine(premiere, heure, recurrence):
    suite = jours(recurrence, premiere)
    lus = [next(suite) for _ in range(20)]
    assert lus[0] == premiere
    assert lus == sorted(set(lus))
    assert {jour.weekday() for jour in lus} == {premiere.weekday()}
    instants = [instant(jour, heure, QUEBEC) for jour in lus]
    assert instants == sorted(set(instants))
