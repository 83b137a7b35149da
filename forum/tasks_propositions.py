"""Official answers: who owes one is reminded, once when it nears and once when it is late."""

from celery import shared_task

from .services.propositions_etats import rappeler


@shared_task(name="forum.tasks_propositions.rappeler_reponses")
def rappeler_reponses() -> int:
    """How many people were newly told."""
    return rappeler()
