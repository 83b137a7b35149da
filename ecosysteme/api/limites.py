"""How often: so many requests a minute for each token or person, and few bad tokens from one address.

A counter per fixed window, added atomically; it falls back to the memory of the process while Redis is away.
"""

from time import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from ..limites import PREFIXE_API
from ..models import JetonApi

FENETRE = 60


def consommer(qui: str, plafond: int, *, fenetre: int = FENETRE) -> float:
    """Count one more; returns how many seconds to wait, 0 when allowed."""
    maintenant = time()
    rang = int(maintenant // fenetre)
    cle = f"{PREFIXE_API}{qui}:{rang}"
    cache.add(cle, 0, timeout=fenetre)
    try:
        compte = cache.incr(cle)
    except ValueError:  # the window ended between the two
        return 0
    return 0 if compte <= plafond else (rang + 1) * fenetre - maintenant


class LimiteParAcces(BaseThrottle):
    """Reads and writes are counted apart, for each token, or for the person when the session is used."""

    attente = 0.0

    def genre(self, request: Request) -> str:
        return "lecture" if request.method in SAFE_METHODS else "ecriture"

    def allow_request(self, request: Request, view: Any) -> bool:
        genre = self.genre(request)
        qui = f"jeton:{request.auth.pk}" if isinstance(request.auth, JetonApi) else f"personne:{request.user.pk}"
        self.attente = consommer(f"{genre}:{qui}", settings.API_LIMITES[genre])
        return not self.attente

    def wait(self) -> float:
        return self.attente


class LimiteExports(LimiteParAcces):
    """A whole list is heavier than a page."""

    def genre(self, request: Request) -> str:
        return "export"


def refuser_trop_d_essais(request: Request) -> None:
    """Raise Throttled beyond so many bad tokens from one address; good tokens of that address still pass."""
    adresse = get_adapter().get_client_ip(request)
    attente = consommer(f"refus:{adresse}", settings.API_LIMITES["jetons_refuses"])
    if attente:
        raise exceptions.Throttled(attente)
