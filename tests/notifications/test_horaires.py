"""Quiet hours and digests in the person's own time, both nights of the clock change included (FIABILITE 21)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosysteme.horaires import Horaire

FUSEAUX = ["America/Toronto", "America/St_Johns", "Europe/Paris", "Asia/Tokyo", "UTC"]
HEURES = st.integers(0, 24 * 60 - 1).map(lambda minutes: time(*divmod(minutes, 60)))
HORAIRES = st.builds(Horaire, st.sampled_from(FUSEAUX), HEURES, HEURES, HEURES)
INSTANTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda n: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


def instant(texte: str) -> datetime:
    return datetime.fromisoformat(texte).astimezone(UTC)


@pytest.mark.parametrize(
    ("quand", "libre"),
    [
        ("2026-01-14T17:59:59-05:00", "2026-01-14T17:59:59-05:00"),
        ("2026-01-14T18:00:00-05:00", "2026-01-15T07:00:00-05:00"),
        ("2026-01-14T23:30:00-05:00", "2026-01-15T07:00:00-05:00"),
        ("2026-01-15T06:59:59-05:00", "2026-01-15T07:00:00-05:00"),
        ("2026-01-15T07:00:00-05:00", "2026-01-15T07:00:00-05:00"),
        ("2026-03-07T22:00:00-05:00", "2026-03-08T07:00:00-04:00"),  # the night is one hour shorter
        ("2026-10-31T22:00:00-04:00", "2026-11-01T07:00:00-05:00"),  # and here one hour longer
    ],
)
def test_les_heures_calmes_finissent_a_l_heure_du_mur(quand, libre):
    assert Horaire().libre_a(instant(quand)) == instant(libre)


def test_une_heure_sautee_est_celle_qui_suit_le_saut():
    calme = Horaire(calme_de=time(22), calme_a=time(2, 30))
    assert calme.libre_a(instant("2026-03-08T01:00:00-05:00")) == instant("2026-03-08T03:30:00-04:00")


def test_une_heure_vecue_deux_fois_finit_le_calme_a_chaque_fois():
    calme = Horaire(calme_de=time(22), calme_a=time(1, 30))
    assert calme.libre_a(instant("2026-11-01T01:10:00-04:00")) == instant("2026-11-01T01:30:00-04:00")
    assert calme.libre_a(instant("2026-11-01T01:10:00-05:00")) == instant("2026-11-01T01:30:00-05:00")


def test_deux_heures_egales_ne_font_aucun_calme():
    sans = Horaire(calme_de=time(9), calme_a=time(9))
    assert not any(sans.au_calme(time(h)) for h in range(24))


@pytest.mark.parametrize("fuseau", ["America/Toronto", "Europe/Paris", "Asia/Tokyo"])
def test_le_resume_part_a_l_heure_de_la_personne(fuseau):
    horaire = Horaire(fuseau=fuseau)
    jour = date(2026, 6, 10)
    heure = datetime(2026, 6, 10, 7, 30, tzinfo=horaire.zone).astimezone(UTC)
    veille = heure - timedelta(hours=12)
    assert horaire.resume_attendu(heure - timedelta(seconds=1), veille, None) is None
    assert horaire.resume_attendu(heure, veille, None) == jour
    assert horaire.resume_attendu(heure, veille, jour) is None


def test_ce_qui_arrive_apres_l_heure_attend_le_lendemain():
    horaire, midi = Horaire(), instant("2026-01-14T12:00:00-05:00")
    assert horaire.resume_attendu(instant("2026-01-14T12:05:00-05:00"), midi, None) is None
    assert horaire.resume_attendu(instant("2026-01-15T07:30:00-05:00"), midi, None) == date(2026, 1, 15)


def test_un_resume_en_retard_ne_part_pas_le_soir():
    horaire, veille = Horaire(), instant("2026-01-13T12:00:00-05:00")
    assert horaire.resume_attendu(instant("2026-01-14T19:00:00-05:00"), veille, None) is None
    assert horaire.resume_attendu(instant("2026-01-14T16:00:00-05:00"), veille, None) == date(2026, 1, 14)


@pytest.mark.parametrize("heure", [time(1, 30), time(2, 30), time(7, 30)])
@pytest.mark.parametrize("jour", [date(2026, 3, 8), date(2026, 11, 1)], ids=["vers l'été", "vers l'hiver"])
def test_les_nuits_ou_l_heure_change_un_seul_resume_par_jour(jour, heure):
    horaire = Horaire(calme_de=time(0), calme_a=time(0), resume_a=heure)
    depart = datetime.combine(jour - timedelta(days=1), time(0), horaire.zone).astimezone(UTC)
    faits, dernier = [], None
    for minutes in range(0, 3 * 24 * 60, 5):
        maintenant = depart + timedelta(minutes=minutes)
        if attendu := horaire.resume_attendu(maintenant, depart - timedelta(days=1), dernier):
            faits.append(attendu)
            dernier = attendu
    assert faits == [jour - timedelta(days=1), jour, jour + timedelta(days=1)]


@given(HORAIRES, INSTANTS)
def test_ce_qui_part_ne_part_jamais_au_calme_et_jamais_avant(horaire, maintenant):
    libre = horaire.libre_a(maintenant)
    assert maintenant <= libre <= maintenant + timedelta(hours=26)
    assert not horaire.au_calme(horaire.local(libre).time())
