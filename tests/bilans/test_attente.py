"""« Calcul en attente » is said where a change has yet to arrive, and nowhere else."""

import pytest

from pilotage import bilans
from pilotage.enums import Niveau
from pilotage.models import CleSale
from pilotage.selectors.attente import LUES_MAX, calcul_en_attente
from tests import fabriques

pytestmark = pytest.mark.django_db


@pytest.fixture
def chaine():
    """An indicator under everything, all computed."""
    gouvernement = fabriques.organisation(type="gouvernement")
    indicateur = fabriques.indicateur(organisation=fabriques.organisation(parent=gouvernement))
    list(bilans.vider())
    return indicateur


def noeuds(indicateur):
    objectif = indicateur.objectif
    plan = objectif.orientation.plan
    return [
        (Niveau.INDICATEUR, indicateur.pk),
        (Niveau.OBJECTIF, objectif.pk),
        (Niveau.ORIENTATION, objectif.orientation_id),
        (Niveau.PLAN, plan.pk),
        (Niveau.ORGANISATION, plan.organisation_id),
        (Niveau.ORGANISATION, plan.organisation.parent_id),
    ]


def test_rien_n_attend_quand_tout_est_calcule(chaine):
    assert calcul_en_attente() == ""
    assert not any(calcul_en_attente(*noeud) for noeud in noeuds(chaine))


def test_un_resultat_fait_attendre_tout_ce_qui_est_au_dessus(chaine):
    fabriques.mesure(chaine)
    assert calcul_en_attente()
    assert all(calcul_en_attente(*noeud) for noeud in noeuds(chaine))
    list(bilans.vider())
    assert not any(calcul_en_attente(*noeud) for noeud in noeuds(chaine))


def test_une_autre_organisation_n_attend_rien(chaine):
    autre = fabriques.indicateur()
    list(bilans.vider())
    fabriques.mesure(chaine)
    assert not any(calcul_en_attente(*noeud) for noeud in noeuds(autre))


def test_un_poids_change_fait_attendre_le_dessus_sans_le_dessous(chaine):
    chaine.objectif.poids = 3
    chaine.objectif.save()
    dessous, *dessus = noeuds(chaine)
    assert all(calcul_en_attente(*noeud) for noeud in dessus)
    assert not calcul_en_attente(*dessous)


def test_au_dela_d_un_seuil_tout_le_monde_attend(chaine):
    CleSale.objects.bulk_create(CleSale(niveau=1, noeud_id=n, exercice=2025) for n in range(10**6, 10**6 + LUES_MAX))
    assert calcul_en_attente(Niveau.OBJECTIF, chaine.objectif_id)


def test_la_reponse_coute_une_requete(chaine, django_assert_num_queries):
    fabriques.mesure(chaine)
    with django_assert_num_queries(1):
        calcul_en_attente(Niveau.ORGANISATION, chaine.organisation_id)
