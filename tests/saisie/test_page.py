"""The data-entry page without script: who sees what, what is kept, what is said."""

import json
from datetime import date

import pytest
from django.test import Client
from django.utils.html import escape

from ecosysteme.enums import EtatMesure, RoleAdhesion, TypeOrganisation
from ecosysteme.models import Mesure
from tests import fabriques
from tests.saisie.aides import FIN, client_de, poster

pytestmark = pytest.mark.django_db
ADRESSE = "/pilotage/saisie/?exercice=2025"


def cle(indicateur, fin=FIN) -> str:
    return f"{indicateur.pk}.{fin.isoformat()}"


def test_une_personne_gestionnaire_voit_ses_indicateurs_avec_le_precedent_et_la_cible(
    gestionnaire, indicateur, etranger
):
    fabriques.mesure(indicateur, 2024, "45.2")
    fabriques.cible(indicateur, 2025, "40", "au_plus")
    page = client_de(gestionnaire).get(ADRESSE).content.decode()
    assert "Délai moyen de traitement" in page and etranger.nom not in page
    assert "45,2" in page and "2024-2025" in page and "au plus 40" in page


def test_un_responsable_ne_voit_que_les_siens_et_ne_peut_publier(responsable, indicateur, objectif):
    autre = fabriques.indicateur(objectif, nom="Indicateur d'une autre personne")
    page = client_de(responsable).get(ADRESSE).content.decode()
    assert indicateur.nom in page and escape(autre.nom) not in page
    assert "Enregistrer comme provisoires" in page and 'value="publier"' not in page


@pytest.mark.parametrize(
    ("role", "mots"),
    [
        (RoleAdhesion.MEMBRE_PUBLIC, "Votre rôle permet de lire"),
        (RoleAdhesion.RESPONSABLE_INDICATEUR, "Aucun indicateur ne vous est encore confié"),
        (RoleAdhesion.GESTIONNAIRE, "pas encore d'indicateur"),
    ],
)
def test_qui_n_a_rien_a_saisir_sait_pourquoi(gouvernement, role, mots):
    p = fabriques.personne()
    fabriques.adhesion(p, fabriques.organisation(parent=gouvernement), role)
    reponse = client_de(p).get(ADRESSE)
    assert reponse.status_code == 200 and mots in reponse.content.decode().replace("&#x27;", "'")


def test_un_partenaire_prive_n_apprend_rien(membre_prive, indicateur):
    fabriques.mesure(indicateur, etat=EtatMesure.PROVISOIRE)
    client = client_de(membre_prive)
    assert indicateur.nom not in client.get(ADRESSE).content.decode()
    assert client.get(f"/pilotage/saisie/etat/?exercice=2025&ids={indicateur.pk}").json() == {
        "cellules": {},
        "attente": "",
    }
    assert poster(client, {cle(indicateur): "12"}).status_code == 403
    indicateur.visibilite = "interne"
    indicateur.save()
    assert poster(client, {cle(indicateur): "12"}).status_code == 404


def test_un_compte_sans_role_est_refuse_et_un_visiteur_se_connecte(indicateur):
    assert client_de(fabriques.personne()).get(ADRESSE).status_code == 403
    assert Client().get(ADRESSE).url.startswith("/compte/connexion/")


def test_l_indicateur_d_une_autre_organisation_se_refuse_en_bloc(gestionnaire, indicateur, etranger):
    reponse = poster(client_de(gestionnaire), {cle(indicateur): "12", cle(etranger): "13"})
    assert reponse.status_code == 403 and "Ministère d" in reponse.content.decode()
    assert not Mesure.objects.exists()


@pytest.mark.parametrize("fausse", ["999999.2026-03-31", "zut.2026-03-31", "².2026-03-31", "99999999999999999999.x"])
def test_une_cle_inventee_est_introuvable(gestionnaire, indicateur, fausse):
    assert poster(client_de(gestionnaire), {fausse: "12"}).status_code == 404


def test_sans_jeton_csrf_rien_ne_s_ecrit(gestionnaire, indicateur):
    client = Client(enforce_csrf_checks=True)
    client.force_login(gestionnaire)
    assert poster(client, {cle(indicateur): "12"}).status_code == 403
    assert client.post("/pilotage/saisie/lots/1/annuler/").status_code == 403
    assert not Mesure.objects.exists()


