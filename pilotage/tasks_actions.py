"""Tasks of the action log and of the decision register; `pilotage/tasks.py` imports them so that Celery finds them."""

from celery import shared_task

from .services import rappels


@shared_task(name="pilotage.tasks.rappeler_actions")
def rappeler_actions() -> None:
    """Every ten minutes: the reminders of the day that are missing."""
    rappels.rappeler()
