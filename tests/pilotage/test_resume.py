"""The readings of a bilan in words: never a score without its method, its coverage and the year before."""

from datetime import date
from decimal import Decimal

from pilotage.enums import Niveau
from pilotage.models import Bilan
from pilotage.selectors.resume import resumer


def _bilan(**champs) -> Bilan:
    defauts = {"niveau": Niveau.ORGANISATION, "noeud_id": 1, "exercice": 2025, "pointage_somme": Decimal(0)}
    return Bilan(**{**defauts, **champs})


def test_un_resume_dit_taux_pointage_et_progression_avec_leur_couverture():
    bilan = _bilan(nb_atteinte=6, nb_non_atteinte=4, nb_non_disponible=2, nb_a_venir=3, pointage_somme=Decimal("725.5"),
                   pointage_n=9, progression=Decimal("47.05"), progression_n=3, progression_m=3)  # fmt: skip
    avant = _bilan(nb_atteinte=5, nb_non_atteinte=5, exercice=2024)
    resume = resumer(bilan, avant, exercice=2025)
    assert (resume.taux.valeur, resume.taux.texte) == ("60,0", "60,0\u00a0%")
    assert resume.taux.couverture == "10 sur 12 cibles échues"
    assert (resume.taux.ecart, resume.taux.precedent) == ("+10,0\u00a0points", "50,0\u00a0% en 2024-2025")
    assert (resume.note.valeur, resume.note.couverture) == ("80,6", "9 sur 12 cibles échues")
    assert resume.note.methode == "SCT 2022"
    assert (resume.progression.valeur, resume.progression.couverture) == ("47,1", "3 sur 3 plans et organisations")
    assert resume.total == 15


def test_sans_bilan_rien_n_est_invente():
    resume = resumer(None, None, exercice=2025)
    assert not resume.existe
    assert [lecture.valeur for lecture in (resume.taux, resume.note, resume.progression)] == ["–", "–", "–"]
    assert resume.taux.tuile()["unite"] == ""
    assert resume.taux.precedent == "Rien à comparer en 2024-2025"


def test_une_progression_incomplete_dit_ce_qui_manque():
    resume = resumer(_bilan(progression_n=3, progression_m=5), exercice=2025, niveau=Niveau.PLAN)
    assert resume.progression.valeur == "–"
    assert resume.progression.couverture == "3 sur 5 orientations"
    assert resume.progression.precedent == "Pas de moyenne tant qu'il en manque 2"


def test_un_petit_ecart_reste_au_singulier_et_garde_son_signe():
    lue = resumer(_bilan(progression=Decimal("47")), _bilan(progression=Decimal("48.4")), exercice=2025).progression
    assert lue.ecart == "−1,4\u00a0point"


def test_un_indicateur_dit_son_statut_son_motif_et_sa_fraicheur():
    bilan = _bilan(niveau=Niveau.INDICATEUR, statut="non_disponible", motif="confidentiel", provisoire=True,
                   nb_non_disponible=1, derniere_mesure=date(2025, 3, 1))  # fmt: skip
    resume = resumer(bilan, exercice=2025, niveau=Niveau.INDICATEUR)
    assert (resume.statut_libelle, resume.motif) == ("Non disponible", "Confidentiel ou trop petit nombre")
    assert resume.provisoire
    assert resume.derniere_mesure == "1er\u00a0mars\u00a02025"


def test_les_tuiles_portent_tout_ce_que_le_composant_exige():
    for tuile in resumer(_bilan(nb_atteinte=1), exercice=2025).tuiles(url_methode="/pilotage/methode/"):
        assert tuile["methode"]
        assert "sur" in tuile["couverture"]
        assert tuile["url_methode"] == "/pilotage/methode/"
