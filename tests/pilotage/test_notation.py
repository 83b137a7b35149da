"""Scoring rules, on plain values."""

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pilotage.notation import (
    Agregat,
    CibleVue,
    Enfant,
    MesureVue,
    Progression,
    agreger,
    atteint,
    chemin_parcouru,
    diviser,
    note_moyenne,
    pointage,
    progression,
    statut,
    taux_atteinte,
)

D = Decimal
REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "donnees" / "reference-quebec.json"


def cible(forme="au_moins", bas=None, haut=None, **champs):
    return CibleVue(forme, None if bas is None else D(bas), None if haut is None else D(haut), **champs)


def dit(cible, valeur=None, *, motif="", sans_objet=False, **regles):
    mesure = MesureVue(None if valeur is None else D(valeur), motif, sans_objet)
    return statut(cible, mesure, exercice=2025, **regles)


@pytest.mark.parametrize(
    ("forme", "bas", "haut", "valeur", "attendu"),
    [
        ("au_moins", "45", None, "45", True),
        ("au_moins", "45", None, "44.999999999", False),
        ("au_plus", None, "10", "10", True),
        ("au_plus", None, "10", "10.000000001", False),
        ("exacte", "5", None, "5", True),
        ("exacte", "5", None, "6", True),
        ("exacte", "5", None, "4", False),
        ("plage", "3", "5", "3", True),
        ("plage", "3", "5", "5", True),
        ("plage", "3", "5", "5.1", False),
        ("plage", "3", "5", "2.9", False),
    ],
)
def test_chaque_forme_de_cible_a_sa_comparaison(forme, bas, haut, valeur, attendu):
    assert atteint(cible(forme, bas, haut), D(valeur), strict=False) is attendu
    assert dit(cible(forme, bas, haut), valeur) == ("atteinte" if attendu else "non_atteinte", "")


def test_une_cible_exacte_stricte_ne_vaut_que_pour_elle_meme_a_la_tolerance_pres():
    assert dit(cible("exacte", 5), "6", strict=True)[0] == "non_atteinte"
    assert dit(cible("exacte", 5), "5", strict=True)[0] == "atteinte"
    assert dit(cible("exacte", 5), "6", strict=True, tolerance=D(1))[0] == "atteinte"
    assert dit(cible("exacte", 5), "4", strict=True, tolerance=D(1))[0] == "atteinte"


@pytest.mark.parametrize(
    ("forme", "bas", "haut", "valeur"),
    [("au_moins", 10, None, "9.5"), ("au_plus", None, 10, "10.5"), ("plage", 3, 10, "2.5"), ("plage", 3, 10, "10.5")],
)
def test_la_tolerance_ouvre_la_cible_du_bon_cote(forme, bas, haut, valeur):
    assert dit(cible(forme, bas, haut), valeur)[0] == "non_atteinte"
    assert dit(cible(forme, bas, haut), valeur, tolerance=D("0.5"))[0] == "atteinte"


def test_sans_cible_le_statut_est_sans_objet_ou_a_venir_si_une_suit():
    assert dit(None, "5") == ("sans_objet", "")
    assert dit(None, "5", cible_future=True) == ("a_venir", "")


def test_une_echeance_apres_l_exercice_est_a_venir_et_le_jour_meme_est_due():
    assert dit(cible(bas=1, echeance=date(2026, 4, 1)), "5")[0] == "a_venir"
    assert dit(cible(bas=1, echeance=date(2026, 3, 31)), "5")[0] == "atteinte"


@pytest.mark.parametrize("motif", ["non_saisi", "source_retardee", "non_mesure", "confidentiel"])
def test_un_resultat_absent_dit_pourquoi(motif):
    assert dit(cible(bas=1), motif=motif) == ("non_disponible", motif)


def test_sans_mesure_le_resultat_n_est_pas_saisi():
    assert statut(cible(bas=1), None, exercice=2025) == ("non_disponible", "non_saisi")


def test_une_mesure_sans_objet_l_emporte_sur_la_cible():
    assert dit(cible(bas=1), sans_objet=True) == ("sans_objet", "")
    assert dit(None, sans_objet=True, cible_future=True) == ("sans_objet", "")


