"""The cast of the action log: an action entrusted by the manager to the person responsible for an indicator."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pilotage.models import Action
from pilotage.services.actions import confier_action


@pytest.fixture
def demain():
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def confier(gestionnaire, responsable, ministere, demain):
    """Entrust an action; a past due date is written after."""

    def faire(quoi="Trier les demandes le jour même", **champs) -> Action:
        echeance = champs.pop("echeance", demain)
        aujourd_hui = timezone.localdate()
        options = {"par": gestionnaire, "responsable": responsable, "organisation": ministere, **champs}
        action = confier_action(quoi=quoi, echeance=max(echeance, aujourd_hui), **options)
        if echeance < aujourd_hui:
            Action.objects.filter(pk=action.pk).update(echeance=echeance, rappelee_le=None)
            action.refresh_from_db()
        return action

    return faire


@pytest.fixture
def action(confier):
    return confier()
