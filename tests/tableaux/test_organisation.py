"""The page of an organisation: readings, plans, indicators, what it tells and offers to each person."""

import re
from datetime import date

import pytest

from ecosysteme.enums import EtatPlan, RoleAdhesion, TypeOrganisation
from ecosysteme.models import Organisation
from pilotage.selectors import organisation as lire
from pilotage.selectors.filtrage_indicateurs import DemandeIndicateurs
from pilotage.selectors.organisation_mots import organisation_ou_404
from tests import fabriques
from tests.tableaux.conftest import calculer


def _url(organisation) -> str:
    return f"/pilotage/organisations/{organisation.pk}/"


def _contexte(personne, organisation, **parametres):
    return lire.page(personne, organisation_ou_404(personne, organisation.pk), DemandeIndicateurs.lire(parametres))


def _noms(contexte):
    return [ligne.nom for groupe in contexte["groupes"] for ligne in groupe["lignes"]]


def test_ses_lectures_ses_plans_et_ses_indicateurs(etat, coordination):
    contexte = _contexte(coordination, etat.a)
    assert [t["valeur"] for t in contexte["tuiles"]] == ["66,7", "86,7", "86,7", "0"]
    assert [(p["titre"], p["taux"]) for p in contexte["plans"]] == [("Plan stratégique fictif", "66,7\u00a0%")]
    souffle, brise, secret = (ligne for groupe in contexte["groupes"] for ligne in groupe["lignes"])
    assert (souffle.statut_libelle, souffle.resultat_texte, souffle.cible_texte) == (
        "Atteinte", "120\u00a0%", "au moins 100\u00a0%",
    )  # fmt: skip
    assert (brise.progression_texte, secret.interne) == ("60,0\u00a0%", True)


def test_les_indicateurs_sont_sous_leur_objectif_puis_a_plat_une_fois_tries(etat, coordination):
    groupes = _contexte(coordination, etat.a)["groupes"]
    assert [groupe["titre"] for groupe in groupes] == [str(etat.atteint.objectif)]
    assert groupes[0]["progression"] == "86,7\u00a0%"
    assert _noms(_contexte(coordination, etat.a, tri="progression"))[0] == "Brise"
    assert _contexte(coordination, etat.a, tri="nom")["groupes"][0]["titre"] == ""


@pytest.mark.parametrize(
    ("parametres", "attendus"),
    [
        ({"voir": "non_atteinte"}, ["Brise"]),
        ({"voir": "atteinte"}, ["Souffle", "Courant d'air secret"]),
        ({"q": "brise"}, ["Brise"]),
        ({"q": "rien"}, []),
        ({"voir": "absurde"}, ["Souffle", "Brise", "Courant d'air secret"]),
    ],
)
def test_les_filtres_de_l_adresse(etat, coordination, parametres, attendus):
    assert _noms(_contexte(coordination, etat.a, **parametres)) == attendus


def test_un_portefeuille_montre_ce_qui_en_releve_sans_reclamer_de_plan(etat, coordination):
    contexte = _contexte(coordination, etat.air)
    assert [ligne.sigle for ligne in contexte["enfants"]] == ["MAIR"]
    assert contexte["vide"] == {}
    assert [etape["libelle"] for etape in contexte["fil"]] == ["Gouvernement fictif", "P-AIR"]


def test_sans_plan_la_page_dit_quoi_faire_a_qui_peut_le_faire(etat, client_de, gestionnaire, coordination):
    neuve = fabriques.organisation("Ministère du Neuf", parent=etat.gouvernement)
    texte = client_de(coordination).get(_url(neuve)).content.decode()
    assert "Aucun plan stratégique" in texte
    assert 'href="/pilotage/imports/nouveau/"' in texte
    texte = client_de(gestionnaire).get(_url(neuve)).content.decode()
    assert "que font ses gestionnaires" in texte
    assert 'href="/pilotage/imports/nouveau/"' not in texte


def test_un_plan_sans_rien_pour_l_exercice_le_dit(etat, coordination):
    assert _contexte(coordination, etat.a, exercice="2010")["vide"]["titre"] == "Aucun indicateur suivi en 2010-2011"


