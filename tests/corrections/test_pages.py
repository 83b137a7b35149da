"""On the sheet, in the list, on « Mon travail »; the decision, its conflict, what a private partner never sees."""

import re

import pytest

from ecosysteme.models import Mesure
from pilotage.models import CorrectionProposee
from tests import fabriques

PERIODE = "2024-04-01_2025-03-31_"


def champs(**plus):
    return {"periode": PERIODE, "valeur": "52,5", "motif": "Double compte", "source": "Registre"} | plus


def adresse(indicateur) -> str:
    return f"/pilotage/indicateurs/{indicateur.pk}/corrections/proposer/"


def test_proposer_depuis_la_fiche_puis_la_voir_a_cote_de_la_valeur_officielle(
    client_de, gestionnaire_d_ailleurs, indicateur, mesure
):
    client = client_de(gestionnaire_d_ailleurs)
    fiche = client.get(f"/pilotage/indicateurs/{indicateur.pk}/").content.decode()
    assert adresse(indicateur) in fiche and "Corrections proposées" not in fiche
    assert "50\u00a0jours" in client.get(adresse(indicateur)).content.decode()
    assert client.post(adresse(indicateur), champs()).status_code == 302
    fiche = client.get(f"/pilotage/indicateurs/{indicateur.pk}/").content.decode()
    rangee = re.search(r'<section class="corrections".*?</section>', fiche, re.S)[0]
    assert "50\u00a0jours" in rangee and "52,5\u00a0jours" in rangee and "Double compte" in rangee


@pytest.mark.parametrize(
    ("plus", "message"),
    [
        ({"valeur": "=1+1"}, "formules"),
        ({"valeur": "NaN"}, "fini"),
        ({"valeur": "1_000"}, "soulignement"),
        ({"valeur": ""}, "Écrivez la valeur proposée"),
        ({"valeur": "n/d"}, "Écrivez un nombre"),
        ({"motif": ""}, "Dites pourquoi"),
        ({"source": ""}, "Dites d&#x27;où vient"),
        ({"periode": "2999-04-01_3000-03-31_"}, "Période"),
        ({"valeur": "50"}, "déjà la valeur officielle"),
    ],
)
def test_une_saisie_fautive_est_dite_et_rien_n_est_perdu(
    client_de, gestionnaire_d_ailleurs, indicateur, mesure, plus, message
):
    reponse = client_de(gestionnaire_d_ailleurs).post(adresse(indicateur), champs(**plus))
    texte = reponse.content.decode()
    assert reponse.status_code == 422 and message in texte
    assert "Registre" in texte or "source" in plus
    assert not CorrectionProposee.objects.exists()


def test_qui_saisit_l_indicateur_n_a_pas_a_proposer(client_de, gestionnaire, responsable, indicateur):
    for personne in (gestionnaire, responsable):
        reponse = client_de(personne).get(adresse(indicateur))
        assert reponse.status_code == 403 and "grille de saisie" in reponse.content.decode()


def test_un_partenaire_ne_voit_ni_correction_ni_moyen_d_en_proposer(client_de, membre_prive, indicateur, proposer):
    c, client = proposer(), client_de(membre_prive)
    fiche = client.get(f"/pilotage/indicateurs/{indicateur.pk}/").content.decode()
    assert "orrection" not in fiche and "Deux dossiers" not in fiche
    for chemin in (adresse(indicateur), "/pilotage/corrections/", f"/pilotage/corrections/{c.pk}/"):
        assert client.get(chemin).status_code == 404
    assert client.post(f"/pilotage/corrections/{c.pk}/accepter/", {"version": "1"}).status_code == 404


