"""Entrusting, changing, closing, opening again: rules, notifications, locks, history."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ecosysteme.models import Notification
from ecosysteme.services.lignes import ConflitFiche
from pilotage.enums import EtatAction
from pilotage.models import Action
from pilotage.services.actions import clore_action, confier_action, modifier_action, rouvrir_action

pytestmark = pytest.mark.django_db


def avis(personne) -> list[str]:
    return list(Notification.objects.filter(personne=personne).order_by("pk").values_list("titre", flat=True))


def changer(action, par, **champs):
    motif = champs.pop("motif", "")
    valeurs = {"quoi": action.quoi, "responsable": action.responsable, "echeance": action.echeance,
               "organisation": action.organisation, **champs}  # fmt: skip
    return modifier_action(par=par, action=action, version_lue=action.version, champs=valeurs, motif=motif)


def test_confier_une_action_avertit_la_personne_une_fois(action, responsable, gestionnaire):
    assert action.etat == EtatAction.A_FAIRE
    assert action.confiee_par == gestionnaire
    assert len(avis(responsable)) == 1
    assert "Trier les demandes le jour même" in avis(responsable)[0]
    assert avis(gestionnaire) == []


def test_se_confier_une_action_n_avertit_personne(confier, gestionnaire):
    confier(responsable=gestionnaire)
    assert not Notification.objects.exists()


def test_une_action_ne_se_confie_pas_a_un_partenaire_prive(confier, membre_prive):
    with pytest.raises(ValidationError) as refus:
        confier(responsable=membre_prive)
    assert "secteur public" in refus.value.message_dict["responsable"][0]
    assert not Action.objects.exists()


def test_une_action_ne_se_confie_pas_a_un_compte_ferme_ni_sans_role(confier, responsable, sans_role):
    responsable.is_active = False
    responsable.save()
    for personne in (responsable, sans_role):
        with pytest.raises(ValidationError):
            confier(responsable=personne)


def test_une_echeance_passee_est_refusee_par_une_phrase(gestionnaire, responsable, ministere):
    hier = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError) as refus:
        confier_action(par=gestionnaire, quoi="X", responsable=responsable, echeance=hier, organisation=ministere)
    assert list(refus.value.message_dict) == ["echeance"]


def test_une_action_sans_texte_est_refusee(confier):
    with pytest.raises(ValidationError) as refus:
        confier(quoi="   ")
    assert list(refus.value.message_dict) == ["quoi"]


def test_changer_de_mains_ou_de_date_demande_la_raison(action, gestionnaire, coordination, demain):
    with pytest.raises(ValidationError) as refus:
        changer(action, gestionnaire, responsable=coordination)
    assert list(refus.value.message_dict) == ["motif"]
    with pytest.raises(ValidationError):
        changer(action, gestionnaire, echeance=demain + timedelta(days=3))
    assert changer(action, gestionnaire, quoi="Trier mieux").quoi == "Trier mieux"


def test_changer_de_mains_avertit_les_deux_personnes(action, gestionnaire, responsable, coordination):
    ecrite = changer(action, gestionnaire, responsable=coordination, motif="Congé de maladie.")
    assert ecrite.version == 2
    assert ecrite.rappelee_le == timezone.localdate()
    assert len(avis(coordination)) == 1
    assert len(avis(responsable)) == 2


def test_l_historique_garde_la_raison_et_l_ancienne_date(action, gestionnaire, demain):
    from ecosysteme.selectors.historique import entrees
    from pilotage.selectors.action import GESTES

    changer(action, gestionnaire, echeance=demain + timedelta(days=9), motif="La salle n'est libre qu'ensuite.")
    action.refresh_from_db()
    derniere, premiere = entrees(action, GESTES)
    assert (derniere["quoi"], derniere["note"]) == ("Action changée", "La salle n'est libre qu'ensuite.")
    assert [c["champ"] for c in derniere["changements"]] == ["Échéance"]
    assert derniere["qui"] == str(gestionnaire)
    assert premiere["quoi"] == "Action confiée"


def test_deux_personnes_qui_ecrivent_a_la_fois_ne_se_perdent_pas(action, gestionnaire, responsable):
    changer(action, gestionnaire, quoi="Première")
    with pytest.raises(ConflitFiche) as conflit:
        changer(action, responsable, quoi="Seconde")
    assert conflit.value.actuelle.quoi == "Première"
    action.refresh_from_db()
    assert action.quoi == "Première"


def test_clore_deux_fois_c_est_clore_une_fois(action, responsable, gestionnaire):
    close = clore_action(par=responsable, action=action, version_lue=1)
    encore = clore_action(par=responsable, action=action, version_lue=1)
    assert (close.etat, encore.version, encore.close_le) == (EtatAction.FAITE, 2, close.close_le)
    assert len(avis(gestionnaire)) == 1


def test_abandonner_demande_pourquoi(action, responsable):
    with pytest.raises(ValidationError) as refus:
        clore_action(par=responsable, action=action, version_lue=1, etat=EtatAction.ABANDONNEE)
    assert list(refus.value.message_dict) == ["constat"]
    abandonnee = clore_action(
        par=responsable, action=action, version_lue=1, etat=EtatAction.ABANDONNEE, constat="Le service ferme."
    )
    assert abandonnee.constat == "Le service ferme."


def test_une_cloture_se_defait(action, responsable):
    close = clore_action(par=responsable, action=action, version_lue=1, constat="Fait hier.")
    ouverte = rouvrir_action(par=responsable, action=close, version_lue=2)
    assert (ouverte.etat, ouverte.close_le, ouverte.version) == (EtatAction.A_FAIRE, None, 3)
    with pytest.raises(ConflitFiche):
        clore_action(par=responsable, action=action, version_lue=2)


def test_une_action_close_ne_change_plus_sans_etre_rouverte(action, responsable):
    close = clore_action(par=responsable, action=action, version_lue=1)
    with pytest.raises(ValidationError, match="remettez-la"):
        changer(close, responsable, quoi="Autre chose")


def test_la_base_refuse_une_action_close_sans_date(action):
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(etat=EtatAction.FAITE)
