"""Fiscal years and periods."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosysteme.format import periode_texte
from ecosysteme.periodes import (
    MOIS_PAR_PERIODE,
    Periode,
    PeriodeIllisible,
    bornes_exercice,
    exercice_de,
    lire_date,
    lire_exercice,
    lire_periode,
    periode_finissant,
    periode_suivante,
    periodes_exercice,
    prochaine_mise_a_jour,
)


@pytest.mark.parametrize("texte", ["2016-2017", "2016-17", "2016/2017", "2016–2017", " 2016 - 2017 ", "2016/17"])
def test_l_exercice_s_ecrit_de_plusieurs_facons(texte):
    assert lire_exercice(texte) == 2016
    assert lire_periode(texte) == Periode(date(2016, 4, 1), date(2017, 3, 31))


@pytest.mark.parametrize("texte", ["2016-2018", "2016-15", "2017-2016", "20162017", "2016-2017-2018", "", "2500-2501"])
def test_un_exercice_qui_n_en_est_pas_un_est_refuse(texte):
    with pytest.raises(PeriodeIllisible):
        lire_exercice(texte)


def test_le_siecle_change_dans_un_exercice_abrege():
    assert lire_exercice("1999-00") == 1999


@pytest.mark.parametrize(
    ("texte", "debut", "fin"),
    [
        ("2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("2025-04", date(2025, 4, 1), date(2025, 4, 30)),
        ("avril 2025", date(2025, 4, 1), date(2025, 4, 30)),
        ("Février 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("fevrier\u00a02024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-2026 T1", date(2025, 4, 1), date(2025, 6, 30)),
        ("T4 2025-2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("2025-26 t2", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-2026, S2", date(2025, 10, 1), date(2026, 3, 31)),
    ],
)
def test_les_periodes_se_lisent(texte, debut, fin):
    assert lire_periode(texte) == Periode(debut, fin)


@pytest.mark.parametrize(
    "texte", ["2025-13", "T5 2025-2026", "S3 2025-2026", "brumaire 2025", "2025 T1", "T1 2025", "3 mars 2026", "x"]
)
def test_une_periode_illisible_est_refusee(texte):
    with pytest.raises(PeriodeIllisible):
        lire_periode(texte)


def test_2011_12_est_ambigu_sauf_si_la_frequence_tranche():
    with pytest.raises(PeriodeIllisible, match="décembre 2011"):
        lire_periode("2011-12")
    assert lire_periode("2011-12", frequence="mensuelle").fin == date(2011, 12, 31)
    assert lire_periode("2011-12", frequence="annuelle") == bornes_exercice(2011)


@pytest.mark.parametrize("texte", ["2026-03-03", "03/03/2026", "3/3/2026", "3 mars 2026", "3\u00a0MARS\u00a02026"])
def test_une_date_s_ecrit_de_trois_facons(texte):
    assert lire_date(texte) == date(2026, 3, 3)


def test_le_jour_vient_toujours_en_premier():
    assert lire_date("04/03/2026") == date(2026, 3, 4)
    assert lire_date("1er août 2026") == date(2026, 8, 1)


@pytest.mark.parametrize(
    "texte",
    [
        "2026-02-30",
        "03/13/2026",
        "30 février 2026",
        "2026-3-3",
        "3 mar 2026",
        "03-03-2026",
        "٣ mars 2026",
        "0001-01-01",
    ],
)
def test_une_date_impossible_ou_d_une_autre_forme_est_refusee(texte):
    with pytest.raises(PeriodeIllisible):
        lire_date(texte)


def test_l_exercice_d_un_jour_change_le_premier_avril():
    assert exercice_de(date(2026, 3, 31)) == 2025
    assert exercice_de(date(2026, 4, 1)) == 2026
    assert lire_periode("2015").exercice == 2015


@pytest.mark.parametrize(
    ("frequence", "n"),
    [("mensuelle", 12), ("trimestrielle", 4), ("semestrielle", 2), ("annuelle", 1), ("pluriannuelle", 1)],
)
def test_les_periodes_d_un_exercice_le_couvrent_sans_trou(frequence, n):
    parties = periodes_exercice(2025, frequence)
    assert len(parties) == n
    assert (parties[0].debut, parties[-1].fin) == (date(2025, 4, 1), date(2026, 3, 31))
    assert all(b.debut == a.fin + timedelta(days=1) for a, b in pairwise(parties))


@pytest.mark.parametrize(
    ("fin", "frequence", "delai", "attendu"),
    [
        (date(2025, 3, 31), "annuelle", 0, date(2026, 3, 31)),
        (date(2025, 3, 31), "annuelle", 6, date(2026, 9, 30)),
        (date(2026, 1, 31), "mensuelle", 0, date(2026, 2, 28)),
        (date(2023, 12, 31), "trimestrielle", 11, date(2025, 2, 28)),
        (date(2020, 3, 31), "pluriannuelle", 2, date(2025, 5, 31)),
    ],
)
def test_la_prochaine_mise_a_jour_tombe_a_la_fin_du_mois(fin, frequence, delai, attendu):
    assert prochaine_mise_a_jour(fin, frequence, delai) == attendu


def test_une_frequence_inconnue_est_refusee():
    with pytest.raises(ValueError, match="Fréquence inconnue"):
        prochaine_mise_a_jour(date(2025, 3, 31), "lunaire")


def test_une_periode_ne_finit_pas_avant_de_commencer():
    with pytest.raises(ValueError, match="précéder"):
        Periode(date(2025, 4, 2), date(2025, 4, 1))


@given(st.dates(date(1910, 1, 1), date(2190, 1, 1)), st.sampled_from(sorted(MOIS_PAR_PERIODE)))
def test_la_periode_qui_finit_et_la_suivante_se_touchent(jour, frequence):
    periode = periode_finissant(jour, frequence)
    suivante = periode_suivante(periode, frequence)
    assert periode.debut <= jour <= periode.fin
    assert suivante.debut == periode.fin + timedelta(days=1)
    assert suivante.fin == prochaine_mise_a_jour(periode.fin, frequence)


@given(st.integers(1900, 2199), st.sampled_from(["mensuelle", "trimestrielle", "semestrielle", "annuelle"]))
def test_le_nom_affiche_d_une_periode_se_relit(exercice, frequence):
    for periode in periodes_exercice(exercice, frequence):
        assert lire_periode(periode_texte(periode.debut, periode.fin), frequence=frequence) == periode