@pytest.mark.parametrize("forme", ["jalon", "texte"])
def test_un_jalon_est_juge_par_une_personne_sans_resultat_chiffre(forme):
    assert statut(cible(forme, jugee_atteinte=True), None, exercice=2025) == ("atteinte", "")
    assert statut(cible(forme, jugee_atteinte=False), None, exercice=2025) == ("non_atteinte", "")
    assert statut(cible(forme), None, exercice=2025) == ("non_disponible", "non_saisi")
    assert progression(None, cible(forme, jugee_atteinte=True), None, "hausse") == Progression(D(100))
    assert progression(None, cible(forme), None, "hausse") == Progression(None, "non_jugee")


@pytest.mark.parametrize(
    ("forme", "champs"), [("au_moins", {}), ("au_plus", {"bas": 1}), ("plage", {"bas": 1}), ("exacte", {"haut": 1})]
)
def test_une_cible_sans_sa_valeur_est_une_erreur(forme, champs):
    with pytest.raises(ValueError, match="a besoin de sa valeur"):
        atteint(cible(forme, **champs), D(1), strict=False)


def test_la_verification_publiee_de_la_progression():
    assert chemin_parcouru(D(165), D(184), D(169), "hausse") == D("21.052631578947")


@pytest.mark.parametrize(
    ("sens", "depart", "seuil", "resultat", "attendu"),
    [
        ("hausse", 0, 10, 5, "50"), ("hausse", 0, 10, 12, "100"), ("hausse", 0, 10, -3, "0"),
        ("hausse", 10, 10, 10, "100"), ("hausse", 12, 10, 11, "100"), ("hausse", 12, 10, 9, "0"),
        ("baisse", 10, 0, 5, "50"), ("baisse", 10, 0, -1, "100"), ("baisse", 10, 0, 11, "0"),
        ("baisse", 5, 10, 8, "100"), ("baisse", 5, 10, 11, "0"), ("hausse", -10, -4, -8, "33.333333333333"),
    ],
)  # fmt: skip
def test_la_progression_va_du_depart_a_la_cible(sens, depart, seuil, resultat, attendu):
    forme = cible("au_plus", haut=seuil) if sens == "baisse" else cible(bas=seuil)
    assert progression(D(depart), forme, D(resultat), sens) == Progression(D(attendu))


def test_la_progression_absente_dit_sa_raison():
    assert progression(None, cible(bas=5), D(1), "hausse") == Progression(None, "sans_depart")
    assert progression(D(0), cible(bas=5), None, "hausse") == Progression(None, "sans_resultat")
    assert progression(D(0), cible("plage", 3, 5), D(1), "hausse") == Progression(None, "sans_cible")


def test_le_maintien_et_la_plage_sont_tout_ou_rien_et_sans_depart():
    assert progression(None, cible("plage", 3, 5), D(4), "plage") == Progression(D(100))
    assert progression(None, cible("plage", 3, 5), D(6), "plage") == Progression(D(0))
    assert progression(None, cible("exacte", 5), D(6), "maintien", strict=True) == Progression(D(0))
    assert progression(None, cible("exacte", 5), D(6), "maintien", strict=True, tolerance=D(1)) == Progression(D(100))


def test_la_tolerance_change_le_statut_et_jamais_la_progression():
    assert dit(cible(bas=10), "9", tolerance=D(1))[0] == "atteinte"
    assert progression(D(0), cible(bas=10), D(9), "hausse", tolerance=D(1)) == Progression(D(90))


def test_un_sens_sans_chemin_est_une_erreur():
    with pytest.raises(ValueError, match="sens"):
        chemin_parcouru(D(0), D(1), D(1), "plage")


petits = st.decimals(-1000, 1000, places=3)


@given(petits, petits, petits)
def test_la_baisse_est_le_miroir_de_la_hausse(depart, seuil, resultat):
    assert chemin_parcouru(-depart, -seuil, -resultat, "baisse") == chemin_parcouru(depart, seuil, resultat, "hausse")


@given(petits, petits, petits, petits)
def test_la_progression_est_bornee_et_ne_recule_pas_quand_le_resultat_avance(depart, seuil, un, deux):
    a, b = (chemin_parcouru(depart, seuil, r, "hausse") for r in sorted([un, deux]))
    assert 0 <= a <= b <= 100


