"""Freshness: late indicators are listed, and their owners reminded once for each due date."""

from datetime import date

from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import EtatPlan, TypeNotification
from ecosysteme.models import Notification

from ..models import EtatIndicateur


@ecriture
def rappeler(*, jour: date | None = None) -> int:
    """Create the missing reminders of the day; returns how many late indicators have an owner to remind."""
    retards = (
        EtatIndicateur.objects.en_retard(jour or timezone.localdate())
        .filter(indicateur__responsable__isnull=False, indicateur__objectif__orientation__plan__etat=EtatPlan.PUBLIE)
        .select_related("indicateur")
    )
    rappels = [
        Notification(
            personne_id=etat.indicateur.responsable_id,
            type=TypeNotification.RESULTATS,
            cle=f"retard:{etat.indicateur_id}:{etat.prochaine_maj}",
            titre=f"Résultat attendu : {etat.indicateur.nom}"[:300],
            url=f"/pilotage/indicateurs/{etat.indicateur_id}/",
        )
        for etat in retards
    ]
    Notification.objects.bulk_create(rappels, ignore_conflicts=True)
    return len(rappels)
