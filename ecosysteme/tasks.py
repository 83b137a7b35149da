"""The e-mails that leave; signs of life of the workers and of beat, read by /sante/ (see selectors/sante.py)."""

from typing import Any

from celery import current_app, shared_task
from celery.signals import after_task_publish, beat_init, heartbeat_sent, worker_shutdown
from django.core.cache import cache

from .ecriture import envoyer
from .selectors.sante import (
    DUREE_PLANIFICATEUR,
    DUREE_TACHE,
    DUREE_TRAVAILLEUR,
    SIGNE_PLANIFICATEUR,
    SIGNE_TACHE,
    signe_travailleur,
)
from .services import courriels, expedition, revisions


@shared_task(name="ecosysteme.tasks.battre")
def battre() -> None:
    """Sent by beat, heard by the interactive worker: work goes all the way."""
    cache.set(SIGNE_TACHE, 1, timeout=DUREE_TACHE)


@shared_task(name="ecosysteme.tasks.ecrire_courriels")
def ecrire_courriels() -> None:
    """Write the messages that are due, then send what may leave; what is left gives way to other tasks first."""
    courriels.preparer()
    if expedition.expedier():
        envoyer("ecosysteme.tasks.ecrire_courriels")


@after_task_publish.connect(sender="ecosysteme.tasks.battre")
def planificateur_vivant(**_: Any) -> None:
    """Beat has sent: only beat publishes this task."""
    cache.set(SIGNE_PLANIFICATEUR, 1, timeout=DUREE_PLANIFICATEUR)


@beat_init.connect
def premier_battement(**_: Any) -> None:
    """A beat that has just started says so without waiting for its first interval."""
    battre.apply_async(expires=15, retry=False, ignore_result=True)


@heartbeat_sent.connect
def travailleur_vivant(**_: Any) -> None:
    """Every two seconds, from the loop of a worker connected to the broker, whatever its pool is doing."""
    for file in current_app.amqp.queues.consume_from:
        cache.set(signe_travailleur(file), 1, timeout=DUREE_TRAVAILLEUR)


@worker_shutdown.connect
def travailleur_parti(**_: Any) -> None:
    """A worker that leaves takes its sign with it."""
    cache.delete_many([signe_travailleur(file) for file in current_app.amqp.queues.consume_from])


@shared_task(name="ecosysteme.tasks.rappeler_revisions")
def rappeler_revisions() -> None:
    """Every ten minutes: the reminders of review of decisions that are missing."""
    revisions.rappeler()
