"""Plans from the pages: a draft is created, structured, read again, published once; then each change says why."""

import pytest
from django.urls import reverse

from ecosysteme.enums import EtatPlan
from ecosysteme.models import Objectif, Orientation, PlanStrategique
from pilotage.models import Bilan
from tests.fiches.test_edition import champs_de, envoyer

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_de, gestionnaire):
    return client_de(gestionnaire)


def adresse(nom, *pk):
    return reverse(f"pilotage:{nom}", args=pk)


def test_un_plan_se_cree_se_structure_et_se_publie(client, ministere, calculer):
    reponse = envoyer(
        client, adresse("plan_ajouter", ministere.pk), titre="Plan neuf", exercice_debut="2025", exercice_fin="2026"
    )
    plan = PlanStrategique.objects.get(titre="Plan neuf")
    assert reponse.url == adresse("plan", plan.pk)
    assert "Un plan encore vide" in client.get(reponse.url).content.decode()
    envoyer(client, adresse("orientation_ajouter", plan.pk), numero="1", titre="Servir")
    orientation = Orientation.objects.get(plan=plan)
    reponse = envoyer(client, adresse("objectif_ajouter", orientation.pk), numero="1.1", titre="Mieux")
    objectif = Objectif.objects.get(orientation=orientation)
    assert reponse.url == adresse("objectif", objectif.pk)
    envoyer(client, adresse("indicateur_ajouter", objectif.pk), code="1.1.1", nom="Satisfaction", sens="hausse")
    acte = client.get(adresse("plan_publier", plan.pk)).content.decode()
    assert "Publier «\u00a0Plan neuf\u00a0»\u202f?" in acte
    assert "Aucune cible." in acte
    client.post(adresse("plan_publier", plan.pk), {"version": "1"})
    plan.refresh_from_db()
    assert (plan.etat, plan.version) == (EtatPlan.PUBLIE, 2)
    client.post(adresse("plan_publier", plan.pk), {"version": "2"})
    plan.refresh_from_db()
    assert plan.version == 2
    calculer()
    assert Bilan.objects.filter(niveau=5, noeud_id=ministere.pk, exercice=2025).exists()


def test_un_plan_publie_demande_une_note(client, tout, plan):
    url = adresse("plan_modifier", plan.pk)
    assert envoyer(client, url, titre="Autre titre").status_code == 422
    assert envoyer(client, url, titre="Autre titre", note_changement="Décret").status_code == 302
    lu = client.get(adresse("plan", plan.pk)).content.decode()
    assert "Note de changement du plan\u00a0:</strong> Décret" in lu
    assert "Plan des Essais" in lu


def test_des_exercices_a_l_envers_sont_refuses(client, ministere):
    url = adresse("plan_ajouter", ministere.pk)
    reponse = envoyer(client, url, titre="Plan", exercice_debut="2026", exercice_fin="2025")
    assert reponse.status_code == 422
    assert "ne peut précéder le premier" in reponse.content.decode()


@pytest.mark.parametrize("genre", ["objectif", "orientation"])
def test_un_noeud_change_par_un_autre_se_compare(client, tout, objectif, genre):
    noeud = objectif if genre == "objectif" else objectif.orientation
    url = adresse(f"{genre}_modifier", noeud.pk)
    lus = champs_de(client, url)
    lus |= {f"initial-{nom}": valeur for nom, valeur in lus.items()}
    premier = client.post(url, lus | {"titre": "Titre du premier", "note_changement": "Premier"})
    assert premier.status_code == 302
    second = lus | {"titre": "Titre du second", "note_changement": "Second"}
    reponse = client.post(url, second)
    assert reponse.status_code == 409
    lu = reponse.content.decode()
    assert "Titre du premier" in lu
    assert 'name="initial-titre"' in lu
    reponse = client.post(url, second | {"initial-titre": "Titre du premier"})
    assert reponse.status_code == 302
    noeud.refresh_from_db()
    assert noeud.titre == "Titre du second"


def test_un_numero_deja_pris_est_refuse_en_francais(client, tout, objectif):
    url = adresse("orientation_ajouter", objectif.orientation.plan_id)
    reponse = envoyer(client, url, numero="1", titre="Doublon", note_changement="n")
    assert reponse.status_code == 422
    assert "déjà une orientation de ce numéro" in reponse.content.decode()


def test_un_partenaire_prive_n_a_pas_de_plan(client_de, coordination, partenaire):
    assert client_de(coordination).get(adresse("plan_ajouter", partenaire.pk)).status_code == 404
