"""Attachments: what waits for the antivirus, what no message took."""

from celery import shared_task

from .services.pieces import entretenir_pieces


@shared_task(name="forum.tasks_pieces.entretenir")
def entretenir() -> int:
    return entretenir_pieces()
