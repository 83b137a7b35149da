"""Live pages: what changed is published on Redis; open pages hear it by server-sent events and fetch again.

A message is a hint without content: rights are checked when the page fetches its fragment. Losing one is harmless.
"""

import functools
import json
import logging
from collections.abc import Iterable

import redis
from django.conf import settings

CANAL = "ecosysteme:direct"
CLE_REVISION = "ecosysteme:revision"
SUJETS_MAX = 300
journal = logging.getLogger(__name__)


@functools.lru_cache(maxsize=1)
def _client() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.25)


def publier(sujets: Iterable[str], evenement: str = "bilan") -> bool:
    """Tell open pages that these subjects (« organisation:12 ») changed; beyond 300 subjects, that all may have."""
    liste = sorted(set(sujets))
    if not liste:
        return True
    contenu = {"evenement": evenement, "sujets": liste if len(liste) <= SUJETS_MAX else ["*"]}
    try:
        _client().pipeline().incr(CLE_REVISION).publish(CANAL, json.dumps(contenu)).execute()
    except (redis.RedisError, OSError) as erreur:
        journal.warning("Diffusion impossible : %s", type(erreur).__name__)
        return False
    return True


def revision() -> str | None:
    """A mark that moves each time something is published; None when Redis does not answer.

    Read before the figures, it never goes with figures older than itself.
    """
    try:
        return (_client().get(CLE_REVISION) or b"0").decode()
    except (redis.RedisError, OSError):
        return None
