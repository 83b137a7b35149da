"""The government dashboard: what it shows, to whom, filtered and sorted by its address."""

import re

import pytest

from ecosysteme.enums import RoleAdhesion
from pilotage.selectors import gouvernement as lire
from pilotage.selectors.filtrage import Demande
from tests import fabriques
from tests.tableaux.conftest import calculer

URL = "/pilotage/"


def _lignes(reponse) -> list[str]:
    """Ids of the rows shown, in order."""
    return re.findall(r'<tr id="o(\d+)"', reponse.content.decode())


def _contexte(personne, **parametres):
    return lire.page(personne, Demande.lire(parametres))


def test_sans_role_la_page_dit_a_qui_s_adresser(client_de, sans_role):
    reponse = client_de(sans_role).get(URL)
    assert reponse.status_code == 403
    assert "adressez-vous à la coordination" in reponse.content.decode()


def test_sans_session_la_page_demande_de_se_connecter(client):
    assert client.get(URL).status_code == 302


def test_les_tuiles_donnent_methode_couverture_et_periode_precedente(coordination):
    taux, note, progression, retards = _contexte(coordination)["tuiles"]
    assert (taux["valeur"], taux["couverture"], taux["methode"]) == ("50,0", "4 sur 4 cibles échues", "SCT 2022")
    assert (taux["ecart"], taux["precedent"]) == ("+50,0\u00a0points", "0,0\u00a0% en 2024-2025")
    assert note["valeur"] == "72,5"
    assert progression["couverture"] == "2 sur 2 plans et organisations"
    assert retards["libelle"] == "Résultats en retard"


def test_les_portefeuilles_surmontent_leurs_organisations_sans_etre_comptes(etat, coordination):
    contexte = _contexte(coordination)
    assert [ligne.pk for ligne in contexte["choisies"].lignes] == [etat.air.pk, etat.a.pk, etat.terre.pk, etat.b.pk]
    assert contexte["nombre_montre"] == "2 sur 2"


def test_trier_met_les_organisations_a_plat_et_les_valeurs_absentes_a_la_fin(etat, coordination):
    fabriques.organisation("Ministère du Vide", parent=etat.gouvernement)
    lignes = _contexte(coordination, tri="-taux")["choisies"].lignes
    assert [ligne.nom for ligne in lignes] == ["Ministère de l'Air", "Ministère de la Boue", "Ministère du Vide"]
    lignes = _contexte(coordination, tri="taux")["choisies"].lignes
    assert [ligne.nom for ligne in lignes] == ["Ministère de la Boue", "Ministère de l'Air", "Ministère du Vide"]


@pytest.mark.parametrize(
    ("parametres", "attendues"),
    [
        ({"q": "MAIR"}, ["MAIR"]),
        ({"q": "ministere de l'AIR"}, ["MAIR"]),
        ({"q": "rien"}, []),
        ({"type": "ministere"}, ["MAIR", "MBOUE"]),
        ({"type": "organisme"}, []),
        ({"type": "portefeuille"}, ["P-AIR", "P-TER"]),
        ({"alerte": "baisse"}, []),
        ({"alerte": "mediane"}, ["MBOUE"]),
        ({"alerte": "nd"}, []),
    ],
)
def test_les_filtres_de_l_adresse(coordination, parametres, attendues):
    choisies = _contexte(coordination, tri="nom", **parametres)["choisies"]
    assert [ligne.sigle for ligne in choisies.lignes] == attendues
    assert choisies.n == len(attendues)


def test_un_portefeuille_ne_montre_que_les_siennes(etat, coordination):
    lignes = _contexte(coordination, portefeuille=str(etat.terre.pk))["choisies"].lignes
    assert [ligne.pk for ligne in lignes] == [etat.terre.pk, etat.b.pk]


@pytest.mark.parametrize(
    "absurde", ["tri=-; drop", "alerte=tout", "portefeuille=1e9", "type=roi", "q=%00", "exercice=x"]
)
def test_une_adresse_absurde_montre_tout(client_de, coordination, absurde):
    reponse = client_de(coordination).get(f"{URL}?{absurde}")
    assert reponse.status_code == 200
    assert len(_lignes(reponse)) == 4


