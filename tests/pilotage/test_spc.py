"""Control charts: the published check, each rule, and what the icons say."""

from datetime import date
from decimal import Decimal

import pytest

from pilotage.spc import Point, analyser, indices_des_phases, phrase
from pilotage.spc_signaux import Signal

PUBLIES = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
CALME = [10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12]


def regles(analyse):
    return ["".join(s.regle for s in point.signaux) for point in analyse.points]


def test_la_verification_publiee_sans_ecran():
    phase = analyser(PUBLIES, sens="hausse").phases[0]
    assert round(phase.moyenne, 2) == 1.94
    assert (round(phase.limite_basse, 2), round(phase.limite_haute, 2)) == (-3.06, 6.95)
    assert phase.limite_etendue == pytest.approx(3.267 * 32 / 17)
    assert not phase.provisoire


def test_la_verification_publiee_avec_ecran():
    phase = analyser(PUBLIES, sens="hausse", ecran=True).phases[0]
    assert (round(phase.moyenne, 2), phase.etendue_moyenne) == (1.94, 1.0)
    assert (round(phase.limite_basse, 2), round(phase.limite_haute, 2)) == (-0.72, 4.60)


def test_le_point_hors_limites_de_la_serie_publiee_est_le_seul_signal():
    analyse = analyser(PUBLIES, sens="hausse")
    assert [p.indice for p in analyse.points if p.signaux] == [4]
    assert analyse.points[4].signal == Signal("a", "haut")
    assert [p.indice for p in analyse.points if p.etendue_hors_limite] == [4, 5]


def test_sept_points_du_meme_cote_sont_un_decalage_et_tous_sont_marques():
    serie = [*CALME, 10, 14, 13, 14, 13, 14, 13, 14]
    assert regles(analyser(serie, sens="hausse"))[-7:] == ["b"] * 7
    assert not any("b" in r for r in regles(analyser(serie, sens="hausse", longueur_decalage=8)))


def test_un_point_egal_a_la_moyenne_rompt_la_suite():
    avec = [11, 11, 11, 11, 11, 11, 11, 3, 11, 9, 11, 9, 11, 9]
    coupee = [11, 11, 11, 10, 11, 11, 11, 3, 11, 9, 11, 9, 11, 10]
    assert sum(avec) / len(avec) == sum(coupee) / len(coupee) == 10.0
    assert regles(analyser(avec, sens="hausse"))[:7] == ["b"] * 7
    assert not any("b" in r for r in regles(analyser(coupee, sens="hausse")))


def test_l_egalite_a_la_moyenne_est_exacte_meme_en_virgule_flottante():
    serie = [0.1, 0.3, 0.2, 0.1, 0.3, 0.2]
    analyse = analyser(serie, sens="hausse", longueur_decalage=3)
    assert analyse.phases[0].moyenne == 0.2
    assert not any("b" in r for r in regles(analyse))


def test_sept_points_qui_montent_sont_une_tendance_six_ne_le_sont_pas():
    sept = [20, 22, 20, 22, 20, 22, 1, 2, 3, 4, 5, 6, 7, 3]
    trouvees = regles(analyser(sept, sens="hausse"))
    assert ["c" in r for r in trouvees] == [False] * 6 + [True] * 7 + [False]
    assert not any("c" in r for r in regles(analyser(sept, sens="hausse", longueur_tendance=8)))


def test_deux_valeurs_egales_rompent_une_tendance():
    assert not any("c" in r for r in regles(analyser([1, 2, 3, 4, 4, 5, 6, 7, 20], sens="hausse")))


def test_deux_points_sur_trois_pres_de_la_meme_limite_seuls_les_proches_sont_marques():
    serie = [0, 10] * 9 + [30, 11, 31]
    analyse = analyser(serie, sens="hausse")
    phase = analyse.phases[0]
    seuil = phase.moyenne + (phase.limite_haute - phase.moyenne) * 2 / 3
    assert phase.limite_haute > 31 > 30 > seuil > 11 > phase.moyenne
    assert regles(analyse)[-3:] == ["d", "", "d"]


def test_deux_points_proches_de_limites_opposees_ne_disent_rien():
    serie = [0, 10] * 9 + [30, -19, 30]
    assert not any("d" in r for r in regles(analyser(serie, sens="hausse")))


def test_le_troisieme_point_doit_etre_du_meme_cote():
    assert not any("d" in r for r in regles(analyser([0, 10] * 9 + [30, 1, 31], sens="hausse")))


def test_l_etiquette_suit_la_priorite_a_c_d_b():
    montee = [*CALME, *CALME, 13, 14, 15, 16, 17, 18, 30]
    analyse = analyser(montee, sens="baisse")
    assert regles(analyse)[-1] == "abcd"
    assert analyse.points[-1].signal == Signal("a", "haut")
    assert regles(analyse)[-7] == "bc"
    assert analyse.points[-7].signal.regle == "c"


