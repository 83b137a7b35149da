"""Requests for support that nobody took in time, looked for each minute; the use of the portal, once a month."""

from celery import shared_task

from .services import accompagnement, usage


@shared_task(name="pilotage.tasks.monter_demandes")
def monter_demandes() -> None:
    """Tell coordination once of each; run twice, or by two workers, it tells no more."""
    accompagnement.monter_demandes()


@shared_task(name="pilotage.tasks.mesurer_usage")
def mesurer_usage() -> None:
    """Write the month that has ended, once; without the plan of use there is nothing to write."""
    usage.mesurer_usage()
