"""Reminders of actions: three days before, on the day, then each week while late; once each, however often asked.

The days are those of Québec. What a stopped worker missed is caught up by one reminder, not by several.
"""

from datetime import date, timedelta

from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import TypeNotification
from ecosysteme.format import compte, date_longue
from ecosysteme.services.notifications import avertir

from ..models import Action
from .actions import url_action

AVANT = timedelta(days=3)
SEMAINE = 7
LOT = 200


def jalon(echeance: date, jour: date) -> date | None:
    """The last day, on or before `jour`, when a reminder of this due date falls; None when none has fallen yet."""
    if jour < echeance - AVANT:
        return None
    if jour < echeance:
        return echeance - AVANT
    return echeance + timedelta(days=(jour - echeance).days // SEMAINE * SEMAINE)


def a_rappeler(jour: date) -> list[int]:
    """Open actions whose latest reminder has not been made."""
    proches = Action.objects.ouvertes().filter(echeance__lte=jour + AVANT)
    lues = proches.values_list("pk", "echeance", "rappelee_le")
    return [pk for pk, echeance, rappelee in lues.iterator() if _due(echeance, rappelee, jour)]


def _due(echeance: date, rappelee: date | None, jour: date) -> bool:
    moment = jalon(echeance, jour)
    return moment is not None and (rappelee is None or rappelee < moment)


def rappeler(*, jour: date | None = None) -> int:
    """Make the reminders of the day that are missing; how many were made."""
    present = jour or timezone.localdate()
    dues = a_rappeler(present)
    return sum(_rappeler_lot(dues[debut : debut + LOT], present) for debut in range(0, len(dues), LOT))


@ecriture
def _rappeler_lot(pks: list[int], jour: date) -> int:
    """Under lock, looked at again: two workers at once make one reminder."""
    prises = Action.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=pks)
    dues = [a for a in prises.select_related("responsable", "confiee_par") if _encore_due(a, jour)]
    for action in dues:
        _avertir(action, jour)
    Action.objects.filter(pk__in=[action.pk for action in dues]).update(rappelee_le=jour)
    return len(dues)


def _encore_due(action: Action, jour: date) -> bool:
    return action.etat == "a_faire" and _due(action.echeance, action.rappelee_le, jour)


def _avertir(action: Action, jour: date) -> None:
    """The person in charge; who entrusted it when she has left."""
    avertir(
        personnes=[action.responsable if action.responsable.is_active else action.confiee_par],
        type=TypeNotification.ACTION,
        cle=f"action:{action.pk}:rappel:{action.echeance}:{jalon(action.echeance, jour)}",
        titre=f"{_moment(action.echeance, jour)} : {action.quoi}"[:300],
        url=url_action(action),
        sujet=f"action:{action.pk}",
    )


def _moment(echeance: date, jour: date) -> str:
    if echeance > jour:
        return f"À faire pour le {date_longue(echeance)}"
    if echeance == jour:
        return "À faire aujourd'hui"
    return f"En retard de {compte((jour - echeance).days, 'jour')}"
