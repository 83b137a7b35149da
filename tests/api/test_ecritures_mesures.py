"""Writing results: rights, versions, conflicts, removal, batches."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from ecosysteme.enums import EtatMesure, RoleAdhesion
from ecosysteme.models import Mesure
from ecosysteme.services.lots import LotOccupe
from pilotage.models import CleSale
from tests import fabriques
from tests.api.aides import client_de


def nouvelle(indicateur, **champs):
    return {"indicateur": indicateur.pk, "fin": "2027-03-31", "valeur": "12.5", **champs}


def test_un_resultat_se_cree_avec_sa_periode_son_auteur_et_son_etiquette(membre, monde):
    personne = membre()
    reponse = client_de(personne).post("mesures/", nouvelle(monde.public, commentaire="Relevé du 3 mai"))
    corps = reponse.json()
    assert reponse.status_code == 201 and reponse["ETag"] == '"1"'
    assert reponse["Location"] == f"/api/v1/mesures/{corps['id']}/"
    assert (corps["debut"], corps["fin"], corps["exercice"]) == ("2026-04-01", "2027-03-31", 2026)
    assert corps["valeur"] == "12.5"
    assert (corps["etat"], corps["saisie_par"], corps["version"]) == ("provisoire", personne.get_full_name(), 1)
    assert CleSale.objects.filter(noeud_id=monde.public.pk, exercice=2026).exists()


@pytest.mark.parametrize(
    ("role", "ou", "statut"),
    [
        (RoleAdhesion.GESTIONNAIRE, "a", 201),
        (RoleAdhesion.GESTIONNAIRE, "portefeuille", 201),
        (RoleAdhesion.GESTIONNAIRE, "b", 403),
        (RoleAdhesion.COORDINATION, "gouvernement", 201),
        (RoleAdhesion.RESPONSABLE_INDICATEUR, "a", 403),
        (RoleAdhesion.MEMBRE_PUBLIC, "a", 403),
        (RoleAdhesion.MEMBRE_PRIVE, "partenaire", 403),
        (RoleAdhesion.ANIMATION, "gouvernement", 403),
        (RoleAdhesion.FORMATION, "gouvernement", 403),
        (RoleAdhesion.ADMINISTRATION, "gouvernement", 403),
    ],
)
def test_chaque_role_ecrit_ou_il_peut_saisir(api, monde, role, ou, statut):
    client = api(role, getattr(monde, ou))
    reponse = client.post("mesures/", nouvelle(monde.public, etat="validee"))
    assert reponse.status_code == statut, reponse.content.decode()
    assert Mesure.objects.filter(indicateur=monde.public, fin="2027-03-31").exists() is (statut == 201)
    un_de_plus = {"mesures": [nouvelle(monde.public, fin="2028-03-31")]}
    assert client.post("mesures/lot/", un_de_plus).status_code == {201: 200, 403: 422}[statut]


def test_qui_tient_un_indicateur_saisit_sans_valider(membre, monde):
    personne = membre(RoleAdhesion.RESPONSABLE_INDICATEUR)
    monde.public.responsable = personne
    monde.public.save()
    client = client_de(personne)
    assert client.post("mesures/", nouvelle(monde.public, etat="validee")).status_code == 403
    assert client.post("mesures/", nouvelle(monde.public)).status_code == 201
    adresse = f"mesures/{monde.validee.pk}/"
    for reponse in (client.patch(adresse, {"version": 1, "valeur": "1"}), client.delete(f"{adresse}?version=1")):
        assert reponse.status_code == 403 and "Valider un résultat" in reponse.json()["detail"]
    lot = {"mesures": [nouvelle(monde.public, fin="2025-03-31", version=1)]}
    reponse = client.post("mesures/lot/", lot)
    assert reponse.status_code == 422 and "mesures.0.indicateur" in reponse.json()["champs"]
    assert Mesure.objects.get(pk=monde.validee.pk).version == 1


def test_un_indicateur_invisible_ne_se_distingue_pas_d_un_inconnu(api, monde):
    client = api(RoleAdhesion.MEMBRE_PRIVE)
    inconnu, interne = ({**nouvelle(monde.public), "indicateur": pk} for pk in (999_999, monde.interne.pk))
    reponses = [client.post("mesures/", corps) for corps in (inconnu, interne)]
    assert [r.status_code for r in reponses] == [422, 422]
    assert reponses[0].json() == reponses[1].json()
    adresse = f"mesures/{monde.interne_validee.pk}/"
    assert client.patch(adresse, {"version": 1, "valeur": "2"}).status_code == 404
    assert client.delete(f"{adresse}?version=1").status_code == 404


def test_modifier_garde_ce_qui_n_est_pas_donne(api, monde):
    client, adresse = api(), f"mesures/{monde.provisoire.pk}/"
    reponse = client.patch(adresse, {"version": 1, "etat": "validee"})
    assert (reponse.json()["valeur"], reponse.json()["etat"], reponse["ETag"]) == ("70", "validee", '"2"')
    reponse = client.patch(adresse, {"motif_absence": "confidentiel"}, HTTP_IF_MATCH='"2"')
    assert (reponse.json()["valeur"], reponse.json()["motif_absence"]) == (None, "confidentiel")
    reponse = client.patch(adresse, {"valeur": "7", "version": 3})
    assert (reponse.json()["valeur"], reponse.json()["motif_absence"], reponse.json()["version"]) == ("7", "", 4)
    assert client.patch(adresse, {"valeur": "7", "version": 4}).json()["version"] == 4


def test_sans_version_rien_ne_s_ecrit(api, monde):
    client, adresse = api(), f"mesures/{monde.validee.pk}/"
    for reponse in (client.patch(adresse, {"valeur": "1"}), client.delete(adresse)):
        assert reponse.status_code == 400 and "« version »" in reponse.json()["detail"]
    for etiquette in ("*", '"1", "2"', 'W/"1"', '1"', '"x"', ""):
        assert client.patch(adresse, {"valeur": "1"}, HTTP_IF_MATCH=etiquette).status_code == 400
    assert Mesure.objects.get(pk=monde.validee.pk).version == 1


def test_une_version_perimee_montre_ce_qui_est_en_place(api, monde):
    client, adresse = api(), f"mesures/{monde.validee.pk}/"
    client.patch(adresse, {"version": 1, "valeur": "61"})
    for reponse, statut in (
        (client.patch(adresse, {"version": 1, "valeur": "62"}), 409),
        (client.patch(adresse, {"valeur": "62"}, HTTP_IF_MATCH='"1"'), 412),
        (client.delete(f"{adresse}?version=1"), 409),
        (client.delete(adresse, HTTP_IF_MATCH='"1"'), 412),
        (client.post("mesures/", nouvelle(monde.public, fin="2025-03-31")), 409),
    ):
        assert reponse.status_code == statut
        assert (reponse.json()["actuelle"]["valeur"], reponse.json()["actuelle"]["version"]) == ("61", 2)
    assert Mesure.objects.get(pk=monde.validee.pk).version == 2


def test_retirer_garde_l_histoire(api, monde):
    adresse = f"mesures/{monde.validee.pk}/"
    assert api().delete(f"{adresse}?version=1").status_code == 204
    assert api().get(adresse).status_code == 404
    assert Mesure.pgh_event_model.objects.filter(pgh_obj_id=monde.validee.pk, pgh_label="delete").exists()


def test_l_identite_d_un_resultat_ne_se_change_pas(api, monde):
    for champ, valeur in {"fin": "2030-03-31", "territoire": "06", "indicateur": monde.autre.pk, "id": 1}.items():
        reponse = api().patch(f"mesures/{monde.validee.pk}/", {"version": 1, champ: valeur})
        assert reponse.status_code == 400 and f"« {champ} »" in reponse.json()["detail"]


@pytest.mark.parametrize(
    ("champs", "nom"),
    [
        ({"debut": "2027-04-01"}, "debut"),
        ({"valeur": None}, "valeur"),
        ({"motif_absence": "non_mesure"}, "valeur"),
        ({"sans_objet": True}, "valeur"),
        ({"valeur": None, "motif_absence": "non_mesure", "sans_objet": True}, "valeur"),
    ],
)
def test_les_regles_refusent_par_le_nom_du_champ(api, monde, champs, nom):
    reponse = api().post("mesures/", nouvelle(monde.public, **champs))
    assert reponse.status_code == 422 and list(reponse.json()["champs"]) == [nom]
    reponse = api().post("mesures/lot/", {"mesures": [nouvelle(monde.public), nouvelle(monde.interne, **champs)]})
    assert reponse.status_code == 422 and f"mesures.1.{nom}" in reponse.json()["champs"]
    assert not Mesure.objects.filter(exercice=2026).exists()


def test_un_lot_ecrit_tout_et_le_rejouer_ne_change_rien(api, monde):
    client = api(RoleAdhesion.COORDINATION, monde.gouvernement)
    lot = {
        "mesures": [
            nouvelle(monde.public, fin="2025-03-31", valeur="61", version=1),
            nouvelle(monde.public),
            nouvelle(monde.autre, valeur=None, sans_objet=True),
            nouvelle(monde.autre, territoire="06", valeur=3),
        ]
    }
    reponse = client.post("mesures/lot/", lot).json()
    assert (reponse.get("ecrites"), reponse.get("inchangees")) == (4, 0), reponse
    assert [m["valeur"] for m in reponse["mesures"]] == ["61", "12.5", None, "3"]
    assert [m["version"] for m in reponse["mesures"]] == [2, 1, 1, 1]
    rejoue = client.post("mesures/lot/", lot).json()
    assert (rejoue["ecrites"], rejoue["inchangees"], rejoue["mesures"]) == (0, 4, reponse["mesures"])


def test_un_conflit_dans_un_lot_n_ecrit_rien_et_dit_lesquels(api, monde):
    lot = {"mesures": [nouvelle(monde.public), nouvelle(monde.public, fin="2025-03-31", valeur="1", version=0)]}
    reponse = api().post("mesures/lot/", lot)
    assert reponse.status_code == 409
    assert [(c["rang"], c["actuelle"]["valeur"]) for c in reponse.json()["conflits"]] == [(1, "60.5")]
    assert not Mesure.objects.filter(exercice=2026).exists()


def test_un_lot_ne_dit_pas_deux_fois_la_meme_periode_et_a_mille_lignes_au_plus(api, monde):
    deux = {"mesures": [nouvelle(monde.public), nouvelle(monde.public)]}
    reponse = api().post("mesures/lot/", deux)
    assert reponse.status_code == 422 and "mesures.1.fin" in reponse.json()["champs"]
    for mesures in ([], [nouvelle(monde.public)] * 1001, {}, "x", None):
        reponse = api().post("mesures/lot/", {"mesures": mesures})
        assert reponse.status_code == 400 and "« mesures »" in reponse.json()["detail"]


def test_un_lot_de_mille_coute_autant_de_requetes_qu_un_lot_de_dix(api, monde):
    client = api()
    client.get("plans/")

    def compter(annees, regions):
        lignes = [
            nouvelle(monde.public, fin=f"{annee}-03-31", territoire=f"{region:02}")
            for annee in annees
            for region in regions
        ]
        with CaptureQueriesContext(connection) as capture:
            reponse = client.post("mesures/lot/", {"mesures": lignes})
        assert reponse.json()["ecrites"] == len(lignes)
        return len(capture)

    assert compter(range(2000, 2002), range(1, 6)) == compter(range(2050, 2150), range(1, 11)) <= 20


def test_un_lot_retenu_par_une_importation_dit_de_revenir(api, monde, monkeypatch):
    def occupe(**_):
        raise LotOccupe

    monkeypatch.setattr("pilotage.api.mesures_lot.enregistrer_lot", occupe)
    reponse = api().post("mesures/lot/", {"mesures": [nouvelle(monde.public)]})
    assert reponse.status_code == 503 and reponse["Retry-After"] == "2"
    assert "importation en cours" in reponse.json()["detail"]


@pytest.mark.django_db(transaction=True)
def test_huit_ecritures_simultanees_en_gardent_une(journal_videable):
    """Real threads, real connections: one writer wins, seven see what it wrote."""
    ministere = fabriques.organisation()
    personne = fabriques.personne()
    fabriques.adhesion(personne, ministere)
    mesure = fabriques.mesure(fabriques.indicateur(organisation=ministere), etat=EtatMesure.PROVISOIRE)
    client = client_de(personne)
    depart, statuts = threading.Barrier(8), []

    def ecrire(rang):
        try:
            depart.wait(10)
            reponse = client.patch(f"mesures/{mesure.pk}/", {"version": 1, "valeur": str(rang)})
            statuts.append((reponse.status_code, reponse.json().get("actuelle", {}).get("version")))
        finally:
            connections.close_all()

    fils = [threading.Thread(target=ecrire, args=(rang,)) for rang in range(1, 9)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(statuts, key=str) == [(200, None)] + [(409, 2)] * 7
    mesure.refresh_from_db()
    assert mesure.version == 2
