"""The statut of an indicator: missing, not applicable and not yet due are three different things everywhere."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ecosysteme.enums import MotifAbsence
from tests import fabriques

pytestmark = pytest.mark.django_db

COMPTES = ("nb_atteinte", "nb_non_atteinte", "nb_a_venir", "nb_non_disponible", "nb_sans_objet")


@pytest.fixture
def indicateur(objectif):
    i = fabriques.indicateur(objectif, valeur_depart=0)
    fabriques.cible(i, 2025, "100")
    return i


def comptes(bilan):
    return {nom.removeprefix("nb_"): n for nom in COMPTES if (n := getattr(bilan, nom))}


@pytest.mark.parametrize(("valeur", "statut"), [("100", "atteinte"), ("99.999999999", "non_atteinte")])
def test_une_cible_echue_est_atteinte_ou_non(indicateur, bilan, valeur, statut):
    fabriques.mesure(indicateur, 2025, valeur)
    assert bilan(indicateur).statut == statut
    assert comptes(bilan(indicateur.organisation.parent)) == {statut: 1}


@pytest.mark.parametrize("motif", MotifAbsence)
def test_sans_resultat_le_motif_code_est_dit(indicateur, bilan, motif):
    fabriques.mesure(indicateur, 2025, None, motif_absence=motif)
    b = bilan(indicateur)
    assert (b.statut, b.motif, b.progression, b.progression_m) == ("non_disponible", motif, None, 1)


def test_sans_aucune_ligne_le_resultat_n_est_pas_saisi(indicateur, bilan):
    assert (bilan(indicateur).statut, bilan(indicateur).motif) == ("non_disponible", "non_saisi")


def test_sans_objet_est_dit_par_une_personne_et_ne_compte_pas(indicateur, bilan):
    fabriques.mesure(indicateur, 2025, None, sans_objet=True)
    b = bilan(indicateur)
    assert (b.statut, b.motif, b.progression_m) == ("sans_objet", "", 0)
    assert comptes(bilan(indicateur.objectif)) == {"sans_objet": 1}
    assert (bilan(indicateur.objectif).progression, bilan(indicateur.objectif).progression_m) == (None, 0)


def test_une_cible_qui_echoit_plus_tard_est_a_venir_et_montre_deja_le_chemin_fait(indicateur, bilan):
    indicateur.cibles.update(echeance=date(2027, 3, 31))
    assert (bilan(indicateur).statut, bilan(indicateur).progression_m) == ("a_venir", 0)
    fabriques.mesure(indicateur, 2025, "25")
    b = bilan(indicateur)
    assert (b.statut, b.progression, b.progression_m, b.pointage_n) == ("a_venir", 25, 1, 0)


def test_une_annee_sans_cible_est_a_venir_si_une_annee_suivante_en_a_une_sinon_sans_objet(objectif, bilan):
    i = fabriques.indicateur(objectif)
    assert bilan(i).statut == "sans_objet"
    cible = fabriques.cible(i, 2027, "5")
    assert bilan(i).statut == "a_venir"
    cible.delete()
    assert bilan(i).statut == "sans_objet"


def test_les_trois_absences_se_comptent_a_part_jusqu_au_gouvernement(objectif, bilan):
    manquant, ecarte, futur = (fabriques.indicateur(objectif) for _ in range(3))
    fabriques.cible(manquant, 2025, "1")
    fabriques.cible(ecarte, 2025, "1")
    fabriques.mesure(ecarte, 2025, None, sans_objet=True)
    fabriques.cible(futur, 2025, "1", echeance=date(2028, 3, 31))
    gouvernement = objectif.orientation.plan.organisation.parent
    assert comptes(bilan(gouvernement)) == {"non_disponible": 1, "sans_objet": 1, "a_venir": 1}


@pytest.mark.parametrize(
    ("jugee", "statut", "progression"),
    [(True, "atteinte", 100), (False, "non_atteinte", 0), (None, "non_disponible", None)],
)
@pytest.mark.parametrize("forme", ["jalon", "texte"])
def test_un_jalon_et_un_texte_sont_juges_par_une_personne(objectif, bilan, forme, jugee, statut, progression):
    i = fabriques.indicateur(objectif)
    fabriques.cible(i, 2025, None, forme=forme, texte="Déposer le bilan", jugee_atteinte=jugee)
    fabriques.mesure(i, 2025, "3")
    assert (bilan(i).statut, bilan(i).progression) == (statut, progression)


def test_le_statut_ne_depend_pas_du_jour_ou_l_on_regarde(indicateur, bilan):
    indicateur.cibles.update(echeance=date(2026, 3, 31))
    vus = set()
    for jour in ("2025-04-01", "2026-03-31", "2026-04-01", "2031-01-01"):
        with time_machine.travel(f"{jour}T12:00:00-04:00", tick=False):
            indicateur.cibles.update(version=len(vus) + 2)
            vus.add((bilan(indicateur).statut, bilan(indicateur).motif))
    assert vus == {("non_disponible", "non_saisi")}


def test_une_mesure_provisoire_rend_provisoire_tout_ce_qui_est_au_dessus(indicateur, bilan):
    mesure = fabriques.mesure(indicateur, 2025, "50", etat="provisoire")
    assert bilan(indicateur).provisoire and bilan(indicateur.organisation.parent).provisoire
    mesure.etat = "validee"
    mesure.save()
    assert not bilan(indicateur).provisoire and not bilan(indicateur.organisation.parent).provisoire


def test_un_territoire_a_son_bilan_a_part(indicateur, bilan):
    fabriques.cible(indicateur, 2025, "10", territoire="03")
    fabriques.mesure(indicateur, 2025, "10", territoire="03")
    gouvernement = indicateur.organisation.parent
    assert comptes(bilan(gouvernement, territoire="03")) == {"atteinte": 1}
    assert comptes(bilan(gouvernement)) == {"non_disponible": 1}
    assert bilan(gouvernement, territoire="06") is None


def test_un_indicateur_cumulatif_se_juge_comme_un_autre(indicateur, bilan):
    fabriques.mesure(indicateur, 2025, "40")
    avant = bilan(indicateur)
    indicateur.cumulatif = True
    indicateur.save()
    apres = bilan(indicateur)
    assert (apres.statut, apres.progression) == (avant.statut, avant.progression) == ("non_atteinte", 40)


def test_des_indicateurs_ne_dependent_pas_les_uns_des_autres_en_rond(objectif):
    premier = fabriques.indicateur(objectif)
    second = fabriques.indicateur(objectif, parent=premier)
    premier.parent = second
    with pytest.raises(IntegrityError, match="qui dépend de lui"), transaction.atomic():
        premier.save()
    premier.refresh_from_db()
    assert premier.parent is None


def test_une_somme_demesuree_n_arrete_pas_les_calculs(objectif, bilan):
    pere = fabriques.indicateur(objectif, agregation_organisations="somme")
    grand = Decimal(10) ** 15 - 1
    for _ in range(2):
        fils = fabriques.indicateur(objectif, parent=pere, agregation_temps="somme", frequence="annuelle")
        jours = [date(2025, 4, 1).replace(month=4 + n // 28, day=1 + n % 28) for n in range(200)]
        for jour in jours:
            fabriques.mesure(fils, debut=jour, fin=jour, valeur=grand)
    assert bilan(pere).resultat == 400 * grand
    for _ in range(3):
        fils = fabriques.indicateur(objectif, parent=pere, agregation_organisations="somme")
        for enfant in objectif.indicateurs.filter(agregation_organisations="saisie", parent=pere)[:2]:
            enfant.parent = fils
            enfant.save()
    assert bilan(pere) is not None