def test_accepter_par_la_page(client_de, gestionnaire, proposer):
    c, client = proposer(), client_de(gestionnaire)
    page = client.get(f"/pilotage/corrections/{c.pk}/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert client.post(f"/pilotage/corrections/{c.pk}/accepter/", {"version": version}).status_code == 302
    assert Mesure.objects.get().version == 2


def test_une_valeur_qui_a_change_repond_409_puis_s_accepte_en_connaissance_de_cause(
    client_de, gestionnaire, proposer, mesure
):
    c, client = proposer(), client_de(gestionnaire)
    Mesure.objects.filter(pk=mesure.pk).update(valeur=60, version=4)
    reponse = client.post(f"/pilotage/corrections/{c.pk}/accepter/", {"version": "1"})
    texte = reponse.content.decode()
    assert reponse.status_code == 409 and "60\u00a0jours" in texte and "a changé depuis la proposition" in texte
    version = re.search(r'name="version" value="(\d+)"', texte)[1]
    assert version == "4"
    assert client.post(f"/pilotage/corrections/{c.pk}/accepter/", {"version": version}).status_code == 302
    assert Mesure.objects.get().version == 5


@pytest.mark.parametrize("absurde", ["", "x", "-1", "9" * 20])
def test_une_version_absurde_n_accepte_rien(client_de, gestionnaire, proposer, absurde):
    reponse = client_de(gestionnaire).post(f"/pilotage/corrections/{proposer().pk}/accepter/", {"version": absurde})
    assert reponse.status_code == 409
    assert Mesure.objects.get().version == 1


def test_refuser_sans_raison_le_dit_avec_raison_le_garde(client_de, gestionnaire, proposer):
    c, client = proposer(), client_de(gestionnaire)
    assert client.post(f"/pilotage/corrections/{c.pk}/refuser/", {"raison": ""}).status_code == 422
    assert client.post(f"/pilotage/corrections/{c.pk}/refuser/", {"raison": "En retard"}).status_code == 302
    assert "En retard" in client.get(f"/pilotage/corrections/{c.pk}/").content.decode()
    reponse = client.post(f"/pilotage/corrections/{c.pk}/refuser/", {"raison": "Encore"})
    assert reponse.status_code == 409 and "attend plus de décision" in reponse.content.decode()


def test_une_organisation_etrangere_ne_decide_pas(client_de, membre_public, gestionnaire_d_ailleurs, proposer):
    c = proposer()
    for personne in (membre_public, gestionnaire_d_ailleurs):
        assert client_de(personne).post(f"/pilotage/corrections/{c.pk}/accepter/", {"version": "1"}).status_code == 403
    assert client_de(membre_public).post(f"/pilotage/corrections/{c.pk}/retirer/").status_code == 403


def test_mon_travail_attend_une_decision_de_qui_la_doit(client_de, gestionnaire, gestionnaire_d_ailleurs, proposer):
    proposer()
    texte = client_de(gestionnaire).get("/").content.decode()
    assert "Corrections à décider" in texte and "50\u00a0jours" in texte and "52,5\u00a0jours" in texte
    assert "Corrections à décider" not in client_de(gestionnaire_d_ailleurs).get("/").content.decode()


def test_la_liste_filtre_compte_et_s_exporte(client_de, gestionnaire, gestionnaire_d_ailleurs, proposer):
    proposer(motif="=2+2")
    client = client_de(gestionnaire)
    for voir, attendues in (("a-decider", 1), ("miennes", 0), ("proposee", 1), ("refusee", 0), ("x", 1)):
        texte = client.get("/pilotage/corrections/", {"voir": voir}).content.decode()
        assert texte.count('<tr role="row"><th scope="row"') == attendues, voir
    fichier = b"".join(client.get("/pilotage/corrections/?format=csv").streaming_content).decode("utf-8-sig")
    assert "'=2+2" in fichier and "52,5" in fichier
    classeur = client.get("/pilotage/corrections/?format=xlsx")
    assert b"".join(classeur.streaming_content).startswith(b"PK")
    classeur.close()


def test_un_motif_hostile_est_montre_pas_execute(client_de, gestionnaire, proposer, indicateur):
    c, client = proposer(motif="<script>alert(1)</script>"), client_de(gestionnaire)
    for chemin in (f"indicateurs/{indicateur.pk}/", "corrections/", f"corrections/{c.pk}/"):
        texte = client.get(f"/pilotage/{chemin}").content.decode()
        assert "<script>alert" not in texte and "&lt;script&gt;" in texte


def test_les_periodes_echues_sans_resultat_se_choisissent(client_de, gestionnaire_d_ailleurs, gouvernement):
    seul = fabriques.indicateur(organisation=fabriques.organisation(parent=gouvernement), frequence="trimestrielle")
    texte = client_de(gestionnaire_d_ailleurs).get(adresse(seul)).content.decode()
    assert texte.count("aucun résultat</option>") >= 8
