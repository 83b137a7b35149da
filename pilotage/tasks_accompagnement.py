"""Requests for support that nobody took in time: looked for each minute."""

from celery import shared_task

from .services import accompagnement


@shared_task(name="pilotage.tasks.monter_demandes")
def monter_demandes() -> None:
    """Tell coordination once of each; run twice, or by two workers, it tells no more."""
    accompagnement.monter_demandes()
