"""What is said is recorded as it is said: decisions of the register, actions, blockers, escalations."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ecosysteme.models import Decision
from pilotage.models import Action, Bloquant, DecisionRencontre, Escalade, PointOrdreDuJour
from pilotage.services.bloquants import prendre_en_charge

BASE = "/pilotage/rencontres/"


@pytest.fixture
def dans_un_mois():
    return (timezone.localdate() + timedelta(days=30)).isoformat()


@pytest.fixture
def envoyer(client_de, gestionnaire, ouverte):
    client = client_de(gestionnaire)

    def faire(genre, corps, par=None, **entetes):
        qui = client_de(par) if par else client
        return qui.post(f"{BASE}{ouverte.pk}/inscrire/{genre}/", corps, headers=entetes)

    return faire


def test_une_decision_entre_au_registre_avec_sa_revision(envoyer, ouverte, points, seconde, dans_un_mois):
    corps = {"texte": "Doubler l'équipe", "responsable": seconde.pk, "revision_le": dans_un_mois, "point": points[0].pk}
    assert envoyer("decision", corps).status_code == 302
    decision = Decision.objects.get()
    assert (decision.organe, decision.responsable) == (ouverte.titre, seconde)
    assert decision.revision_le.isoformat() == dans_un_mois
    assert DecisionRencontre.objects.get().point == points[0]


def test_une_action_porte_la_rencontre_le_point_et_l_indicateur(
    envoyer, ouverte, points, seconde, indicateur, dans_un_mois
):
    PointOrdreDuJour.objects.filter(pk=points[0].pk).update(indicateur=indicateur)
    corps = {"quoi": "Rappeler les retards", "responsable": seconde.pk, "echeance": dans_un_mois, "point": points[0].pk}
    reponse = envoyer("action", corps, hx_request="true")
    assert reponse.status_code == 200
    assert reponse["HX-Trigger"] == "rencontre:rafraichir"
    action = Action.objects.get()
    assert (action.rencontre, action.point, action.indicateur) == (ouverte, points[0], indicateur)


def test_un_formulaire_refuse_garde_le_texte_et_dit_quoi_corriger(envoyer, seconde):
    hier = (timezone.localdate() - timedelta(days=1)).isoformat()
    for entetes in ({}, {"hx_request": "true"}):
        reponse = envoyer("action", {"quoi": "Gardez ce texte", "responsable": seconde.pk, "echeance": hier}, **entetes)
        assert reponse.status_code == 422
        assert "Gardez ce texte" in reponse.content.decode()
    assert not Action.objects.exists()


def test_un_bloquant_se_signale_sur_l_indicateur_discute_et_s_escalade(
    envoyer, points, indicateur, gestionnaire, dans_un_mois
):
    corps = {"titre_bloquant": "Système en panne", "cause": "technologie", "gravite": "3", "point": points[0].pk}
    refus = envoyer("bloquant", corps)
    assert refus.status_code == 422
    assert "sur un indicateur" in refus.content.decode()
    PointOrdreDuJour.objects.filter(pk=points[0].pk).update(indicateur=indicateur)
    assert envoyer("bloquant", corps).status_code == 302
    bloquant = Bloquant.objects.get()
    PointOrdreDuJour.objects.filter(pk=points[0].pk).update(bloquant=bloquant)
    prendre_en_charge(par=gestionnaire, bloquant=bloquant)
    demande = {"aide_demandee": "Un serveur", "repondre_avant": dans_un_mois, "point": points[0].pk}
    assert envoyer("escalade", demande).status_code == 302
    assert Escalade.objects.get().aide_demandee == "Un serveur"


def test_qui_ne_tient_pas_la_rencontre_n_inscrit_rien(envoyer, membre_public, membre_prive):
    assert envoyer("decision", {"texte": "Non"}, par=membre_public).status_code == 403
    assert envoyer("decision", {"texte": "Non"}, par=membre_prive).status_code == 404
    assert envoyer("inconnu", {}).status_code == 404
    assert not Decision.objects.exists()


def test_tout_le_monde_voit_ce_qui_est_inscrit(envoyer, client_de, membre_public, ouverte, seconde, dans_un_mois):
    envoyer("decision", {"texte": "On essaie"})
    envoyer("action", {"quoi": "Écrire", "responsable": seconde.pk, "echeance": dans_un_mois})
    texte = client_de(membre_public).get(f"{BASE}{ouverte.pk}/salle/").content.decode()
    assert "On essaie" in texte
    assert "Écrire" in texte
