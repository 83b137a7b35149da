"""The Django admin: who enters, what it may write, and what its history says; ending roles."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ecosysteme.enums import RoleAdhesion
from ecosysteme.models import Adhesion, Personne
from ecosysteme.services.invitations import accepter
from tests import fabriques
from tests.comptes.aides import client_de

pytestmark = pytest.mark.django_db


@pytest.fixture
def racine(db):
    return fabriques.personne("racine@exemple.test", is_staff=True, is_superuser=True)


def test_l_administration_se_connecte_par_la_porte_du_portail():
    reponse = Client().get("/administration/")
    assert reponse.url.startswith("/administration/login/")
    assert Client().get(reponse.url).url == "/compte/connexion/?next=%2Fadministration%2F"
    assert Client().post("/administration/login/", {"username": "a", "password": "b"}).status_code == 302


def test_seules_les_personnes_qui_administrent_entrent(racine, administration, coordination, personne):
    Personne.objects.filter(pk=coordination.pk).update(is_staff=True)
    assert client_de(racine).get("/administration/").status_code == 200
    assert client_de(administration).get("/administration/").status_code == 200
    for autre in (coordination, personne):
        reponse = client_de(autre).get("/administration/", follow=True)
        assert reponse.status_code == 403
    administration.adhesions.update(fin=timezone.localdate() - timedelta(days=1))
    assert client_de(administration).get("/administration/", follow=True).status_code == 403


def test_chaque_changement_garde_son_auteur(administration, ministere, personne):
    adhesion = personne.adhesions.get()
    donnees = {
        "personne": personne.pk,
        "organisation": ministere.pk,
        "role": "animation",
        "debut": "2020-01-01",
        "fin": "",
    }
    client = client_de(administration)
    reponse = client.post(f"/administration/ecosysteme/adhesion/{adhesion.pk}/change/", donnees)
    assert reponse.status_code == 302, reponse.content.decode()[:3000]
    evenement = adhesion.events.latest("pgh_id")
    assert evenement.pgh_context.metadata["par"] == administration.pk and evenement.role == "gestionnaire"
    page = client.get(f"/administration/ecosysteme/adhesion/{adhesion.pk}/history/").content.decode()
    assert str(administration) in page and "role = gestionnaire" in page


def test_des_dates_dans_le_desordre_sont_refusees_en_francais(administration, ministere, personne):
    adhesion = personne.adhesions.get()
    donnees = {"personne": personne.pk, "organisation": ministere.pk, "role": adhesion.role}
    dates = {"debut": "2024-01-01", "fin": "2020-01-01"}
    client = client_de(administration)
    reponse = client.post(f"/administration/ecosysteme/adhesion/{adhesion.pk}/change/", donnees | dates)
    assert reponse.status_code == 200
    assert "adhésion ne peut précéder son début." in reponse.content.decode()


def test_resultats_journal_et_bilans_ne_s_ecrivent_pas(racine):
    mesure = fabriques.mesure(fabriques.indicateur())
    client = client_de(racine)
    for modele in (
        "ecosysteme/mesure",
        "ecosysteme/journal",
        "pilotage/bilan",
        "ecosysteme/jetonapi",
        "ecosysteme/invitation",
    ):
        assert client.get(f"/administration/{modele}/add/").status_code == 403
    assert client.post(f"/administration/ecosysteme/mesure/{mesure.pk}/change/", {"valeur": "1"}).status_code == 403


def test_l_administration_ne_prend_pas_le_compte_d_un_superutilisateur(administration, racine, personne):
    client = client_de(administration)
    assert client.post(f"/administration/ecosysteme/personne/{racine.pk}/change/", {"nom": "x"}).status_code == 403
    donnees = {
        "prenom": "Camille",
        "nom": "Fictive",
        "is_active": "on",
        "is_superuser": "on",
        "email": "pris@exemple.test",
    }
    client.post(f"/administration/ecosysteme/personne/{personne.pk}/change/", donnees)
    personne.refresh_from_db()
    assert not personne.is_superuser and personne.email == "camille@exemple.test"


def test_l_administration_lit_les_plans_sans_les_changer(administration):
    plan = fabriques.plan(fabriques.organisation())
    client = client_de(administration)
    adresse = f"/administration/ecosysteme/planstrategique/{plan.pk}/change/"
    assert client.get(adresse).status_code == 200
    assert client.post(adresse, {"titre": "Autre"}).status_code == 403


def test_la_page_des_membres_ne_montre_que_son_sous_arbre(ministere, ailleurs, personne):
    locale = fabriques.personne("locale@exemple.test")
    fabriques.adhesion(locale, ministere, RoleAdhesion.COORDINATION)
    autre = fabriques.personne("lointaine@exemple.test")
    fabriques.adhesion(autre, ailleurs)
    page = client_de(locale).get("/compte/membres/").content.decode()
    assert personne.email in page and autre.email not in page
    filtree = client_de(locale).get("/compte/membres/?q=fictive&role=coordination").content.decode()
    assert personne.email not in filtree and locale.email in filtree


@pytest.mark.parametrize("page", ["membres/", "invitations/", "partenaires/"])
def test_les_pages_de_la_coordination_tiennent_en_huit_requetes_pour_vingt_lignes(
    coordination, ministere, partenaire, inviter_a, django_assert_max_num_queries, page
):
    for n in range(20):
        fabriques.adhesion(fabriques.personne(), ministere)
        invitation, _ = inviter_a(f"partenaire{n}@exemple.test", partenaire, RoleAdhesion.MEMBRE_PRIVE)
        accepter(par=fabriques.personne(invitation.courriel), invitation=invitation)
    client = client_de(coordination)
    with django_assert_max_num_queries(8):
        assert client.get(f"/compte/{page}").status_code == 200


@pytest.mark.parametrize(("quand", "encore"), [("soir", True), ("maintenant", False)])
def test_mettre_fin_a_un_role(coordination, personne, quand, encore):
    adhesion = personne.adhesions.get()
    client = client_de(coordination)
    assert "Mettre fin" in client.get(f"/compte/membres/{adhesion.pk}/terminer/").content.decode()
    client.post(f"/compte/membres/{adhesion.pk}/terminer/", {"quand": quand})
    assert Adhesion.objects.en_vigueur().filter(pk=adhesion.pk).exists() is encore
    assert not Adhesion.objects.en_vigueur(timezone.localdate() + timedelta(days=1)).filter(pk=adhesion.pk).exists()


def test_on_ne_met_pas_fin_a_un_role_ailleurs_ni_a_l_administration(ministere, ailleurs, administration):
    locale = fabriques.personne("locale@exemple.test")
    fabriques.adhesion(locale, ministere, RoleAdhesion.COORDINATION)
    loin = fabriques.adhesion(fabriques.personne(), ailleurs)
    client = client_de(locale)
    assert client.post(f"/compte/membres/{loin.pk}/terminer/").status_code == 404
    voisine = fabriques.adhesion(fabriques.personne(), ministere, RoleAdhesion.ADMINISTRATION)
    assert client.post(f"/compte/membres/{voisine.pk}/terminer/").status_code == 403
