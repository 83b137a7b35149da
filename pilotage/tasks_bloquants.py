"""The task of the blockers: what the clock does to escalations."""

from celery import shared_task

from .services import bloquants_echeances


@shared_task(name="pilotage.tasks.monter_escalades")
def monter_escalades() -> None:
    """Every minute: let rise what stayed unanswered at its deadline."""
    bloquants_echeances.monter_escalades()
