"""Tasks of the reports; `pilotage/tasks.py` imports them so that Celery finds them. Queue « lourd » by the settings."""

from celery import shared_task

from .services import rapports


@shared_task(name="pilotage.tasks.preparer_rapport")
def preparer_rapport(rapport_id: int) -> None:
    """Make a report, or finish the one a dead worker left."""
    rapports.preparer(rapport_id)
