"""What the public pages share: rendered once for everybody, kept until a figure changes, told apart by an ETag."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response

from ecosysteme import live

EN_TETES = {"Cache-Control": "public, max-age=60, stale-while-revalidate=300", "X-Frame-Options": "DENY"}
DUREE = 60


def page(request: HttpRequest, gabarit: str, cle: str, lire: Callable[[], dict[str, Any]]) -> HttpResponse:
    """A page of the barometer. Neither person nor session: its template sees what `lire` gives, and nothing else."""
    return repondre(request, cle, lambda: render_to_string(gabarit, lire()).encode(), "text/html; charset=utf-8")


def repondre(
    request: HttpRequest, cle: str, rendre: Callable[[], bytes], genre: str, plus: Mapping[str, str] = {}
) -> HttpResponse:
    """The body kept under `cle` for this revision of the figures; 304 for who has it already."""
    corps = _garder(cle, rendre)
    etag = f'"{hashlib.blake2b(corps, digest_size=12).hexdigest()}"'
    reponse = HttpResponse(corps, content_type=genre, headers={**EN_TETES, **plus, "ETag": etag})
    return get_conditional_response(request, etag=etag, response=reponse)


def _garder(cle: str, rendre: Callable[[], bytes]) -> bytes:
    revision = live.revision() if settings.MEMOIRE_SECONDES else ""
    if not revision:
        return rendre()
    place = f"barometre:{revision}:{cle}"
    if (connu := cache.get(place)) is None:
        connu = rendre()
        cache.set(place, connu, DUREE)
    return connu