@given(petits, petits, petits, st.decimals("0.001", 1000, places=3))
def test_la_progression_ne_depend_pas_de_l_unite(depart, seuil, resultat, facteur):
    assume(depart != seuil)
    egale = chemin_parcouru(depart * facteur, seuil * facteur, resultat * facteur, "hausse")
    assert egale == chemin_parcouru(depart, seuil, resultat, "hausse")


def test_le_pointage_de_2022_vaut_cent_ou_la_progression():
    assert pointage("atteinte", D(90)) == 100
    assert pointage("non_atteinte", D("21.1")) == D("21.1")
    assert pointage("non_atteinte", None) is None
    assert [pointage(s, D(50)) for s in ("a_venir", "non_disponible", "sans_objet")] == [None, None, None]
    assert (taux_atteinte(2, 1), taux_atteinte(0, 0)) == (D("66.666666666667"), None)
    assert (note_moyenne(D(200), 3), note_moyenne(D(0), 0)) == (D("66.666666666667"), None)


def test_une_division_s_arrondit_une_seule_fois_loin_de_zero():
    assert diviser(D(1), D(3)) == D("0.333333333333")
    assert diviser(D("0.000000000001"), D(2)) == D("0.000000000001")
    assert diviser(D("-0.000000000001"), D(2)) == D("-0.000000000001")
    assert diviser(D("0.00000000000099999999999999999999"), D(2)) == D(0)


def test_un_parent_pese_ses_enfants():
    enfants = [Enfant(D(1), D(50)), Enfant(D(3), D(100))]
    assert agreger(enfants) == Agregat(D("87.5"), 2, 2)


def test_un_parent_n_a_pas_de_progression_tant_qu_un_enfant_manque():
    assert agreger([Enfant(D(1), D(50)), Enfant(D(1), None)]) == Agregat(None, 1, 2)


def test_les_poids_se_repartissent_quand_un_enfant_ne_s_applique_pas():
    enfants = [Enfant(D(1), D(50)), Enfant(D(9), None, applicable=False), Enfant(D(0), None)]
    assert agreger(enfants) == Agregat(D(50), 1, 1)
    assert agreger([]) == Agregat(None, 0, 0)
    assert agreger([Enfant(D(0), D(50))]) == Agregat(None, 0, 0)


@given(
    st.lists(st.builds(Enfant, st.decimals(0, 10000, places=4), st.decimals(0, 100, places=12)), min_size=1),
    st.randoms(),
)
def test_l_ordre_des_enfants_ne_change_rien_et_la_moyenne_reste_entre_les_extremes(enfants, hasard):
    total = agreger(enfants)
    melanges = list(enfants)
    hasard.shuffle(melanges)
    assert agreger(melanges) == total
    valeurs = [e.progression for e in enfants if e.poids > 0]
    assert total.progression is None if not valeurs else min(valeurs) <= total.progression <= max(valeurs)


def paires_publiees():
    if not REFERENCE.exists():
        return []
    return json.loads(REFERENCE.read_text(), parse_float=D, parse_int=D)["indicateurs"]


def test_les_paires_publiees_du_quebec_retrouvent_leur_statut_et_leur_pointage():
    if not REFERENCE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{REFERENCE.name} est absent : en intégration continue, les chiffres publiés sont exigés.")
        pytest.skip("shared/donnees/reference-quebec.json est absent de cette copie.")
    paires = paires_publiees()
    compares = pointes = 0
    for paire in paires:
        baisse = paire.get("sens") == "baisse"
        # « Moins de 44 incidents »: a strict bound on a whole number is « au plus 43 ».
        seuil = paire.get("cible", D(43))
        forme = cible("au_plus", haut=seuil) if baisse else cible(bas=seuil)
        verdict, _ = statut(forme, MesureVue(paire["resultat"]), exercice=2022)
        if "atteinte" in paire:
            assert verdict == {"Atteinte": "atteinte", "Non atteinte": "non_atteinte"}[paire["atteinte"]], paire
            compares += 1
        if paire.get("pointage") is not None:
            depart = paire.get("point_de_depart")
            avance = progression(depart, forme, paire["resultat"], "baisse" if baisse else "hausse").valeur
            assert round(pointage(verdict, avance), 1) == paire["pointage"]
            pointes += 1
    assert (len(paires), compares, pointes) == (25, 20, 4)
