"""How every write is made: one transaction, an author in the history, effects after commit."""

import functools
import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import pghistory
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

P = ParamSpec("P")
R = TypeVar("R")
journal = logging.getLogger(__name__)


def ecriture(service: Callable[P, R]) -> Callable[P, R]:
    """Run a service in one transaction, its author (`par`) and its name kept in the history of what it changes."""

    @functools.wraps(service)
    def enveloppe(*args: P.args, **kwargs: P.kwargs) -> R:
        par = kwargs.get("par")
        auteur = {"par": par.pk, "par_nom": str(par)} if par is not None else {}
        with transaction.atomic(), pghistory.context(ecriture=service.__name__, **auteur):
            return service(*args, **kwargs)

    return enveloppe


def envoyer(tache: str, *args: Any, **kwargs: Any) -> bool:
    """Send a task by name; False when the broker is away (the truth is in PostgreSQL, a sweeper will find it)."""
    try:
        current_app.send_task(tache, args=args, kwargs=kwargs, retry=False, queue=_file_de(tache), ignore_result=True)
    except (OperationalError, RedisError, OSError) as erreur:
        journal.warning("Tâche %s non envoyée, le balayage la reprendra : %s", tache, type(erreur).__name__)
        return False
    return True


def _file_de(tache: str) -> str:
    routes = current_app.conf.task_routes or {}
    return routes.get(tache, {}).get("queue", current_app.conf.task_default_queue)


def after_commit(tache: str, *args: Any, **kwargs: Any) -> None:
    """Send a task once the current transaction has committed."""
    transaction.on_commit(functools.partial(envoyer, tache, *args, **kwargs))
