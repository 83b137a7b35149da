"""What a person has been told."""

from collections.abc import Iterable

from django.utils import timezone

from ..ecriture import ecriture
from ..models import Notification, Personne


@ecriture
def marquer_lues(*, par: Personne, ids: Iterable[int]) -> int:
    """Mark one's own notifications as read; how many were not."""
    return Notification.objects.filter(personne=par, pk__in=list(ids), lue_le__isnull=True).update(
        lue_le=timezone.now()
    )
