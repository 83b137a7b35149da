"""Sheets, targets and plans change under the version that was read, with a note once the plan is published."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from ecosysteme.enums import EtatPlan, FormeCible, Sens
from ecosysteme.models import Cible, Indicateur
from ecosysteme.services import cibles, fiches, plans
from ecosysteme.services._versions import ConflitFiche
from pilotage.models import CleSale
from tests import fabriques

pytestmark = pytest.mark.django_db


@pytest.fixture
def auteur():
    return fabriques.personne(prenom="Dominique", nom="Exemple")


@pytest.fixture
def publie():
    return fabriques.indicateur(nom="Délai moyen", sens=Sens.BAISSE)


@pytest.fixture
def brouillon():
    plan = fabriques.plan(fabriques.organisation(), etat=EtatPlan.BROUILLON)
    return fabriques.indicateur(fabriques.objectif(plan))


def _cible(valeur="80", **plus):
    return {
        "exercice": 2025,
        "forme": FormeCible.AU_MOINS,
        "valeur_min": Decimal(valeur),
        "echeance": date(2026, 3, 31),
        **plus,
    }


def test_un_brouillon_change_sans_note(auteur, brouillon):
    apres = fiches.modifier_fiche(par=auteur, indicateur=brouillon, champs={"nom": "Autre nom"}, version_lue=1)
    assert (apres.nom, apres.version, apres.note_changement) == ("Autre nom", 2, "")


def test_un_plan_publie_exige_une_note_et_garde_l_ancienne_valeur(auteur, publie):
    with pytest.raises(ValidationError, match="Ce plan est publié"):
        fiches.modifier_fiche(par=auteur, indicateur=publie, champs={"unite": "jours"}, version_lue=1, note="  ")
    fiches.modifier_fiche(par=auteur, indicateur=publie, champs={"unite": "jours"}, version_lue=1, note="Unité fautive")
    publie.refresh_from_db()
    assert (publie.unite, publie.version, publie.note_changement) == ("jours", 2, "Unité fautive")
    avant = publie.events.filter(pgh_label="update").get()
    assert avant.unite == "%"
    assert avant.pgh_context.metadata["note"] == "Unité fautive"
    assert avant.pgh_context.metadata["par"] == auteur.pk


def test_ecrire_la_meme_chose_ne_change_rien(auteur, publie):
    CleSale.objects.all().delete()
    apres = fiches.modifier_fiche(par=auteur, indicateur=publie, champs={"nom": "Délai moyen"}, version_lue=1)
    assert apres.version == 1
    assert not CleSale.objects.exists()


def test_le_second_redacteur_voit_ce_que_le_premier_a_ecrit(auteur, publie):
    fiches.modifier_fiche(par=auteur, indicateur=publie, champs={"nom": "Premier"}, version_lue=1, note="n")
    with pytest.raises(ConflitFiche) as conflit:
        fiches.modifier_fiche(par=auteur, indicateur=publie, champs={"nom": "Second"}, version_lue=1, note="n")
    assert conflit.value.actuelle.nom == "Premier"
    assert Indicateur.objects.get(pk=publie.pk).nom == "Premier"


def test_une_contrainte_refuse_en_francais(auteur, publie):
    with pytest.raises(ValidationError, match="tolérance ne peut être négative"):
        fiches.modifier_fiche(par=auteur, indicateur=publie, champs={"tolerance": Decimal(-1)}, version_lue=1, note="n")
    autre = fabriques.indicateur(publie.objectif, code="A1")
    with pytest.raises(ValidationError, match="déjà un indicateur de ce code"):
        fiches.creer_fiche(
            par=auteur,
            objectif=publie.objectif,
            champs={"code": autre.code, "nom": "Copie", "sens": Sens.HAUSSE, "organisation": publie.organisation},
            note="n",
        )


def test_une_cible_se_fixe_se_change_et_se_retire_avec_sa_note(auteur, publie):
    with pytest.raises(ValidationError, match="Ce plan est publié"):
        cibles.creer_cible(par=auteur, indicateur=publie, champs=_cible())
    cible = cibles.creer_cible(par=auteur, indicateur=publie, champs=_cible(), note="Première cible")
    with pytest.raises(ConflitFiche):
        cibles.creer_cible(par=auteur, indicateur=publie, champs=_cible("90"), note="Doublon")
    apres = cibles.modifier_cible(
        par=auteur, cible=cible, champs={"valeur_min": Decimal(70)}, version_lue=1, note="Réaliste"
    )
    assert (apres.valeur_min, apres.version, apres.note_changement) == (70, 2, "Réaliste")
    with pytest.raises(ConflitFiche):
        cibles.retirer_cible(par=auteur, cible=cible, version_lue=1, note="Trop tard")
    cibles.retirer_cible(par=auteur, cible=cible, version_lue=2, note="Abandonnée")
    assert not Cible.objects.exists()
    assert CleSale.objects.filter(niveau=1, noeud_id=publie.pk, exercice=2025).exists()


def test_une_cible_chiffree_sans_nombre_est_refusee(auteur, brouillon):
    with pytest.raises(ValidationError, match="Une cible chiffrée a besoin de sa valeur"):
        cibles.creer_cible(par=auteur, indicateur=brouillon, champs=_cible() | {"valeur_min": None})


def test_juger_un_jalon_ne_demande_pas_de_note(auteur, publie):
    jalon = _cible() | {"forme": FormeCible.JALON, "valeur_min": None, "texte": "Guide publié"}
    cible = cibles.creer_cible(par=auteur, indicateur=publie, champs=jalon, note="Jalon du plan")
    juge = cibles.modifier_cible(par=auteur, cible=cible, champs={"jugee_atteinte": True}, version_lue=1)
    assert (juge.jugee_atteinte, juge.version, juge.note_changement) == (True, 2, "Jalon du plan")


def test_un_plan_nait_brouillon_se_structure_se_publie_une_seule_fois(auteur):
    organisation = fabriques.organisation()
    champs = {"titre": "Plan d'essai", "exercice_debut": 2025, "exercice_fin": 2028}
    plan = plans.creer_plan(par=auteur, organisation=organisation, champs=champs)
    orientation = plans.creer_orientation(par=auteur, plan=plan, champs={"numero": "1", "titre": "Servir"})
    objectif = plans.creer_objectif(par=auteur, orientation=orientation, champs={"numero": "1.1", "titre": "Mieux"})
    publie = plans.publier_plan(par=auteur, plan=plan, version_lue=1)
    assert (plan.etat, publie.etat, publie.version) == (EtatPlan.BROUILLON, EtatPlan.PUBLIE, 2)
    with pytest.raises(ValidationError, match="déjà publié"):
        plans.publier_plan(par=auteur, plan=plan, version_lue=2)
    objectif = type(objectif).objects.get(pk=objectif.pk)
    with pytest.raises(ValidationError, match="Ce plan est publié"):
        plans.modifier_noeud(par=auteur, noeud=objectif, champs={"titre": "Bien"}, lus={"titre": "Mieux"})
    plans.modifier_noeud(par=auteur, noeud=objectif, champs={"titre": "Bien"}, lus={"titre": "Mieux"}, note="Style")
    with pytest.raises(ConflitFiche):
        plans.modifier_noeud(par=auteur, noeud=objectif, champs={"titre": "Fin"}, lus={"titre": "Mieux"}, note="Style")


def test_les_exercices_d_un_plan_restent_dans_l_ordre(auteur):
    with pytest.raises(ValidationError, match="ne peut précéder le premier"):
        plans.creer_plan(
            par=auteur,
            organisation=fabriques.organisation(),
            champs={"titre": "À l'envers", "exercice_debut": 2028, "exercice_fin": 2025},
        )
