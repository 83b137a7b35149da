"""« Mon travail »: what is expected of me, what changed, what is near me; each person sees what is theirs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ecosysteme.models import Notification
from ecosysteme.services import abonnements
from pilotage.models import EtatIndicateur
from pilotage.selectors import travail
from tests import fabriques
from tests.tableaux.conftest import calculer


@pytest.fixture
def en_retard(etat):
    """« Brise » has been awaited for ten days, « Souffle » is due in ten."""
    for indicateur, jours in ((etat.manque, -10), (etat.atteint, 10), (etat.provisoire, -20)):
        EtatIndicateur.objects.filter(pk=indicateur.pk).update(
            prochaine_maj=timezone.localdate() + timedelta(days=jours)
        )
    EtatIndicateur.objects.filter(pk=etat.interne.pk).update(prochaine_maj=date(2199, 1, 1))


def _signaler(indicateur, variation="defavorable", jours=5):
    depuis = timezone.localdate() - timedelta(days=jours)
    EtatIndicateur.objects.filter(pk=indicateur.pk).update(variation=variation, signal_depuis=depuis, regle="a")


def _noms(contexte, cle="lignes"):
    return [ligne["nom"].split(" ", 1)[1] for ligne in contexte.get(cle, [])]


def test_un_gestionnaire_voit_ses_retards_et_ce_qui_vient(en_retard, gestionnaire):
    contexte = travail.attendu(personne=gestionnaire)
    assert _noms(contexte) == ["Brise", "Souffle"]
    assert contexte["resume"] == "1\u00a0résultat en retard et 1 attendu d'ici 30\u00a0jours."
    assert [ligne["retard"] for ligne in contexte["lignes"]] == ["10\u00a0jours", ""]


def test_la_coordination_voit_tous_les_retards_et_ou_ils_sont(en_retard, coordination):
    contexte = travail.attendu(personne=coordination)
    assert _noms(contexte) == ["Vase", "Brise", "Souffle"]
    assert contexte["resume"].endswith("dans 2\u00a0organisations.")
    assert contexte["url_retards"] == "/pilotage/?alerte=retard"


def test_une_personne_responsable_ne_voit_que_ses_indicateurs(en_retard, responsable):
    assert _noms(travail.attendu(personne=responsable)) == ["Brise"]


def test_rien_n_est_attendu_de_qui_ne_saisit_pas(en_retard, partenaire):
    assert travail.attendu(personne=partenaire) == {}


def test_tout_est_a_jour_se_dit(gestionnaire, client_de):
    EtatIndicateur.objects.update(prochaine_maj=date(2199, 1, 1))
    assert "Tout est à jour" in client_de(gestionnaire).get("/").content.decode()


def test_les_signaux_de_ce_qu_on_tient_les_defavorables_d_abord(etat, gestionnaire):
    _signaler(etat.atteint, "favorable", jours=2)
    _signaler(etat.manque)
    _signaler(etat.provisoire)
    assert _noms(travail.changements(personne=gestionnaire), "signaux") == ["Brise", "Souffle"]


def test_suivre_une_organisation_ou_un_indicateur_ajoute_ses_signaux(etat, gestionnaire):
    _signaler(etat.provisoire)
    assert _noms(travail.changements(personne=gestionnaire), "signaux") == []
    abonnements.suivre(par=gestionnaire, sujet=f"indicateur:{etat.provisoire.pk}")
    assert _noms(travail.changements(personne=gestionnaire), "signaux") == ["Vase"]
    abonnements.ne_plus_suivre(par=gestionnaire, sujet=f"indicateur:{etat.provisoire.pk}")
    abonnements.suivre(par=gestionnaire, sujet=f"organisation:{etat.terre.pk}")
    assert _noms(travail.changements(personne=gestionnaire), "signaux") == ["Vase"]


def test_les_resultats_recus_des_autres_recemment(etat, gestionnaire):
    collegue = fabriques.personne(prenom="Alix", nom="Collègue")
    etat.manque.mesures.filter(exercice=2025).update(saisie_par=collegue, saisie_le=timezone.now())
    etat.atteint.mesures.filter(exercice=2025).update(saisie_par=gestionnaire)
    etat.interne.mesures.update(saisie_le=timezone.now() - timedelta(days=60))
    (resultat,) = travail.changements(personne=gestionnaire)["resultats"]
    assert (resultat["valeur"], resultat["periode"], resultat["qui"]) == ("60\u00a0%", "2025-2026", "Alix Collègue")


def test_un_partenaire_ne_recoit_que_le_publie_de_ce_qu_il_suit(etat, partenaire):
    for organisation in (etat.a, etat.b):
        abonnements.suivre(par=partenaire, sujet=f"organisation:{organisation.pk}")
    for indicateur in (etat.interne, etat.provisoire, etat.manque):
        _signaler(indicateur)
    contexte = travail.changements(personne=partenaire)
    assert _noms(contexte, "signaux") == ["Brise"]
    assert {ligne["nom"].split(" ", 1)[1] for ligne in contexte["resultats"]} == {"Brise", "Souffle"}
    assert {ligne["qui"] for ligne in contexte["resultats"]} == {""}


def test_pres_de_soi_les_voisines_dont_un_signal_est_defavorable(etat, gestionnaire, coordination, partenaire):
    voisine = fabriques.organisation("Agence du Vent", parent=etat.air)
    indicateur = fabriques.indicateur(organisation=voisine)
    calculer()
    _signaler(indicateur)
    _signaler(etat.provisoire)
    _signaler(etat.manque)

    def noms(personne):
        return {ligne["nom"] for ligne in travail.pres(personne=personne).get("lignes", [])}

    assert noms(gestionnaire) == {"Agence du Vent"}
    assert noms(coordination) == {"Agence du Vent", "Ministère de la Boue", "Ministère de l'Air"}
    assert noms(partenaire) == {"Agence du Vent", "Ministère de l'Air"}


def test_sans_role_l_accueil_mene_a_la_page_qui_explique(client_de, sans_role):
    assert client_de(sans_role).get("/").url == "/compte/sans-role/"


@pytest.mark.parametrize("qui", ["coordination", "gestionnaire", "responsable", "partenaire"])
def test_l_accueil_pose_les_trois_questions_a_chacun(request, client_de, qui):
    texte = client_de(request.getfixturevalue(qui)).get("/").content.decode()
    assert texte.count("<section") == 3
    assert "Ce qui est attendu de moi" in texte


def test_les_notifications_lues_sont_celles_de_la_page_et_de_la_personne(gestionnaire, coordination, client_de):
    mienne, arrivee_depuis = (
        Notification.objects.create(personne=gestionnaire, type="essai", cle=str(n), titre=f"Avis {n}")
        for n in range(2)
    )
    autrui = Notification.objects.create(personne=coordination, type="essai", cle="c", titre="Autrui")
    client = client_de(gestionnaire)
    assert "Avis 1" in client.get("/").content.decode()
    client.post("/notifications/lues/", {"notification": [mienne.pk, autrui.pk, "x"]})
    assert set(Notification.objects.filter(lue_le__isnull=True)) == {autrui, arrivee_depuis}


def test_htmx_recoit_les_notifications_qui_restent(gestionnaire, client_de):
    avis = Notification.objects.create(personne=gestionnaire, type="essai", cle="1", titre="Avis")
    reponse = client_de(gestionnaire).post(
        "/notifications/lues/", {"notification": avis.pk}, headers={"HX-Request": "true"}
    )
    assert "Toutes vos notifications sont lues" in reponse.content.decode()


def test_autant_de_requetes_pour_trois_retards_que_pour_vingt(
    en_retard, etat, gestionnaire, client_de, django_assert_num_queries
):
    client = client_de(gestionnaire)
    with django_assert_num_queries(12):
        client.get("/")
    for n in range(17):
        indicateur = fabriques.indicateur(etat.atteint.objectif)
        fabriques.mesure(indicateur, 2025, 1)
        Notification.objects.create(personne=gestionnaire, type="essai", cle=str(n), titre=f"Avis {n}")
    calculer()
    EtatIndicateur.objects.update(
        prochaine_maj=date(2020, 1, 1), variation="defavorable", signal_depuis=timezone.localdate()
    )
    with django_assert_num_queries(12):
        client.get("/")
