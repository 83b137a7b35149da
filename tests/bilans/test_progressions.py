"""Progressions: renormalised weights, never a silent partial mean, « n sur m », rounding at display only."""

from datetime import date
from decimal import Decimal

import pytest

from ecosysteme.enums import EtatPlan
from ecosysteme.format import pourcentage
from pilotage.models import Bilan
from tests import fabriques

pytestmark = pytest.mark.django_db


def suivi(objectif, valeur, poids=1, depart=0, **champs):
    """An indicator on its way to 100, at `valeur`."""
    i = fabriques.indicateur(objectif, valeur_depart=depart, poids=poids, **champs)
    fabriques.cible(i, 2025, "100")
    if valeur is not None:
        fabriques.mesure(i, 2025, valeur)
    return i


def lu(bilan):
    return bilan.progression, f"{bilan.progression_n}/{bilan.progression_m}"


def test_169_vers_184_depuis_165_donne_21_1_arrondi_a_l_affichage_seulement(objectif, bilan):
    i = fabriques.indicateur(objectif, valeur_depart=165)
    fabriques.cible(i, 2025, "184")
    fabriques.mesure(i, 2025, "169")
    exacte = bilan(i.organisation.parent).progression
    assert exacte == Decimal("21.052631578947")
    assert pourcentage(exacte) == "21,1\N{NO-BREAK SPACE}%"


def test_le_parent_est_la_moyenne_ponderee_de_ses_enfants(objectif, bilan):
    suivi(objectif, "50", poids=3)
    suivi(objectif, "10", poids=1)
    assert lu(bilan(objectif)) == (40, "2/2")


def test_un_enfant_sans_objet_laisse_son_poids_aux_autres(objectif, bilan):
    suivi(objectif, "50", poids=3)
    ecarte = suivi(objectif, None, poids=97)
    assert lu(bilan(objectif)) == (None, "1/2")
    fabriques.mesure(ecarte, 2025, None, sans_objet=True)
    assert lu(bilan(objectif)) == (50, "1/1")


def test_tant_qu_un_enfant_pondere_manque_le_parent_n_a_pas_de_progression_mais_sa_couverture(objectif, bilan):
    suivi(objectif, "50")
    manquant = suivi(objectif, None)
    suivi(objectif, "20")
    gouvernement = objectif.orientation.plan.organisation.parent
    assert lu(bilan(objectif)) == (None, "2/3")
    assert lu(bilan(gouvernement)) == (None, "0/1")
    fabriques.mesure(manquant, 2025, "20")
    assert lu(bilan(objectif)) == (30, "3/3")
    assert lu(bilan(gouvernement)) == (30, "1/1")


def test_un_enfant_de_poids_nul_ne_bloque_ni_ne_compte(objectif, bilan):
    suivi(objectif, "50")
    suivi(objectif, None, poids=0)
    assert lu(bilan(objectif)) == (50, "1/1")


def test_sans_valeur_de_depart_il_n_y_a_pas_de_progression_et_la_couverture_le_dit(objectif, bilan):
    suivi(objectif, "50")
    sans = suivi(objectif, "100", depart=None)
    assert (bilan(sans).statut, bilan(sans).progression) == ("atteinte", None)
    assert lu(bilan(objectif)) == (None, "1/2")
    assert bilan(objectif).pointage_n == 2  # a met target scores 100 all the same


def test_un_enfant_a_venir_sans_resultat_n_est_pas_attendu(objectif, bilan):
    suivi(objectif, "50")
    futur = fabriques.indicateur(objectif, valeur_depart=0)
    fabriques.cible(futur, 2025, "10", echeance=date(2028, 3, 31))
    assert lu(bilan(objectif)) == (50, "1/1")


def test_les_chiffres_restent_exacts_jusqu_au_gouvernement(objectif, bilan):
    for valeur in ("10", "10", "11"):
        suivi(objectif, valeur)
    assert bilan(objectif.orientation.plan.organisation.parent).progression == Decimal("10.333333333333")


def test_un_plan_en_brouillon_se_lit_mais_ne_pese_sur_rien_au_dessus(ministere, bilan):
    plan = fabriques.plan(ministere, debut=2025, fin=2025, etat=EtatPlan.BROUILLON)
    suivi(fabriques.objectif(plan), "50")
    assert lu(bilan(plan)) == (50, "1/1")
    assert bilan(ministere) is None
    plan.etat = EtatPlan.PUBLIE
    plan.save()
    assert lu(bilan(ministere)) == (50, "1/1")
    plan.etat = EtatPlan.BROUILLON
    plan.save()
    assert bilan(ministere) is None and bilan(ministere.parent) is None


def test_un_organisme_deplace_emporte_ses_chiffres(gouvernement, bilan):
    depart, arrivee = (fabriques.organisation(parent=gouvernement, type="portefeuille") for _ in range(2))
    organisme = fabriques.organisation(parent=depart)
    suivi(fabriques.objectif(fabriques.plan(organisme, debut=2025, fin=2025)), "50")
    assert bilan(depart).progression == 50 and bilan(arrivee) is None
    organisme.parent = arrivee
    organisme.save()
    assert bilan(depart) is None and bilan(arrivee).progression == 50
    assert bilan(gouvernement).nb_non_atteinte == 1


def test_deux_organisations_fusionnees_n_en_font_qu_une(gouvernement, bilan):
    partante, restante = (fabriques.organisation(parent=gouvernement) for _ in range(2))
    for organisation, valeur in ((partante, "20"), (restante, "40")):
        suivi(fabriques.objectif(fabriques.plan(organisation, debut=2025, fin=2025)), valeur)
    partante.plans.update(organisation=restante)
    partante.fusionnee_dans, partante.fin = restante, date(2025, 12, 31)
    partante.save()
    assert bilan(partante) is None
    assert lu(bilan(restante)) == (30, "2/2")
    assert lu(bilan(gouvernement)) == (30, "1/1")


def test_un_plan_prolonge_attend_des_resultats_une_annee_de_plus(objectif, bilan):
    i = suivi(objectif, "50")
    plan = objectif.orientation.plan
    assert bilan(i, 2026) is None
    plan.exercice_fin = 2026
    plan.save()
    assert bilan(i, 2026) is not None and bilan(plan.organisation.parent, 2026) is not None
    plan.exercice_fin = 2025
    plan.save()
    assert bilan(i, 2026) is None and bilan(plan.organisation.parent, 2026) is None


def test_un_indicateur_supprime_ne_laisse_rien(objectif, bilan):
    reste, part = suivi(objectif, "50"), suivi(objectif, "10")
    pk = part.pk
    assert bilan(objectif).progression == 30
    part.delete()
    assert lu(bilan(objectif)) == (50, "1/1")
    assert not Bilan.objects.filter(niveau=1, noeud_id=pk).exists()
    reste.delete()
    assert bilan(objectif) is None
    assert not Bilan.objects.exists()


def test_changer_un_texte_ne_recalcule_rien(objectif, bilan):
    i = suivi(objectif, "50")
    avant = bilan(i).calcule_le
    i.definition = "Précisée"
    i.save()
    assert bilan(i).calcule_le == avant
