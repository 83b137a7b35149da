"""A cache that may be absent: a page never fails because Redis is away."""

from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError


def _tolerer(nom: str, defaut: Any):
    def methode(self: "CacheTolerant", *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(CacheTolerant, self), nom)(*args, **kwargs)
        except (RedisError, OSError):
            return kwargs.get("default", defaut)

    methode.__name__ = nom
    return methode


class CacheTolerant(RedisCache):
    """Redis cache whose reads miss and whose writes are dropped while the server is away."""

    get = _tolerer("get", None)
    set = _tolerer("set", None)
    add = _tolerer("add", True)
    delete = _tolerer("delete", False)
    touch = _tolerer("touch", False)
    incr = _tolerer("incr", 1)
    get_many = _tolerer("get_many", {})
    set_many = _tolerer("set_many", [])
    delete_many = _tolerer("delete_many", None)
    has_key = _tolerer("has_key", False)
    clear = _tolerer("clear", False)
