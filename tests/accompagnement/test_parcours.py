"""The adoption path: recognised from facts, never declared; one query for all organisations."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from communaute.services.pratiques import publier
from communaute.services.verification import retirer
from ecosysteme.format import FUSEAU
from ecosysteme.models import Indicateur
from pilotage.models import Bloquant, Rencontre
from pilotage.selectors import parcours
from pilotage.selectors.parcours_faits import lire
from tests import fabriques
from tests import fabriques_forum as forum
from tests.monde_communaute import pratique

URL = "/pilotage/accompagnement/parcours/"


def etapes(organisation):
    return set(lire(organisation.pk)[0].faits)


def texte(reponse):
    return reponse.content.decode().replace("\xa0", " ").replace("&#x27;", "'")


def test_chaque_etape_se_reconnait_a_son_fait_et_pas_avant(ministere, coordination):
    assert etapes(ministere) == set()
    personne = fabriques.personne()
    fabriques.adhesion(personne, ministere)
    assert etapes(ministere) == {1}
    plan = fabriques.plan(ministere)
    assert etapes(ministere) == {1}
    indicateur = fabriques.indicateur(fabriques.objectif(plan))
    assert etapes(ministere) == {1, 3}
    Indicateur.objects.filter(pk=indicateur.pk).update(responsable=personne)
    assert etapes(ministere) == {1, 2, 3}
    fabriques.mesure(indicateur, 2024, saisie_par=personne, importation_id=7)
    fabriques.mesure(indicateur, 2023, None, saisie_par=personne, motif_absence="non_mesure")
    assert etapes(ministere) == {1, 2, 3}
    fabriques.mesure(indicateur, 2025, saisie_par=personne)
    assert etapes(ministere) == {1, 2, 3, 4}
    tenue = Rencontre.objects.create(
        organisation=ministere, palier=3, titre="Essai", prevue_le=timezone.now(), duree=30, animation=personne
    )
    bloquant = Bloquant.objects.create(
        titre="Essai", cause="autre", organisation=ministere, indicateur=indicateur, signale_par=personne, palier=3,
        palier_origine=3,
    )  # fmt: skip
    assert etapes(ministere) == {1, 2, 3, 4}
    Rencontre.objects.filter(pk=tenue.pk).update(etat="close", close_le=timezone.now())
    Bloquant.objects.filter(pk=bloquant.pk).update(etat="resolu", clos_le=timezone.now(), denouement="Réglé.")
    assert etapes(ministere) == {1, 2, 3, 4, 5, 6}
    assert {qui for _, qui in lire(ministere.pk)[0].faits.values()} >= {str(personne)}


def test_le_forum_et_la_communaute_prouvent_leurs_etapes_par_leurs_propres_faits(ministere, gouvernement):
    personne = fabriques.personne()
    fabriques.adhesion(personne, ministere, debut=timezone.localdate() - timedelta(days=30))
    ecrit = forum.message(forum.sujet(forum.espace()), personne)
    brouillon = pratique(personne, ministere, publiee=False)
    assert etapes(ministere) == {1, 7}
    assert lire(ministere.pk)[0].faits[7][1] == str(personne)
    publier(par=personne, pratique=brouillon, version_lue=1)
    assert etapes(ministere) == {1, 7, 9}
    type(ecrit).objects.filter(pk=ecrit.pk).update(
        retire_le=timezone.now(), retire_par=personne, retire_motif="Hors sujet."
    )
    retirer(par=personne, pratique=brouillon, motif="Dépassée.", version_lue=2)
    assert etapes(ministere) == {1}


def test_un_message_d_avant_ou_d_apres_le_role_ne_compte_pas_pour_l_organisation(ministere, ailleurs):
    personne, jour = fabriques.personne(), timezone.localdate()
    fabriques.adhesion(personne, ministere, debut=jour - timedelta(days=30), fin=jour - timedelta(days=1))
    fabriques.adhesion(personne, ailleurs, debut=jour)
    forum.message(forum.sujet(forum.espace(), fabriques.personne()), personne)
    assert 7 not in etapes(ministere) and 7 in etapes(ailleurs)


def test_un_partenaire_prive_qui_ecrit_n_est_le_fait_d_aucune_organisation_de_l_etat(ministere):
    prive = fabriques.personne()
    fabriques.adhesion(prive, ministere, "membre_prive")
    forum.message(forum.sujet(forum.espace(), fabriques.personne()), prive)
    assert 7 not in etapes(ministere)


def test_le_jour_ou_un_responsable_est_designe_est_celui_du_fait(ministere, responsable):
    indicateur = fabriques.indicateur(organisation=ministere)
    Indicateur.objects.filter(pk=indicateur.pk).update(cree_le=timezone.now() - timedelta(days=400))
    Indicateur.objects.filter(pk=indicateur.pk).update(responsable=responsable)
    quand, qui = lire(ministere.pk)[0].faits[2]
    assert timezone.localdate(quand) == timezone.localdate() and qui == str(responsable)


def test_ce_qui_se_fait_dans_une_direction_compte_pour_son_ministere_et_pas_l_inverse(ministere, gouvernement):
    direction = fabriques.organisation(parent=ministere, type="direction")
    fabriques.adhesion(fabriques.personne(), direction)
    assert etapes(ministere) == {1} and etapes(direction) == {1}
    fabriques.adhesion(fabriques.personne(), gouvernement, "coordination")
    autre = fabriques.organisation(parent=gouvernement)
    assert etapes(autre) == set()


def test_un_role_prive_ou_a_venir_n_est_pas_un_fait(ministere):
    fabriques.adhesion(fabriques.personne(), ministere, "membre_prive")
    fabriques.adhesion(fabriques.personne(), ministere, debut=timezone.localdate() + timedelta(days=2))
    assert etapes(ministere) == set()


def test_le_premier_fait_est_garde_avec_son_jour_au_quebec(ministere):
    premier, second = fabriques.personne(), fabriques.personne()
    fabriques.adhesion(second, ministere, debut=datetime(2024, 3, 11).date())
    fabriques.adhesion(premier, ministere, debut=datetime(2024, 3, 10).date())
    quand, qui = lire(ministere.pk)[0].faits[1]
    assert (quand.astimezone(FUSEAU).isoformat(), qui) == ("2024-03-10T00:00:00-05:00", str(premier))


def test_une_seule_requete_pour_deux_cent_vingt_cinq_organisations(gouvernement, django_assert_num_queries):
    for _ in range(225):
        fabriques.organisation(parent=gouvernement)
    with django_assert_num_queries(1):
        assert len(parcours.page(parcours.Demande())["lignes"]) == 225


def test_le_tableau_dit_ce_que_chaque_organisation_attend(ministere, ailleurs, coordination, client_de, leader):
    client = client_de(coordination)
    page = texte(client.get(URL))
    assert "Ministère des Essais" in page and str(leader) in page
    assert "Étape à venir : expérience, quand les incubateurs ouvriront." in page
    attend_inviter = texte(client.get(URL, {"attend": "1"}))
    assert "Ministère des Essais" in attend_inviter and "Ministère d'Ailleurs" not in attend_inviter
    assert "1 sur 2 organisations" in attend_inviter
    assert "Ministère d'Ailleurs" not in texte(client.get(URL, {"q": "essais"}))
    csv = b"".join(client.get(URL, {"format": "csv", "q": "essais"}).streaming_content).decode()
    assert "Inviter les personnes" in csv and "Ministère d'Ailleurs" not in csv


@pytest.mark.parametrize("valeur", ["x", "8", "99"])
def test_une_etape_absurde_ne_filtre_rien(ministere, coordination, client_de, valeur):
    assert "Ministère des Essais" in texte(client_de(coordination).get(URL, {"attend": valeur}))


def test_la_fiche_d_une_organisation_montre_le_meme_parcours(ministere, gestionnaire, client_de):
    client = client_de(gestionnaire)
    adresse = f"{URL}{ministere.pk}/"
    assert adresse in texte(client.get(f"/pilotage/organisations/{ministere.pk}/"))
    fragment = texte(client.get(adresse, headers={"HX-Request": "true"}))
    assert "<html" not in fragment and fragment.count("<li") == 9
    assert fragment.count("étape attendue") == 1 and fragment.count("quand les incubateurs ouvriront") == 1
    assert "reconnue dès qu'une de ses personnes écrit dans le forum" in fragment
    assert "reconnue dès qu'une de ses pratiques est publiée" in fragment


def test_le_tableau_est_celui_de_la_coordination(gestionnaire, client_de):
    assert client_de(gestionnaire).get(URL).status_code == 403