def test_fusion_dissolution_et_ancien_nom_sont_dits_en_mots(etat, coordination):
    Organisation.objects.filter(pk=etat.b.pk).update(nom="Ministère de l'Argile")
    Organisation.objects.filter(pk=etat.b.pk).update(fusionnee_dans=etat.a, fin=date(2025, 3, 31))
    dits = " ".join(_contexte(coordination, etat.b)["existence"])
    assert "Fusionnée le 31\u00a0mars\u00a02025 dans Ministère de l'Air." in dits
    assert "Nommée «\u00a0Ministère de la Boue\u00a0» jusqu'au" in dits
    assert "Réunit ce qui relevait de : Ministère de l'Argile." in _contexte(coordination, etat.a)["existence"]
    future = fabriques.organisation(debut=date(2199, 4, 1))
    assert _contexte(coordination, future)["existence"] == ["Existe à compter du 1er\u00a0avril\u00a02199."]


def test_une_organisation_dissoute_garde_ses_lectures_d_alors(etat, coordination):
    Organisation.objects.filter(pk=etat.a.pk).update(fin=date(2024, 3, 31))
    assert _contexte(coordination, etat.a, exercice="2025")["tuiles"][0]["valeur"] == "66,7"


def test_les_responsables_des_siens_d_abord_puis_de_plus_haut(etat, coordination, gestionnaire, responsable):
    du_portefeuille = fabriques.personne(prenom="Alix")
    fabriques.adhesion(du_portefeuille, etat.air, RoleAdhesion.GESTIONNAIRE)
    noms = [(r["nom"], r["par"]) for r in _contexte(coordination, etat.a)["responsables"]]
    assert noms == [(str(gestionnaire), ""), (str(responsable), ""), (str(du_portefeuille), "P-AIR")]


def test_un_partenaire_ne_voit_ni_courriel_ni_responsable(etat, partenaire, gestionnaire, client_de):
    texte = client_de(partenaire).get(_url(etat.a)).content.decode()
    assert gestionnaire.email not in texte
    assert "Responsables" not in texte


def test_un_brouillon_se_dit_en_dedans_et_se_tait_au_partenaire(etat, coordination, partenaire):
    fabriques.plan(etat.a, debut=2027, fin=2030, etat=EtatPlan.BROUILLON, titre="Plan à venir")
    assert ("Plan à venir", "Brouillon") in [(p["titre"], p["etat"]) for p in _contexte(coordination, etat.a)["plans"]]
    assert [p["titre"] for p in _contexte(partenaire, etat.a)["plans"]] == ["Plan stratégique fictif"]


def test_un_partenaire_prive_n_a_pas_de_page(etat, coordination, client_de):
    prive = fabriques.organisation(type=TypeOrganisation.PARTENAIRE_PRIVE)
    assert client_de(coordination).get(_url(prive)).status_code == 404


def test_sans_role_la_page_reste_fermee(etat, sans_role, client_de):
    assert client_de(sans_role).get(_url(etat.a)).status_code == 403


def test_htmx_recoit_le_fragment_seul(etat, coordination, client_de):
    texte = client_de(coordination).get(_url(etat.a), headers={"HX-Request": "true"}).content.decode()
    assert texte.lstrip().startswith('<div id="fiche-organisation"')


def test_la_page_ecoute_l_organisation_ses_plans_et_ses_indicateurs(etat, coordination, client_de):
    texte = client_de(coordination).get(_url(etat.a)).content.decode()
    sujets = re.search(r'data-direct-sujets="([^"]*)"', texte)[1].split(",")
    assert {f"organisation:{etat.a.pk}", f"plan:{etat.plan_a.pk}", f"indicateur:{etat.manque.pk}"} <= set(sujets)


def test_autant_de_requetes_pour_trois_indicateurs_que_pour_vingt(
    etat, coordination, partenaire, client_de, django_assert_num_queries
):
    for personne, requetes in ((coordination, 12), (partenaire, 11)):
        client = client_de(personne)
        with django_assert_num_queries(requetes):
            client.get(_url(etat.a))
    for _ in range(17):
        indicateur = fabriques.indicateur(fabriques.objectif(etat.plan_a))
        fabriques.cible(indicateur, 2025, 100)
        for annee in range(2018, 2026):
            fabriques.mesure(indicateur, annee, 10)
    calculer()
    for personne, requetes in ((coordination, 12), (partenaire, 11)):
        client = client_de(personne)
        with django_assert_num_queries(requetes):
            vus = client.get(_url(etat.a)).content.decode().count('<tr id="i')
        assert vus == (20 if personne == coordination else 19)
