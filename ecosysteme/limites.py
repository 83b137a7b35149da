"""Rate limits hold when Redis is away: their counters fall back to the memory of each process.

Everything else in the cache may miss; a login limit may not. With Redis away and N web processes,
the limits are at most N times wider until Redis is back.
"""

import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from .cache import CacheTolerant

PREFIXE_API = "api:rl:"
PREFIXES = ("allauth:rl:", PREFIXE_API)
PAUSE_SECONDES = 2.0
_repli = LocMemCache("limites", {"OPTIONS": {"MAX_ENTRIES": 100_000}})


def _limite(nom: str):
    def methode(self: "CacheLimites", key: str, *args: Any, **kwargs: Any) -> Any:
        if not str(key).startswith(PREFIXES):
            return getattr(super(CacheLimites, self), nom)(key, *args, **kwargs)
        if time.monotonic() >= self._repos_jusqua:
            try:
                return getattr(RedisCache, nom)(self, key, *args, **kwargs)
            except (RedisError, OSError):
                CacheLimites._repos_jusqua = time.monotonic() + PAUSE_SECONDES
        return getattr(_repli, nom)(key, *args, **kwargs)

    methode.__name__ = nom
    return methode


class CacheLimites(CacheTolerant):
    """The tolerant cache, with a second place for the counters of rate limits."""

    _repos_jusqua = 0.0

    get = _limite("get")
    set = _limite("set")
    add = _limite("add")
    delete = _limite("delete")
    incr = _limite("incr")
