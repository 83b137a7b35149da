"""Figures and dates as they are shown."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from ecosysteme import format as f

N = "\u00a0"


@pytest.mark.parametrize(
    ("valeur", "decimales", "attendu"),
    [
        (Decimal("1234.5"), None, f"1{N}234,5"),
        (1234567, None, f"1{N}234{N}567"),
        (Decimal("-0.50"), None, "\u22120,5"),
        (Decimal("45"), 1, "45,0"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "\u22123"),
        (Decimal("0.05"), 1, "0,1"),
        (Decimal("-0.04"), 1, "0,0"),
        (0, None, "0"),
        (0.1, None, "0,1"),
        (Decimal("1E+3"), None, f"1{N}000"),
        (None, 2, "–"),
    ],
)
def test_un_nombre_s_ecrit_a_la_francaise(valeur, decimales, attendu):
    assert f.nombre(valeur, decimales) == attendu


def test_un_pourcentage_et_une_unite_tiennent_a_leur_nombre():
    assert f.pourcentage(Decimal("45.2")) == f"45,2{N}%"
    assert f.pourcentage(Decimal("45"), None) == f"45{N}%"
    assert f.pourcentage(None) == "–"
    assert f.avec_unite(Decimal("12.5"), "jours") == f"12,5{N}jours"
    assert f.avec_unite(None, "jours") == "–"
    assert f.avec_unite(3) == "3"


def test_une_unite_longue_ne_suit_pas_chaque_valeur():
    assert [f.unite_courte(u) for u in ("Pourcentage", "Dollars", "jours", "Nombre")] == ["%", "$", "jours", ""]
    assert f.unite_courte("Mégatonnes d'équivalent en dioxyde de carbone") == ""


def test_un_ecart_porte_son_signe():
    ecarts = [f.ecart(Decimal("1.2")), f.ecart(Decimal("-0.4")), f.ecart(0), f.ecart(Decimal("0.01"), 1)]
    assert ecarts == ["+1,2", "\u22120,4", "0", "0,0"]


def test_les_dates_et_les_heures_se_lisent_a_voix_haute():
    assert f.date_longue(date(2026, 3, 3)) == f"3{N}mars{N}2026"
    assert f.date_longue(date(2026, 3, 1)) == f"1er{N}mars{N}2026"
    assert f.heure(time(14, 30)) == f"14{N}h{N}30"
    assert f.heure(time(9)) == f"9{N}h"
    assert f.heure(time(9, 5)) == f"9{N}h{N}05"


def test_un_instant_se_dit_a_l_heure_du_quebec():
    assert f.date_heure(datetime(2026, 3, 2, 2, 30, tzinfo=UTC)) == f"1er{N}mars{N}2026, 21{N}h{N}30"


def test_l_exercice_et_les_periodes_ont_leur_nom_le_plus_court():
    assert f.exercice_texte(2025) == "2025-2026"
    assert f.periode_texte(date(2025, 4, 1), date(2026, 3, 31)) == "2025-2026"
    assert f.periode_texte(date(2025, 4, 1), date(2025, 6, 30)) == f"2025-2026{N}T1"
    assert f.periode_texte(date(2025, 4, 1), date(2025, 4, 30)) == f"avril{N}2025"
    assert f.periode_texte(date(2015, 1, 1), date(2015, 12, 31)) == "2015"
    assert f.periode_texte(date(2015, 1, 1), date(2017, 12, 31)) == "2015 à 2017"
    assert f.periode_texte(date(2015, 1, 2), date(2015, 1, 5)) == f"2{N}janvier{N}2015 au 5{N}janvier{N}2015"


def test_le_pluriel_commence_a_deux():
    assert [f.pluriel(n, "résultat") for n in (0, 1, 1.5, 2, -3)] == [
        "résultat",
        "résultat",
        "résultat",
        "résultats",
        "résultats",
    ]
    assert f.compte(1200, "cheval", "chevaux") == f"1{N}200{N}chevaux"


@pytest.mark.parametrize(
    ("recul", "attendu"),
    [
        (timedelta(seconds=20), "à l'instant"),
        (timedelta(minutes=1), f"il y a 1{N}minute"),
        (timedelta(minutes=59), f"il y a 59{N}minutes"),
        (timedelta(hours=2), f"il y a 2{N}heures"),
        (timedelta(days=1), "hier"),
        (timedelta(days=12), f"il y a 12{N}jours"),
        (timedelta(days=45), f"le 17{N}janvier{N}2026"),
        (timedelta(hours=-2), f"dans 2{N}heures"),
        (timedelta(days=-1), "demain"),
        (timedelta(seconds=-5), "dans un instant"),
    ],
)
def test_le_temps_ecoule_se_dit_simplement(recul, attendu):
    maintenant = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
    assert f.il_y_a(maintenant - recul, maintenant) == attendu
