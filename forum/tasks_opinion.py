"""Opinion maps are computed by a worker, from the rows: a task late, lost or twice changes nothing."""

from celery import shared_task
from django.db.models import F, Max, Q

from .models import Consultation
from .services.consultations import calculer_carte


@shared_task(name="forum.tasks_opinion.calculer_cartes")
def calculer_cartes() -> int:
    """A new map for every consultation enough people answered since its last one; how many were made."""
    derniere = Consultation.objects.annotate(derniere=Max("cartes__calculee_le"))
    vivantes = derniere.filter(Q(ferme_le__isnull=True) | Q(derniere__isnull=True) | Q(derniere__lt=F("ferme_le")))
    return sum(calculer_carte(consultation=c) is not None for c in vivantes.order_by("pk"))
