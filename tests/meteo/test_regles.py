"""A draft an author and a node, a history that nothing overwrites, who is told."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from ecosysteme.models import Notification
from ecosysteme.services.abonnements import suivre
from ecosysteme.services.fiches import ConflitFiche
from pilotage.models import Meteo
from pilotage.permissions_meteo import Noeud
from pilotage.selectors.gouvernement import ensemble
from pilotage.services import meteo as services
from tests import fabriques
from tests.meteo.conftest import VIDES


def dires(exercice: int):
    return ensemble(None, exercice).dires


def test_deux_personnes_qui_redigent_ne_se_derangent_pas(gestionnaire, coordination, ministere, rediger):
    mien = rediger(gestionnaire, ministere, risques="Pénurie")
    sien = rediger(coordination, ministere, risques="Délai")
    rediger(gestionnaire, ministere, version=mien.version, risques="Pénurie de main-d'œuvre")
    assert Meteo.objects.get(pk=sien.pk).risques == "Délai"
    assert Meteo.objects.brouillons().count() == 2


def test_deux_fenetres_de_la_meme_personne_se_disent_leur_conflit(gestionnaire, ministere, rediger):
    premiere = rediger(gestionnaire, ministere, risques="Un")
    rediger(gestionnaire, ministere, version=premiere.version, risques="Deux")
    for version in (premiere.version, 0):
        with pytest.raises(ConflitFiche) as conflit:
            rediger(gestionnaire, ministere, version=version, risques="Trois")
        assert conflit.value.actuelle.risques == "Deux"


def test_la_synthese_compte_mille_caracteres_en_tout_et_pas_un_de_plus(gestionnaire, ministere, rediger):
    justes = {"risques": "é" * 400, "solutions": "b" * 400, "reussites": "c" * 200}
    version = rediger(gestionnaire, ministere, **justes).version
    with pytest.raises(ValidationError, match="1 000 caractères"):
        rediger(gestionnaire, ministere, version=version, **justes | {"reussites": "c" * 201})
    assert len(Meteo.objects.get().reussites) == 200


def test_sans_ciel_on_ne_publie_pas(gestionnaire, ministere, publier):
    with pytest.raises(ValidationError, match="Choisissez une météo"):
        publier(gestionnaire, ministere, ciel="")
    assert not Meteo.objects.publiees().exists()


def test_une_meteo_publiee_ne_se_modifie_plus_meme_en_sql(gestionnaire, ministere, publier):
    publiee = publier(gestionnaire, ministere)
    with pytest.raises(IntegrityError, match="ne se modifie pas"), transaction.atomic():
        Meteo.objects.filter(pk=publiee.pk).update(risques="Réécrit")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("UPDATE pilotage_meteo SET publiee_le = NULL")


def test_l_historique_garde_tout_et_la_derniere_publiee_est_en_vigueur(gestionnaire, coordination, ministere, publier):
    publier(gestionnaire, ministere, ciel="soleil")
    publier(coordination, ministere, ciel="orage")
    assert list(Meteo.objects.publiees().values_list("ciel", flat=True)) == ["orage", "soleil"]
    assert dires(2025).ciel("organisation", ministere.pk) == "orage"


def test_publier_sur_une_meteo_que_l_on_n_a_pas_lue_est_refuse(gestionnaire, coordination, ministere, rediger, publier):
    mien = rediger(gestionnaire, ministere, ciel="soleil")
    publier(coordination, ministere, ciel="orage")
    noeud = Noeud.de("organisation", ministere)
    with pytest.raises(ConflitFiche) as conflit:
        services.publier_meteo(par=gestionnaire, noeud=noeud, exercice=2025, version_lue=mien.version, precedente_lue=0)
    assert conflit.value.actuelle.ciel == "orage"
    assert Meteo.objects.brouillons().get().auteur == gestionnaire


def test_qui_suit_est_averti_une_fois_sauf_l_auteur_et_les_partenaires(
    gestionnaire, membre_public, membre_prive, ministere, publier
):
    for personne in (gestionnaire, membre_public, membre_prive):
        suivre(par=personne, sujet=f"organisation:{ministere.pk}")
    publiee = publier(gestionnaire, ministere)
    avis = Notification.objects.get()
    assert (avis.personne, avis.cle, avis.type) == (membre_public, f"meteo:{publiee.pk}", "suivi")
    assert avis.url == f"/pilotage/organisations/{ministere.pk}/?exercice=2025"


def test_la_repartition_compte_chaque_noeud_une_fois_a_chaque_hauteur(
    gouvernement, ministere, ailleurs, gestionnaire, objectif, plan, publier
):
    autre = fabriques.objectif(plan)
    fabriques.objectif(fabriques.plan(ministere, etat="brouillon"))
    publier(gestionnaire, objectif, "objectif", ciel="nuage")
    publier(gestionnaire, plan, "plan", ciel="couvert")
    publier(gestionnaire, ministere, ciel="orage")
    dessous = dires(2025).sous(gouvernement.pk)
    assert {g: dict(c) for g, c in dessous.items()} == {
        "organisation": {"orage": 1, "": 1},
        "plan": {"couvert": 1},
        "objectif": {"nuage": 1, "": 1},
    }
    assert "organisation" not in dires(2025).sous(ministere.pk)
    assert autre.pk and dires(2024).sous(gouvernement.pk)["plan"] == {"": 1}


def test_les_dires_du_gouvernement_se_lisent_sans_requete_de_plus(
    gestionnaire, ministere, publier, gouvernement, django_assert_num_queries
):
    publier(gestionnaire, ministere)
    with django_assert_num_queries(3):
        dires(2025)
    for _ in range(12):
        fabriques.objectif(fabriques.plan(fabriques.organisation(parent=gouvernement)))
    with django_assert_num_queries(3):
        dires(2025)


def test_abandonner_un_brouillon_laisse_la_meteo_publiee(gestionnaire, ministere, rediger, publier):
    publiee = publier(gestionnaire, ministere)
    brouillon = rediger(gestionnaire, ministere, ciel="orage")
    services.abandonner_brouillon(par=gestionnaire, brouillon=brouillon)
    assert Meteo.objects.get() == publiee


def test_les_champs_d_un_brouillon_sont_ceux_du_modele():
    assert set(VIDES) == {"ciel", "risques", "solutions", "reussites", "ambition", "deja_fait", "a_faire"}
