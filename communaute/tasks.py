"""What the community of practice does by itself."""

from celery import shared_task

from .services.verification import rappeler


@shared_task(name="communaute.tasks.rappeler_pratiques")
def rappeler_pratiques() -> int:
    """How many people were newly told of a stamp that lapsed, or asked what a practice gave."""
    return rappeler()
