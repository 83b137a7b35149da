"""The pages of the blockers: read, filtered, exported, acted upon, in conflict, refused; nothing for a partner."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pilotage.enums import EtatBloquant
from pilotage.models import Bloquant
from pilotage.services import bloquants as services
from tests import fabriques
from tests.bloquants.conftest import avancer_echeance, signaler
from tests.comptes.aides import client_de

pytestmark = pytest.mark.django_db
TABLEAU = "/pilotage/bloquants/"


def texte(reponse) -> str:
    return reponse.content.decode().replace("\u00a0", " ")


def champs(**autres):
    return {
        "titre": "Les données n'arrivent plus",
        "gravite": "3",
        "cause": "donnees",
        "palier": "3",
        "description": "Depuis mars.",
        "aide_demandee": "Un accès.",
        **autres,
    }


def test_le_tableau_vide_dit_pourquoi_et_offre_le_premier_acte(gestionnaire, membre_public):
    page = texte(client_de(gestionnaire).get(TABLEAU))
    assert "Aucun bloquant n'est ouvert" in page and reverse("pilotage:bloquant_signaler") in page
    assert reverse("pilotage:bloquant_signaler") not in texte(client_de(membre_public).get(TABLEAU))


def test_le_tableau_range_par_palier_et_compte(escalade, de_direction, gestionnaire, coordination):
    avancer_echeance(escalade)
    page = texte(client_de(coordination).get(TABLEAU))
    assert "2 sur 2" in page and "réponse en retard" in page
    filtree = texte(client_de(coordination).get(TABLEAU, {"voir": "retard"}))
    assert "1 sur 2" in filtree and f'id="b{escalade.bloquant_id}"' in filtree
    assert f'id="b{de_direction.bloquant_id}"' not in filtree


@pytest.mark.parametrize(
    ("filtre", "montre"),
    [
        ({"palier": "4"}, True), ({"palier": "1"}, False), ({"cause": "donnees"}, True), ({"cause": "budget"}, False),
        ({"gravite": "3"}, True), ({"gravite": "1"}, False), ({"etat": "escalade"}, True), ({"etat": "resolu"}, False),
        ({"etat": "tous"}, True), ({"q": "donnée région"}, True), ({"q": "hélicoptère"}, False), ({"q": "1.1.1"}, True),
        ({"voir": "escalades"}, True), ({"voir": "sans-personne"}, False), ({"palier": "douze"}, True),
        ({"organisation": "0"}, False), ({"organisation": "x"}, True), ({"page": "99"}, True),
    ],
)  # fmt: skip
def test_chaque_filtre_filtre_et_une_absurdite_compte_pour_rien(escalade, gestionnaire, filtre, montre):
    page = texte(client_de(gestionnaire).get(TABLEAU, filtre))
    assert (f'id="b{escalade.bloquant_id}"' in page) is montre


def test_une_organisation_filtre_avec_ce_qui_en_releve(de_direction, ministere, ailleurs, gestionnaire):
    client = client_de(gestionnaire)
    ici, la_bas = (texte(client.get(TABLEAU, {"organisation": o.pk})) for o in (ministere, ailleurs))
    assert f'id="b{de_direction.bloquant_id}"' in ici and f'id="b{de_direction.bloquant_id}"' not in la_bas


def test_ou_mon_organisation_peut_aider(pris, gestionnaire, gestionnaire_d_ailleurs, indicateur_d_ailleurs, ailleurs):
    client = client_de(gestionnaire_d_ailleurs)
    voir = lambda: f'id="b{pris.pk}"' in texte(client.get(TABLEAU, {"voir": "aider"}))  # noqa: E731
    assert not voir()
    regle = signaler(gestionnaire_d_ailleurs, indicateur_d_ailleurs)
    services.prendre_en_charge(par=gestionnaire_d_ailleurs, bloquant=regle)
    services.resoudre(par=gestionnaire_d_ailleurs, bloquant=regle, ce_qui_a_regle="Un export de nuit.")
    assert voir()
    services.offrir_aide(par=gestionnaire_d_ailleurs, bloquant=pris, organisation=ailleurs)
    assert not voir()


def test_l_export_suit_les_filtres(escalade, gestionnaire):
    reponse = client_de(gestionnaire).get(TABLEAU, {"format": "csv", "voir": "escalades"})
    lignes = b"".join(reponse.streaming_content).decode().splitlines()
    assert len(lignes) == 2 and "Escaladé" in lignes[1]
    classeur = client_de(gestionnaire).get(TABLEAU, {"format": "xlsx"})
    assert classeur.status_code == 200 and b"".join(classeur.streaming_content).startswith(b"PK")
    classeur.close()


def test_un_partenaire_ne_sait_rien_des_bloquants(escalade, membre_prive, indicateur, ministere):
    client = client_de(membre_prive)
    for chemin in (TABLEAU, f"{TABLEAU}?format=csv", f"{TABLEAU}{escalade.bloquant_id}/", f"{TABLEAU}signaler/",
                   f"{TABLEAU}semblables/?titre=données", f"{TABLEAU}organisation/{ministere.pk}/"):  # fmt: skip
        assert client.get(chemin).status_code == 404, chemin
    for chemin in (f"/pilotage/indicateurs/{indicateur.pk}/", f"/pilotage/organisations/{ministere.pk}/", "/"):
        assert "loquant" not in texte(client.get(chemin)), chemin


def test_on_signale_depuis_la_fiche_de_l_indicateur(gestionnaire, indicateur, membre_public):
    client = client_de(gestionnaire)
    lien = f"{reverse('pilotage:bloquant_signaler')}?indicateur={indicateur.pk}"
    assert lien in texte(client.get(f"/pilotage/indicateurs/{indicateur.pk}/"))
    reponse = client.post(lien, champs(), follow=True)
    b = Bloquant.objects.get()
    assert reponse.redirect_chain[-1][0] == f"{TABLEAU}{b.pk}/" and b.indicateur == indicateur
    assert "Le bloquant est signalé" in texte(reponse)
    assert "Les données n" in texte(client.get(f"/pilotage/indicateurs/{indicateur.pk}/"))
    assert client_de(membre_public).get(lien).status_code == 403


def test_depuis_une_organisation_on_choisit_l_indicateur(gestionnaire, indicateur, ministere, indicateur_d_ailleurs):
    client, lien = client_de(gestionnaire), f"{TABLEAU}signaler/?organisation={ministere.pk}"
    assert "1.1.1" in texte(client.get(lien))
    refuse = client.post(lien, champs(indicateur=indicateur_d_ailleurs.pk))
    assert refuse.status_code == 422 and not Bloquant.objects.exists()
    assert client.post(lien, champs(indicateur=indicateur.pk)).status_code == 302


def test_sans_rien_de_connu_on_choisit_d_abord_l_organisation(coordination, ministere, ailleurs):
    page = texte(client_de(coordination).get(f"{TABLEAU}signaler/"))
    assert "Choisir l'indicateur bloqué" in page.replace("&#x27;", "'") and ministere.nom in page


def test_un_formulaire_fautif_garde_ce_qui_est_ecrit_et_dit_quoi_corriger(gestionnaire, indicateur):
    lien = f"{TABLEAU}signaler/?indicateur={indicateur.pk}"
    reponse = client_de(gestionnaire).post(lien, champs(titre="", cause=""))
    page = texte(reponse)
    assert reponse.status_code == 422 and "Depuis mars." in page
    assert "Dites en une phrase ce qui bloque." in page and "Choisissez la cause la plus proche." in page


def test_l_apercu_sans_javascript_montre_les_semblables_et_n_ecrit_rien(pris, gestionnaire, indicateur):
    services.resoudre(par=gestionnaire, bloquant=pris, ce_qui_a_regle="Un export de nuit.")
    lien = f"{TABLEAU}signaler/?indicateur={indicateur.pk}"
    reponse = client_de(gestionnaire).post(lien, champs(titre="Données des régions absentes", apercu="oui"))
    assert reponse.status_code == 200 and "Un export de nuit." in texte(reponse)
    assert "Données des régions absentes" in texte(reponse) and Bloquant.objects.count() == 1


def test_prendre_en_charge_en_un_clic_et_la_seconde_personne_voit_la_premiere(signale, gestionnaire, coordination):
    adresse = f"{TABLEAU}{signale.pk}/prendre/"
    assert client_de(gestionnaire).post(adresse, {"version": "1"}).status_code == 302
    reponse = client_de(coordination).post(adresse, {"version": "1"})
    assert reponse.status_code == 409
    assert "Il est maintenant : pris en charge" in texte(reponse) and str(gestionnaire) in texte(reponse)


def test_un_conflit_garde_le_texte_et_l_envoyer_de_nouveau_agit(pris, gestionnaire, coordination):
    client, adresse = client_de(coordination), f"{TABLEAU}{pris.pk}/resoudre/"
    services.prendre_en_charge(par=coordination, bloquant=pris)
    reponse = client.post(adresse, {"version": str(pris.version), "ce_qui_a_regle": "Un export de nuit."})
    page = texte(reponse)
    assert reponse.status_code == 409 and "Un export de nuit." in page and str(coordination) in page
    assert client.post(adresse, {"version": str(pris.version + 1), "ce_qui_a_regle": "Un export."}).status_code == 302
    pris.refresh_from_db()
    assert pris.etat == EtatBloquant.RESOLU


def test_escalader_puis_repondre_par_les_pages(pris, gestionnaire, coordination):
    client = client_de(gestionnaire)
    assert "Gouvernement (20 jours pour répondre)" in texte(client.get(f"{TABLEAU}{pris.pk}/escalader/"))
    donnees = {"version": str(pris.version), "palier": "4", "aide_demandee": "Un accès.", "repondre_avant": ""}
    assert client.post(f"{TABLEAU}{pris.pk}/escalader/", donnees).status_code == 302
    passee = client.post(f"{TABLEAU}{pris.pk}/escalader/", donnees | {"version": str(pris.version + 1)})
    assert passee.status_code == 422 and "attend déjà une réponse" in texte(passee) and "Un accès." in texte(passee)
    assert client.get(f"{TABLEAU}{pris.pk}/repondre/").status_code == 403
    chef = client_de(coordination)
    assert "Votre réponse est attendue" in texte(chef.get("/")) or "attendent votre réponse" in texte(chef.get("/"))
    pris.refresh_from_db()
    reponse = {"version": str(pris.version), "decision": "Accordé.", "responsable": str(gestionnaire.pk)}
    assert chef.post(f"{TABLEAU}{pris.pk}/repondre/", reponse).status_code == 302
    page = texte(client.get(f"{TABLEAU}{pris.pk}/"))
    assert "Accordé." in page and "Pris en charge" in page


def test_une_echeance_passee_ou_illisible_se_dit_a_son_champ(pris, gestionnaire):
    for jour, phrase in (("2020-01-01", "Choisissez une échéance à venir."), ("demain", "demain")):
        donnees = {"version": str(pris.version), "palier": "4", "aide_demandee": "Aide.", "repondre_avant": jour}
        reponse = client_de(gestionnaire).post(f"{TABLEAU}{pris.pk}/escalader/", donnees)
        assert reponse.status_code == 422 and phrase in texte(reponse)


def test_ouvrir_un_acte_impossible_dit_pourquoi(signale, gestionnaire):
    page = texte(client_de(gestionnaire).get(f"{TABLEAU}{signale.pk}/escalader/"))
    assert "Prenez d&#x27;abord ce bloquant en charge" in page and "<textarea" not in page
    assert client_de(gestionnaire).get(f"{TABLEAU}{signale.pk}/repondre/").status_code == 404


def test_l_aide_s_offre_en_un_clic_au_nom_d_une_autre_organisation(pris, gestionnaire, gestionnaire_d_ailleurs):
    adresse = f"{TABLEAU}{pris.pk}/aider/"
    assert client_de(gestionnaire).post(adresse).status_code == 403
    client = client_de(gestionnaire_d_ailleurs)
    assert "Offrir l'aide de" in texte(client.get(f"{TABLEAU}{pris.pk}/"))
    assert client.post(adresse).status_code == 302
    offre = pris.offres.get()
    assert client.post(f"{TABLEAU}{pris.pk}/offres/{offre.pk}/accepter/").status_code == 403
    assert client_de(gestionnaire).post(f"{TABLEAU}{pris.pk}/offres/{offre.pk}/retirer/").status_code == 403
    assert client_de(gestionnaire).post(f"{TABLEAU}{pris.pk}/offres/{offre.pk}/accepter/").status_code == 302
    assert "acceptée" in texte(client.get(f"{TABLEAU}{pris.pk}/"))
    assert client.post(f"{TABLEAU}{pris.pk}/offres/{offre.pk}/retirer/").status_code == 302


def test_une_direction_ne_repond_pas_pour_son_ministere(de_direction, gestionnaire_de_direction, gestionnaire):
    adresse = f"{TABLEAU}{de_direction.bloquant_id}/repondre/"
    assert client_de(gestionnaire_de_direction).get(adresse).status_code == 403
    assert client_de(gestionnaire).get(adresse).status_code == 200


def test_suivre_et_ne_plus_suivre(pris, membre_public):
    client, adresse = client_de(membre_public), f"{TABLEAU}{pris.pk}/suivre/"
    client.post(adresse, {"suivre": "oui"})
    assert "Ne plus suivre" in texte(client.get(f"{TABLEAU}{pris.pk}/"))
    client.post(adresse, {"suivre": "non"})
    assert "Ne plus suivre" not in texte(client.get(f"{TABLEAU}{pris.pk}/"))


def test_ce_qu_une_personne_ecrit_reste_du_texte(gestionnaire, indicateur):
    mots = {"titre": "<script>alert(1)</script>", "description": "<img src=x onerror=alert(1)>"}
    b = signaler(gestionnaire, indicateur, **mots)
    page = client_de(gestionnaire).get(f"{TABLEAU}{b.pk}/").content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page


def test_le_meme_nombre_de_requetes_avec_un_ou_trente_bloquants(escalade, gestionnaire, indicateur):
    client = client_de(gestionnaire)

    def compter(chemin):
        with CaptureQueriesContext(connection) as captees:
            assert client.get(chemin).status_code == 200
        return len(captees)

    chemins = (TABLEAU, f"{TABLEAU}{escalade.bloquant_id}/", "/", f"/pilotage/indicateurs/{indicateur.pk}/")
    avant = [compter(chemin) for chemin in chemins]
    for _ in range(30):
        autre = fabriques.organisation(parent=indicateur.organisation, type="direction")
        b = signaler(gestionnaire, fabriques.indicateur(fabriques.objectif(fabriques.plan(autre))))
        services.prendre_en_charge(par=gestionnaire, bloquant=b)
        services.offrir_aide(par=gestionnaire, bloquant=escalade.bloquant, organisation=autre)
    assert [compter(chemin) for chemin in chemins] == avant
    assert max(avant[:2]) <= 12


def test_d_un_bloquant_ouvert_on_confie_une_action(pris, gestionnaire, membre_public):
    lien = f"{reverse('pilotage:action_ajouter')}?bloquant={pris.pk}"
    client = client_de(gestionnaire)
    assert lien in texte(client.get(f"{TABLEAU}{pris.pk}/")) and client.get(lien).status_code == 200
    assert lien not in texte(client_de(membre_public).get(f"{TABLEAU}{pris.pk}/"))
    services.resoudre(par=gestionnaire, bloquant=pris, ce_qui_a_regle="Un export de nuit.")
    assert lien not in texte(client.get(f"{TABLEAU}{pris.pk}/"))
