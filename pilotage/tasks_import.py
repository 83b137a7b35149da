"""Tasks of the imports; `pilotage/tasks.py` imports them so that Celery finds them. Queue « lourd » by the settings."""

from celery import shared_task

from .services import imports


@shared_task(name="pilotage.tasks.importer")
def importer(importation_id: int) -> None:
    """Read a file and compare it with what stands."""
    imports.avancer(importation_id)


@shared_task(name="pilotage.tasks.publier_import")
def publier_import(importation_id: int) -> None:
    """Publish or undo an import, as its stage says."""
    imports.avancer(importation_id)