def test_chaque_compteur_filtre_et_celui_en_vigueur_retire_son_filtre(coordination):
    compteurs = {c["id"]: c for c in _contexte(coordination, alerte="mediane", q="boue")["choisies"].compteurs}
    assert compteurs["alerte-mediane"]["actif"]
    assert compteurs["alerte-mediane"]["url"] == "?q=boue"
    assert compteurs["alerte-nd"]["url"] == "?q=boue&alerte=nd"


def test_un_chiffre_provisoire_est_marque_jusqu_en_haut(etat, coordination, client_de):
    contexte = _contexte(coordination)
    marquees = {ligne.sigle for ligne in contexte["choisies"].lignes if ligne.provisoire}
    assert marquees == {"P-TER", "MBOUE"}
    assert "Comprend des résultats provisoires" in client_de(coordination).get(URL).content.decode()


def test_htmx_recoit_le_fragment_et_l_adresse_canonique(client_de, coordination):
    reponse = client_de(coordination).get(f"{URL}?tri=-taux&q=&alerte=", headers={"HX-Request": "true"})
    texte = reponse.content.decode()
    assert texte.lstrip().startswith('<div id="tableau-pilotage"')
    assert "<html" not in texte
    assert reponse["HX-Push-Url"] == f"{URL}?tri=-taux"
    assert "HX-Request" in reponse["Vary"]


def test_un_rafraichissement_en_direct_ne_touche_pas_l_adresse(client_de, coordination):
    reponse = client_de(coordination).get(URL, headers={"HX-Request": "true", "X-Direct": "1"})
    assert "HX-Push-Url" not in reponse


def test_le_retour_en_arriere_rend_la_page_entiere(client_de, coordination):
    entetes = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client_de(coordination).get(URL, headers=entetes).content.decode()


def test_une_organisation_dissoute_quitte_les_exercices_suivants(etat, coordination):
    etat.b.fin = "2025-03-31"
    etat.b.save()
    assert "MBOUE" not in [ligne.sigle for ligne in _contexte(coordination, exercice="2025")["choisies"].lignes]
    assert "MBOUE" in [ligne.sigle for ligne in _contexte(coordination, exercice="2024")["choisies"].lignes]


def test_sans_gouvernement_les_racines_font_l_ensemble(db):
    personne = fabriques.personne()
    for valeur in (100, 40):
        indicateur = fabriques.indicateur(valeur_depart=0)
        fabriques.cible(indicateur, 2025, 100)
        fabriques.mesure(indicateur, 2025, valeur)
    fabriques.adhesion(personne, indicateur.organisation, RoleAdhesion.GESTIONNAIRE)
    calculer()
    contexte = _contexte(personne)
    assert contexte["ensemble"].nom == "Ensemble des organisations"
    assert [t["valeur"] for t in contexte["tuiles"][:3]] == ["50,0", "70,0", "70,0"]


def test_rien_du_tout_offre_d_importer(db, client_de):
    personne = fabriques.personne()
    fabriques.adhesion(personne, fabriques.organisation(type="partenaire_prive"), RoleAdhesion.COORDINATION)
    texte = client_de(personne).get(URL).content.decode()
    assert "Aucune organisation n'est encore inscrite" in texte
    assert "/pilotage/imports/nouveau/" in texte


def test_un_calcul_en_attente_est_dit(etat, coordination, client_de):
    client = client_de(coordination)
    assert "Calcul en attente" not in client.get(URL).content.decode()
    fabriques.mesure(etat.manque, 2023, 10)
    assert "Calcul en attente" in client.get(URL).content.decode()


def _garnir(parent, n):
    for _ in range(n):
        indicateur = fabriques.indicateur(organisation=fabriques.organisation(parent=parent))
        fabriques.cible(indicateur, 2025, 100)
        fabriques.mesure(indicateur, 2025, 10)
    calculer()


def test_autant_de_requetes_pour_deux_organisations_que_pour_vingt(
    etat, coordination, partenaire, client_de, django_assert_num_queries
):
    for personne in (coordination, partenaire):
        client = client_de(personne)
        with django_assert_num_queries(8):
            client.get(URL)
    _garnir(etat.air, 18)
    for personne in (coordination, partenaire):
        client = client_de(personne)
        with django_assert_num_queries(8):
            assert len(_lignes(client.get(URL))) == 22