@pytest.mark.parametrize(
    ("sens", "haut", "bas"),
    [
        ("hausse", "favorable", "defavorable"),
        ("baisse", "defavorable", "favorable"),
        ("maintien", "neutre", "neutre"),
        ("plage", "neutre", "neutre"),
    ],
)
def test_la_variation_lit_le_dernier_point_selon_le_sens(sens, haut, bas):
    assert analyser([*CALME, 30], sens=sens).variation == haut
    assert analyser([*CALME, -10], sens=sens).variation == bas
    assert analyser([*CALME, 30, 11], sens=sens).variation == "commune"


def test_une_tendance_porte_sa_direction_pas_son_cote():
    serie = [30, 32, 30, 32, 30, 32, 30, 32, 1, 2, 3, 4, 5, 6, 7]
    dernier = analyser(serie, sens="hausse").points[-1]
    assert Signal("c", "haut") in dernier.signaux
    assert Signal("b", "bas") in dernier.signaux


@pytest.mark.parametrize(
    ("sens", "cible", "attendu"),
    [
        ("hausse", 2, "reussit"), ("hausse", 20, "echoue"), ("hausse", 11, "inconstant"),
        ("baisse", 2, "echoue"), ("baisse", 20, "reussit"), ("baisse", 11, "inconstant"),
        ("plage", (2, 20), "reussit"), ("plage", (20, 30), "echoue"), ("plage", (11, 20), "inconstant"),
        ("maintien", 11, "inconstant"), ("maintien", 20, "echoue"), ("maintien", (5, None), "reussit"),
        ("hausse", None, ""), ("hausse", Decimal("2"), "reussit"), ("hausse", 0, "reussit"),
    ],
)  # fmt: skip
def test_l_assurance_compare_la_cible_aux_limites(sens, cible, attendu):
    assert analyser(CALME, sens=sens, cible=cible).assurance == attendu


def test_moins_de_six_points_ne_donne_pas_de_limites():
    analyse = analyser([1, 2, 3, 4, 5], sens="hausse", cible=3)
    assert (analyse.variation, analyse.assurance, analyse.raison) == ("", "", "trop_peu_de_points")
    assert analyse.points[0] == Point(0, 1.0, 0)
    assert phrase(analyse).startswith("Moins de 6 points")
    assert analyser([], sens="hausse").raison == "trop_peu_de_points"


def test_moins_de_douze_points_donne_des_limites_provisoires():
    assert analyser(CALME[:11], sens="hausse").provisoire
    assert not analyser(CALME, sens="hausse").provisoire


def test_une_serie_cumulative_ou_non_admissible_n_a_pas_de_limites():
    assert analyser(CALME, sens="hausse", cumulatif=True).raison == "cumulatif"
    assert analyser(CALME, sens="hausse", admissible=False).raison == "non_admissible"
    assert analyser(CALME, sens="hausse", saisonnier=True).saisonnier


def test_une_phase_repart_avec_ses_propres_limites_et_coupe_les_suites():
    serie = [*CALME, *[v + 50 for v in CALME]]
    analyse = analyser(serie, sens="hausse", phases=[12])
    assert [p.moyenne for p in analyse.phases] == [11.0, 61.0]
    assert analyse.variation == "commune"
    assert analyse.points[12].etendue is None
    assert not any(regles(analyse))
    assert analyser(serie, sens="hausse").variation == "favorable"


def test_une_phase_trop_courte_attend_ses_points_et_garde_les_limites_d_avant():
    analyse = analyser([*CALME, 60, 61], sens="hausse", phases=[12])
    assert [p.raison for p in analyse.phases] == ["", "trop_peu_de_points"]
    assert analyse.variation == ""


@pytest.mark.parametrize("phases", [[0], [3, 3], [5, 2], [12]])
def test_des_phases_en_desordre_sont_refusees(phases):
    with pytest.raises(ValueError, match="croissants"):
        analyser(CALME, sens="hausse", phases=phases)


@pytest.mark.parametrize("valeur", [float("nan"), float("inf"), Decimal("NaN")])
def test_une_valeur_non_finie_est_refusee(valeur):
    with pytest.raises(ValueError, match="finis"):
        analyser([*CALME, valeur], sens="hausse")


def test_les_changements_dates_tombent_sur_le_premier_point_qui_suit():
    fins = [date(2020 + i, 3, 31) for i in range(6)]
    assert indices_des_phases(fins, [date(2022, 4, 1), date(2020, 1, 1), date(2022, 9, 1), date(2030, 1, 1)]) == (3,)


def test_la_phrase_dit_ce_qu_il_faut_voir():
    assert phrase(analyser(CALME, sens="hausse")) == "Variation courante : aucun signal au dernier point."
    assert phrase(analyser([*CALME, 30], sens="hausse")) == "Le dernier point est au-dessus de la limite haute."
    decalage = analyser([*CALME, 10, 14, 13, 14, 13, 14, 13, 14], sens="hausse")
    assert (decalage.regle, decalage.depuis, phrase(decalage)) == (
        "b",
        13,
        "7 points de suite au-dessus de la moyenne.",
    )
    baisse = analyser([20, 1, 20, 1, 20, 1, 19, 18, 17, 16, 15, 14, 13], sens="hausse")
    assert "Baisse continue depuis" in phrase(baisse)
