"""Reminders of the review of decisions: a week before, then on the day; once each, however often the task runs."""

from datetime import date, timedelta

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from ..adresses import si_elle_existe
from ..ecriture import ecriture
from ..enums import TypeNotification
from ..format import date_longue
from ..models import Decision, Notification
from .notifications import avertir

AVANT = timedelta(days=7)


@ecriture
def rappeler(*, jour: date | None = None) -> int:
    """Make the missing reminders of the day, to who carries the decision or entered it; how many were made."""
    present = jour or timezone.localdate()
    faites = _rappeler(Decision.objects.filter(revision_le__lte=present), "jour")
    proches = Decision.objects.filter(revision_le__gt=present, revision_le__lte=present + AVANT)
    return faites + _rappeler(proches, "avant")


def _rappeler(decisions, moment: str) -> int:
    """Those whose key nobody has been told; the key is unique in the database."""
    cle = Concat(
        Value("decision:"),
        Cast("pk", CharField()),
        Value(":revision:"),
        Cast("revision_le", CharField()),
        Value(f":{moment}"),
        output_field=CharField(),
    )
    decisions = decisions.annotate(cle=cle, a_qui=Coalesce(F("responsable"), F("prise_par")))
    dites = Notification.objects.filter(personne=OuterRef("a_qui"), cle=OuterRef("cle"))
    faites = 0
    for decision in decisions.filter(~Exists(dites)).select_related("responsable", "prise_par").order_by("pk"):
        mot = "Décision à réviser" if moment == "jour" else f"Décision à réviser le {date_longue(decision.revision_le)}"
        faites += avertir(
            personnes=[decision.responsable or decision.prise_par],
            type=TypeNotification.ACTION,
            cle=decision.cle,
            titre=f"{mot} : {decision.texte}"[:300],
            url=si_elle_existe("decision", decision.pk),
            sujet=f"decision:{decision.pk}",
        )
    return faites