def test_publier_enregistre_valide_et_revient_a_la_page_avec_une_phrase(gestionnaire, indicateur):
    client = client_de(gestionnaire)
    reponse = poster(client, {cle(indicateur): "1 234,5"}, {cle(indicateur): "Registre"}, acte="publier", follow=True)
    m = Mesure.objects.get()
    assert (str(m.valeur.normalize()), m.etat, m.commentaire, m.debut) == (
        "1234.5",
        "validee",
        "Registre",
        date(2025, 4, 1),
    )
    page = reponse.content.decode()
    assert "1\u00a0résultat publié." in page and "Annuler cet enregistrement" in page and "1\u00a0234,5" in page


def test_ce_qui_n_a_pas_ete_touche_n_est_pas_ecrit(gestionnaire, indicateur, objectif):
    autre = fabriques.indicateur(objectif)
    lue = fabriques.mesure(autre, valeur="7.10", commentaire="Ligne 1\r\nLigne 2")
    client = client_de(gestionnaire)
    lu = client.get(ADRESSE).context["lu"]
    poster(client, {cle(indicateur): "5", cle(autre): "7,1"}, {cle(autre): "Ligne 1\r\nLigne 2"}, lu=lu)
    lue.refresh_from_db()
    assert (lue.version, lue.etat) == (1, "validee")
    assert Mesure.objects.get(indicateur=indicateur).etat == "provisoire"


def test_une_erreur_est_dite_en_haut_et_a_cote_sans_retenir_le_reste(gestionnaire, indicateur, objectif):
    bon = fabriques.indicateur(objectif)
    reponse = poster(client_de(gestionnaire), {cle(indicateur): "12 jours", cle(bon): "8"}, {cle(indicateur): "Note"})
    page = reponse.content.decode()
    assert reponse.status_code == 422
    assert f'href="#v-{cle(indicateur)}"' in page and f'id="e-{cle(indicateur)}"' in page
    assert 'value="12 jours"' in page and ">Note</textarea>" in page
    assert "1\u00a0résultat enregistré comme provisoire. 1\u00a0erreur à corriger." in page
    assert Mesure.objects.get().indicateur == bon


def test_un_conflit_montre_les_deux_valeurs_puis_laisse_choisir(gestionnaire, collegue, indicateur):
    fabriques.mesure(indicateur, valeur="50")
    client, k = client_de(gestionnaire), cle(indicateur)
    lu = client.get(ADRESSE).context["lu"]
    poster(client_de(collegue), {k: "60"}, lu=lu)
    reponse = poster(client, {k: "70"}, lu=lu)
    page = reponse.content.decode()
    assert reponse.status_code == 409
    assert "Dominique Exemple" in page and "a écrit 60" in page and "Garder 60" in page and "Écrire 70" in page
    lu = reponse.context["lu"]
    sans_choix = poster(client, {k: "70"}, lu=lu)
    assert sans_choix.status_code == 422 and "Choisissez la valeur à garder" in sans_choix.content.decode()
    assert Mesure.objects.get().valeur == 60
    poster(client, {k: "70"}, lu=sans_choix.context["lu"], **{f"x-{k}": "mien"})
    assert (Mesure.objects.get().valeur, Mesure.objects.get().version) == (70, 3)


def test_garder_la_valeur_de_l_autre_n_ecrit_rien(gestionnaire, collegue, indicateur):
    client, k = client_de(gestionnaire), cle(indicateur)
    poster(client_de(collegue), {k: "60"})
    lu = poster(client, {k: "70"}).context["lu"]
    reponse = poster(client, {k: "70"}, lu=lu, **{f"x-{k}": "sien"}, follow=True)
    assert "Aucun changement à enregistrer" in reponse.content.decode()
    assert (Mesure.objects.get().valeur, Mesure.objects.get().version) == (60, 1)


