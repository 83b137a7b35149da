"""« Comment est-ce calculé? »: what is told is what is computed."""

from datetime import date
from decimal import Decimal

from pilotage.explications import expliquer_agregat, expliquer_progression, expliquer_statut
from pilotage.notation import CibleVue, Enfant, MesureVue

D = Decimal
N = "\u00a0"


def test_une_progression_se_refait_a_la_main():
    lignes = dict(expliquer_progression(D(165), CibleVue("au_moins", D(184)), D(169), "hausse", unite="ponts"))
    assert lignes == {
        "Valeur de départ": f"165{N}ponts",
        "Cible": f"au moins 184{N}ponts",
        "Résultat": f"169{N}ponts",
        "Formule": "100 × (169 − 165) ÷ (184 − 165)",
        "Progression": f"21,1{N}%",
    }


def test_une_progression_bornee_ou_deja_satisfaite_le_dit():
    assert "bornée" in dict(expliquer_progression(D(0), CibleVue("au_moins", D(1)), D(3), "hausse"))["Formule"]
    assert "satisfait déjà" in dict(expliquer_progression(D(9), CibleVue("au_moins", D(1)), D(3), "hausse"))["Formule"]
    assert "100 si" in dict(expliquer_progression(None, CibleVue("plage", D(1), D(4)), D(3), "plage"))["Formule"]


def test_une_progression_absente_dit_pourquoi():
    lignes = dict(expliquer_progression(None, CibleVue("au_moins", D(1)), D(3), "hausse"))
    assert lignes["Progression"] == "Aucune progression sans valeur de départ."
    assert "Formule" not in lignes


def test_une_cible_atteinte_par_tolerance_est_annoncee():
    lignes = dict(expliquer_progression(D(0), CibleVue("au_moins", D(10)), D(9), "hausse", tolerance=D(1)))
    assert "tolérance" in lignes["Note"]


def test_un_statut_montre_la_regle_et_la_tolerance():
    lignes = dict(expliquer_statut(CibleVue("au_moins", D(10)), MesureVue(D(9)), exercice=2025, tolerance=D(1)))
    assert lignes == {
        "Exercice": "2025-2026",
        "Cible": "au moins 10",
        "Résultat": "9",
        "Tolérance": "1",
        "Règle": "résultat ≥ 9",
        "Statut": "Atteinte",
    }


def test_un_statut_sans_resultat_ou_a_venir_dit_pourquoi():
    manque = dict(expliquer_statut(CibleVue("au_plus", None, D(3)), None, exercice=2025))
    assert manque["Statut"] == "Non disponible : résultat pas encore saisi"
    plus_tard = CibleVue("plage", D(3), D(5), echeance=date(2027, 3, 31))
    lignes = dict(expliquer_statut(plus_tard, MesureVue(sans_objet=False, motif_absence="non_mesure"), exercice=2025))
    assert (lignes["Cible"], lignes["Statut"]) == ("entre 3 et 5", "À venir")
    assert f"31{N}mars{N}2026" in lignes["Règle"]
    assert dict(expliquer_statut(None, None, exercice=2025, cible_future=True))["Cible"] == "à un exercice ultérieur"


def test_un_agregat_montre_chaque_poids_et_la_couverture():
    lignes = expliquer_agregat(
        [("A", Enfant(D(1), D(50))), ("B", Enfant(D(3), D(100))), ("C", Enfant(D(1), None, False))]
    )
    assert lignes[0] == ("A", f"50,0{N}% (poids 1)")
    assert lignes[2] == ("C", "ne s'applique pas : son poids est réparti")
    assert lignes[3:] == [
        ("Couverture", "2 sur 2"),
        ("Formule", "(1 × 50,0 + 3 × 100,0) ÷ 4"),
        ("Progression pondérée", f"87,5{N}%"),
    ]


def test_un_agregat_incomplet_ne_donne_pas_de_moyenne_partielle():
    lignes = dict(expliquer_agregat([("A", Enfant(D(1), D(50))), ("B", Enfant(D(3), None)), ("Z", Enfant(D(0), None))]))
    assert lignes["Couverture"] == "1 sur 2"
    assert lignes["Progression pondérée"] == "aucune tant qu'il en manque 1"
