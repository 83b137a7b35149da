"""Live pages: what changed is published on Redis; open pages hear it by server-sent events and fetch again.

A message is a hint without content: rights are checked when the page fetches its fragment. Losing one is harmless.
"""

import functools
import json
import logging
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

import redis
from django.conf import settings

# Channels know no database numbers: two portals on one Redis must not hear each other.
CANAL = f"ecosysteme:direct:{urlsplit(settings.REDIS_URL).path.strip('/') or 0}"
CLE_REVISION = "ecosysteme:revision"
SUJETS_MAX = 300
SILENCE_SECONDES = 5.0
journal = logging.getLogger(__name__)
_silence = [0.0]


@functools.lru_cache(maxsize=1)
def _client() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.25)


def sujet_personne(pk: int) -> str:
    """What a person alone is told of: nobody else may listen to it (views/direct.py)."""
    return f"personne:{pk}"


def publier(sujets: Iterable[str], evenement: str = "bilan", *, chiffres: bool = True) -> bool:
    """Tell open pages that these subjects (« organisation:12 ») changed; beyond 300 subjects, that all may have.

    `chiffres=False` when no figure moved: what readers share (memoire.py) is kept.
    """
    liste = sorted(set(sujets))
    if not liste:
        return True
    contenu = {"evenement": evenement, "sujets": liste if len(liste) <= SUJETS_MAX else ["*"]}
    try:
        ordres = _client().pipeline()
        if chiffres:
            ordres.incr(CLE_REVISION)
        ordres.publish(CANAL, json.dumps(contenu)).execute()
    except (redis.RedisError, OSError) as erreur:
        journal.warning("Diffusion impossible : %s", type(erreur).__name__)
        return False
    return True


def revision() -> str:
    """A mark that moves each time something is published; "" when Redis does not answer.

    Read before the figures, it never goes with figures older than itself. While Redis is away it is asked again only
    every few seconds: pages do not wait for it.
    """
    if time.monotonic() < _silence[0]:
        return ""
    try:
        return (_client().get(CLE_REVISION) or b"0").decode()
    except (redis.RedisError, OSError):
        _silence[0] = time.monotonic() + SILENCE_SECONDES
        return ""