def test_vider_une_cellule_retire_le_resultat_et_un_commentaire_seul_est_refuse(gestionnaire, indicateur, objectif):
    fabriques.mesure(indicateur)
    autre = fabriques.indicateur(objectif)
    client = client_de(gestionnaire)
    lu = client.get(ADRESSE).context["lu"]
    reponse = poster(client, {cle(indicateur): "", cle(autre): ""}, {cle(autre): "Sans valeur"}, lu=lu)
    assert (
        "1\u00a0résultat retiré" in reponse.content.decode() and "Un commentaire accompagne" in reponse.content.decode()
    )
    assert not Mesure.objects.exists()


def test_cocher_publie_tel_quel_un_provisoire(gestionnaire, indicateur):
    fabriques.mesure(indicateur, valeur="48.2", etat=EtatMesure.PROVISOIRE, commentaire="Vu")
    client, k = client_de(gestionnaire), cle(indicateur)
    lu = client.get(ADRESSE).context["lu"]
    poster(client, {k: "48,2"}, {k: "Vu"}, lu=lu, acte="publier", choisi=k)
    m = Mesure.objects.get()
    assert (m.etat, m.version, m.commentaire) == ("validee", 2, "Vu")


def test_un_responsable_ne_publie_pas_et_ne_touche_pas_un_resultat_valide(responsable, indicateur):
    client, k = client_de(responsable), cle(indicateur)
    assert "une personne qui valide les publiera" in poster(client, {k: "5"}, acte="publier").content.decode()
    assert not Mesure.objects.exists()
    fabriques.mesure(indicateur)
    reponse = client.get(ADRESSE)
    assert f'name="v-{k}"' not in reponse.content.decode()
    assert "Résultat validé" in poster(client, {k: "5"}, lu=reponse.context["lu"]).content.decode()
    assert Mesure.objects.get().valeur == 50


def test_une_valeur_inhabituelle_est_enregistree_avec_un_avertissement(gestionnaire, indicateur):
    fabriques.mesure(indicateur, 2024, "45.2")
    page = poster(client_de(gestionnaire), {cle(indicateur): "452"}, follow=True).content.decode()
    assert "10 fois plus grande que la précédente" in page
    assert Mesure.objects.get(exercice=2025).valeur == 452


def test_l_annulation_d_un_lot_est_a_son_auteur(gestionnaire, collegue, indicateur):
    client = client_de(gestionnaire)
    poster(client, {cle(indicateur): "5"})
    adresse = client.get(ADRESSE).context["lot"]["url"]
    assert client_de(collegue).post(adresse).status_code == 404
    assert "1\u00a0résultat rétabli." in client.post(f"{adresse}?exercice=2025", follow=True).content.decode()
    assert not Mesure.objects.exists()
    assert "déjà annulé" in client.post(adresse, follow=True).content.decode()


def test_qui_a_perdu_ses_droits_n_annule_plus(gestionnaire, indicateur, ministere):
    client = client_de(gestionnaire)
    poster(client, {cle(indicateur): "5"}, acte="publier")
    adresse = client.get(ADRESSE).context["lot"]["url"]
    gestionnaire.adhesions.update(role=RoleAdhesion.RESPONSABLE_INDICATEUR)
    assert client.post(adresse).status_code == 403
    indicateur.responsable = gestionnaire
    indicateur.save()
    assert client.post(adresse).status_code == 403
    assert Mesure.objects.get().etat == "validee"


def test_un_lu_fabrique_ne_donne_qu_un_conflit(gestionnaire, indicateur):
    fabriques.mesure(indicateur)
    client, k = client_de(gestionnaire), cle(indicateur)
    for lu in (
        "",
        "{",
        "[]",
        '{"x": 1}',
        json.dumps({k: [True, "1", None, 3, []]}),
        json.dumps({k: [10**30, 1, "", "", 0]}),
    ):
        assert poster(client, {k: "12"}, lu=lu).status_code == 409
    assert Mesure.objects.get().valeur == 50


def test_le_gouvernement_saisit_dans_tout_son_arbre(gouvernement, indicateur, etranger):
    p = fabriques.personne()
    fabriques.adhesion(p, gouvernement, RoleAdhesion.COORDINATION)
    page = client_de(p).get(ADRESSE).content.decode()
    assert indicateur.nom in page and etranger.nom in page
    assert gouvernement.type == TypeOrganisation.GOUVERNEMENT
