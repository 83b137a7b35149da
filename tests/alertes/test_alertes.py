"""Each rule, the same counts on the dashboards and on the page, answers that end by themselves."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from pilotage.models import Acquittement
from pilotage.selectors import alertes_page as lire
from pilotage.selectors.alertes_demande import DemandeAlertes
from pilotage.selectors.gouvernement import ensemble
from pilotage.services import alertes as services
from tests import fabriques
from tests.alertes.conftest import calculer

URL = "/pilotage/alertes/"
ATTENDUES = {"ecart": 1, "tendance": 1, "signal": 1, "non_calcule": 1, "meteo": 2, "retard": 1, "depart": 1}


def compter(personne, **filtres) -> dict[str, int]:
    compteurs = lire.page(personne, DemandeAlertes.lire({"exercice": "2025"} | filtres))["compteurs"]
    return {c["id"].removeprefix("type-"): int(c["nombre"]) for c in compteurs if c["id"] != "type-toutes"}


def acquitter(par, porteur, type_alerte, exercice=2025, jours=30):
    return services.acquitter(
        par=par, type_alerte=type_alerte, porteur=porteur, exercice=exercice, motif="Plan de redressement en cours",
        jusqu_au=timezone.localdate() + timedelta(days=jours),
    )  # fmt: skip


def test_chaque_regle_leve_son_alerte(etat, coordination):
    assert compter(coordination) == ATTENDUES


def test_les_comptes_des_tableaux_sont_ceux_de_la_page(etat, coordination, gestionnaire):
    acquitter(coordination, etat.muet, "non_calcule")
    acquitter(coordination, etat.ministere, "ecart")
    page, tout = compter(coordination), ensemble(coordination, 2025)
    assert page | {"non_calcule": 0, "ecart": 0} == page
    for organisation in (etat.ministere, etat.ailleurs):
        ligne, siennes = tout.toutes[organisation.pk], compter(coordination, organisation=str(organisation.pk))
        a = ligne.alertes
        assert (a.defavorables, a.retards, a.non_calcules, a.departs) == tuple(
            siennes[t] for t in ("signal", "retard", "non_calcule", "depart")
        )
        assert {t for t in ("ecart", "tendance", "meteo") if siennes[t]} == set(ligne.siennes)
    a = tout.alertes
    assert (a.defavorables, a.retards, a.departs) == (page["signal"], page["retard"], page["depart"])


def test_une_alerte_acquittee_quitte_les_compteurs_puis_revient_d_elle_meme(etat, gestionnaire, coordination):
    fait = acquitter(gestionnaire, etat.baisse, "signal", exercice=0)
    assert compter(coordination)["signal"] == 0
    assert compter(coordination, etat="acquittees")["signal"] == 1
    Acquittement.objects.filter(pk=fait.pk).update(jusqu_au=timezone.localdate() - timedelta(days=1))
    assert compter(coordination)["signal"] == 1
    nouveau = acquitter(coordination, etat.baisse, "signal", exercice=0)  # the one that ended makes room
    fait.refresh_from_db()
    assert fait.leve_le and fait.leve_par is None and nouveau.pk != fait.pk


def test_le_dernier_jour_elle_se_tait_encore(etat, coordination):
    fait = acquitter(coordination, etat.muet, "non_calcule")
    Acquittement.objects.filter(pk=fait.pk).update(jusqu_au=timezone.localdate())
    assert compter(coordination)["non_calcule"] == 0


def test_lever_fait_revenir_l_alerte_et_dit_qui(etat, gestionnaire, coordination):
    fait = acquitter(gestionnaire, etat.ministere, "tendance")
    assert compter(coordination)["tendance"] == 0
    assert services.lever(par=coordination, acquittement=fait)
    assert not services.lever(par=gestionnaire, acquittement=fait)
    fait.refresh_from_db()
    assert (compter(coordination)["tendance"], fait.leve_par) == (1, coordination)


def test_deux_personnes_qui_acquittent_la_seconde_voit_la_premiere(etat, gestionnaire, coordination):
    premier = acquitter(gestionnaire, etat.muet, "non_calcule")
    with pytest.raises(services.DejaAcquittee) as deja:
        acquitter(coordination, etat.muet, "non_calcule")
    assert deja.value.actuel == premier


@pytest.mark.parametrize("jours", [0, -1, 400])
def test_une_date_passee_ou_trop_lointaine_est_refusee(etat, coordination, jours):
    with pytest.raises(ValidationError, match="un an au plus"):
        acquitter(coordination, etat.muet, "non_calcule", jours=jours)


def test_un_seuil_change_les_comptes_partout_et_garde_son_historique(etat, coordination):
    services.regler_seuils(par=coordination, valeurs={"ecart": (60, 0), "retard": (1000, 0)})
    assert compter(coordination) == ATTENDUES | {"ecart": 0, "retard": 0}
    assert ensemble(coordination, 2025).alertes.retards == 0
    services.regler_seuils(par=coordination, valeurs={"ecart": (10, 1)})
    assert [h["quoi"] for h in lire.historique_des_seuils()].count("Écart sous la médiane") == 2


def test_deux_reglages_du_meme_seuil_le_second_est_averti(etat, coordination):
    services.regler_seuils(par=coordination, valeurs={"ecart": (20, 0)})
    with pytest.raises(services.ConflitSeuils) as conflit:
        services.regler_seuils(par=coordination, valeurs={"ecart": (30, 0), "retard": (5, 0)})
    assert conflit.value.actuels["ecart"].valeur == 20
    assert lire.seuils_en_vigueur()["retard"]["version"] == 0


def test_la_page_des_seuils_montre_le_conflit_et_garde_ce_qui_est_ecrit(etat, coordination, client_de):
    services.regler_seuils(par=coordination, valeurs={"ecart": (20, 0)})
    donnees = {f"version_{t}": "0" for t in ("ecart", "tendance", "meteo", "retard")}
    donnees |= {"ecart": "30", "tendance": "10", "meteo": "90", "retard": "1"}
    client = client_de(coordination)
    reponse = client.post(f"{URL}seuils/", donnees)
    texte = reponse.content.decode()
    assert reponse.status_code == 409 and 'value="30"' in texte and "20 (" in texte
    donnees["version_ecart"] = re.search(r'name="version_ecart" value="(\d+)"', texte)[1]
    assert client.post(f"{URL}seuils/", donnees).status_code == 302
    assert "30 points sous la médiane" in client.get("/pilotage/methode/").content.decode()


@pytest.mark.parametrize("valeur", ["0", "-3", "NaN", "1001", "=1", "1,234", ""])
def test_un_seuil_absurde_est_refuse(etat, coordination, client_de, valeur):
    donnees = {f"version_{t}": "0" for t in ("ecart", "tendance", "meteo", "retard")}
    donnees |= {"ecart": valeur, "tendance": "10", "meteo": "90", "retard": "1"}
    assert client_de(coordination).post(f"{URL}seuils/", donnees).status_code == 422


def test_acquitter_par_la_page_puis_lever(etat, gestionnaire, client_de):
    client = client_de(gestionnaire)
    adresse = f"{URL}non_calcule/indicateur/{etat.muet.pk}/acquitter/?exercice=2025"
    assert client.post(adresse, {"motif": "", "jusqu_au": ""}).status_code == 422
    jour = (date.today() + timedelta(days=20)).isoformat()
    assert client.post(adresse, {"motif": "Source en retard", "jusqu_au": jour}).status_code == 302
    texte = client.get(f"{URL}?exercice=2025&etat=acquittees").content.decode()
    assert "Source en retard" in texte and str(gestionnaire) in texte
    reponse = client.post(adresse, {"motif": "Autre", "jusqu_au": jour})
    assert reponse.status_code == 409 and "Source en retard" in reponse.content.decode()
    assert client.post(f"{URL}acquittements/{Acquittement.objects.get().pk}/lever/").status_code == 302
    assert "Source en retard" not in client.get(f"{URL}?exercice=2025&etat=acquittees").content.decode()


def test_une_alerte_qui_ne_tient_pas_ne_s_acquitte_pas(etat, gestionnaire, client_de):
    for chemin in (f"signal/indicateur/{etat.muet.pk}", f"x/indicateur/{etat.muet.pk}", f"ecart/plan/{etat.muet.pk}"):
        assert client_de(gestionnaire).get(f"{URL}{chemin}/acquitter/?exercice=2025").status_code == 404


def test_les_filtres_et_l_export_disent_la_meme_chose(etat, coordination, responsable, client_de):
    client = client_de(coordination)
    for filtre, lignes in (("type=meteo", 2), ("type=signal", 1), (f"organisation={etat.ailleurs.pk}", 2), ("", 8)):
        texte = client.get(f"{URL}?exercice=2025&{filtre}").content.decode()
        assert texte.count('<tr role="row" id=') == lignes, filtre
        fichier = b"".join(client.get(f"{URL}?exercice=2025&format=csv&{filtre}").streaming_content).decode("utf-8-sig")
        assert len(fichier.splitlines()) == lignes + 1, filtre
    assert sum(compter(responsable, tenues="oui").values()) == 1


@pytest.mark.parametrize("absurde", ["type=x", "organisation=1e9", "page=-1", "page=99999", "etat=x", "exercice=%00"])
def test_une_adresse_absurde_ne_casse_rien(etat, coordination, client_de, absurde):
    assert client_de(coordination).get(f"{URL}?{absurde}").status_code == 200


def test_autant_de_requetes_pour_huit_alertes_que_pour_cent(etat, coordination, client_de, django_assert_num_queries):
    client = client_de(coordination)
    acquitter(coordination, etat.ministere, "ecart")
    client.get(URL)
    with django_assert_num_queries(9):
        client.get(f"{URL}?exercice=2025")
    for _ in range(30):
        objectif = fabriques.objectif(fabriques.plan(fabriques.organisation(parent=etat.gouvernement)))
        for _ in range(3):
            fabriques.cible(fabriques.indicateur(objectif))
    calculer()
    with django_assert_num_queries(9):
        texte = client.get(f"{URL}?exercice=2025").content.decode()
    assert "1 à 50 sur" in texte


def test_un_plan_en_brouillon_ne_leve_rien(etat, coordination):
    type(etat.objectif.orientation.plan).objects.filter(pk=etat.objectif.orientation.plan_id).update(etat="brouillon")
    calculer()
    comptes = compter(coordination)
    assert (comptes["signal"], comptes["depart"], comptes["non_calcule"]) == (0, 0, 0)


def test_une_alerte_deja_acquittee_offre_de_lever_et_n_offre_pas_d_acquitter(etat, gestionnaire, client_de):
    client, jour = client_de(gestionnaire), timezone.localdate() + timedelta(days=20)
    adresse = f"/pilotage/alertes/non_calcule/indicateur/{etat.muet.pk}/acquitter/?exercice=2025"
    vide = client.get(adresse).content.decode()
    assert "peut-elle attendre" in vide and 'name="motif"' in vide
    assert client.post(adresse, {"motif": "Source en retard", "jusqu_au": jour.isoformat()}).status_code == 302
    deja = client.get(adresse).content.decode()
    assert "Source en retard" in deja and "Lever l'acquittement" in deja and 'name="motif"' not in deja
    reponse = client.post(adresse, {"motif": "Autre motif", "jusqu_au": jour.isoformat()})
    assert reponse.status_code == 409 and "Autre motif" in reponse.content.decode()


def test_un_seuil_par_defaut_d_un_jour_s_ecrit_au_singulier(etat, coordination, client_de):
    texte = client_de(coordination).get("/pilotage/alertes/seuils/").content.decode()
    assert "Par défaut\u00a0: 1\u00a0jour." in texte and "90\u00a0jours." in texte
