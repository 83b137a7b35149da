"""An unusual figure is doubted in words; an ordinary one is not; nothing is ever refused."""

from datetime import date
from decimal import Decimal

import pytest

from ecosysteme.periodes import Periode, fin_de_mois
from pilotage.calendrier import periodes_de
from pilotage.spc import analyser
from pilotage.vraisemblance import Repere, doute, reperer

VALEURS = [41, 43, 42, 44, 43, 45, 42, 44]


def serie(valeurs, an=2020, mois=1):
    return [(fin_de_mois(an, mois + n), Decimal(v)) for n, v in enumerate(valeurs)]


def apres(points):
    jour = points[-1][0]
    return fin_de_mois(jour.year, jour.month + 1)


@pytest.mark.parametrize(
    ("valeur", "dernier", "mots"),
    [
        ("452", "45.2", "10 fois plus grande que la précédente (45,2)"),
        ("4520", "45.2", "100 fois plus grande"),
        ("0.452", "45.2", "100 fois plus petite"),
        ("-452", "45.2", "10 fois plus grande"),
    ],
)
def test_une_virgule_deplacee_est_remarquee(valeur, dernier, mots):
    assert mots in doute(Decimal(valeur), Repere(dernier=Decimal(dernier)))


@pytest.mark.parametrize(
    ("valeur", "dernier"), [("451", "45.2"), ("5", "45.2"), ("0", "45"), ("45", "0"), ("45", None)]
)
def test_un_ecart_plausible_ne_dit_rien(valeur, dernier):
    assert doute(Decimal(valeur), Repere(dernier=Decimal(dernier) if dernier else None)) == ""


def test_les_limites_sont_celles_de_la_carte_de_controle():
    points = serie(VALEURS)
    phase = analyser([v for _, v in points], sens="baisse").phases[0]
    repere = reperer(points, apres(points))
    assert (float(repere.basse), float(repere.haute)) == pytest.approx((phase.limite_basse, phase.limite_haute))
    assert doute(Decimal("43.5"), repere) == ""
    assert "hors des limites de contrôle, de 38,1 à 47,9" in doute(Decimal(60), repere)


def test_la_periode_saisie_ne_compte_pas_dans_ses_propres_limites():
    points = serie([*VALEURS, 60])
    repere = reperer(points, points[-1][0])
    assert repere.dernier == 44 and doute(Decimal(60), repere)


def test_une_phase_nouvelle_a_ses_propres_limites():
    points = serie([*VALEURS, *[v + 100 for v in VALEURS]])
    repere = reperer(points, apres(points), phases=[points[8][0]])
    assert doute(Decimal(143), repere) == "" and doute(Decimal(43), repere)


def test_trop_peu_de_points_ou_une_serie_non_admissible_n_ont_pas_de_limites():
    points = serie(VALEURS)
    assert reperer(points[:5], apres(points)).haute is None
    assert reperer(points, apres(points), limites=False) == Repere(dernier=Decimal(44))


def test_une_serie_cumulative_ne_se_compare_qu_a_son_exercice():
    points = serie([10, 55, 99], 2025, 1)
    assert reperer(points, date(2025, 4, 30), cumulatif=True) == Repere()
    assert reperer(points, date(2025, 3, 31), cumulatif=True).dernier == 55


def test_une_serie_annuelle_de_decembre_reste_en_decembre():
    (periode,) = periodes_de(2025, "annuelle", Periode(date(2023, 1, 1), date(2023, 12, 31)))
    assert periode == Periode(date(2025, 1, 1), date(2025, 12, 31))


def test_une_enquete_quinquennale_garde_sa_duree():
    (periode,) = periodes_de(2025, "pluriannuelle", Periode(date(2016, 1, 1), date(2020, 12, 31)))
    assert periode == Periode(date(2021, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    "derniere", [None, Periode(date(2024, 4, 1), date(2025, 3, 31)), Periode(date(2024, 6, 3), date(2024, 6, 12))]
)
def test_sans_autre_rythme_l_exercice_fait_loi(derniere):
    assert periodes_de(2025, "annuelle", derniere) == (Periode(date(2025, 4, 1), date(2026, 3, 31)),)


def test_les_mois_et_les_trimestres_tombent_juste():
    juin = Periode(date(2024, 4, 1), date(2024, 6, 30))
    assert [p.fin.month for p in periodes_de(2025, "trimestrielle", juin)] == [6, 9, 12, 3]
    assert len(periodes_de(2025, "mensuelle", juin)) == 12
