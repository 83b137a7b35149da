"""What the clock does to votes, read from the database: a task late, lost or twice changes nothing."""

from celery import shared_task
from django.db.models import Q
from django.db.models.functions import Now

from .models import Scrutin
from .services.scrutins_clore import proclamer
from .services.scrutins_ouvrir import ouvrir_scrutin

DUS = Q(annonce_le__isnull=False, retire_le__isnull=True, proclame_le__isnull=True, ouvre_le__lte=Now())


@shared_task(name="forum.tasks_scrutins.balayer_scrutins")
def balayer_scrutins() -> int:
    """Open what must open, proclaim what is closed; how many acts were done."""
    faits = 0
    for scrutin in Scrutin.objects.filter(DUS, registre_fige_le__isnull=True).order_by("ouvre_le"):
        faits += ouvrir_scrutin(scrutin=scrutin)
    clos = Scrutin.objects.filter(DUS, registre_fige_le__isnull=False, ferme_le__lte=Now())
    for scrutin in clos.order_by("ferme_le"):
        faits += proclamer(scrutin=scrutin)
    return faits
