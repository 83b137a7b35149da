"""Server-sent events: a page is told that what it shows has changed, and fetches it again with its own rights."""

import asyncio
import json
import random
import time
import weakref
from collections.abc import AsyncIterator
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from .. import live
from ..moyeu import moyeu

PING_SECONDES = 15
ATTENTE_SECONDES = 1.0
VIE_SECONDES = 1800  # then the browser comes back, and its session is checked again
FLUX_PAR_PERSONNE = 12
SUJETS_MAX = 300
SUJET_LONGUEUR_MAX = 60
OUVERTURES = 16  # as many as the threads that serve pages
_portes: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]" = weakref.WeakKeyDictionary()


class Flux(StreamingHttpResponse):
    """A stream that gives its place back once, however it ends: read, cut, or dropped before it began."""

    def __init__(self, personne: int, sujets: list[str]) -> None:
        self.rendre_place = weakref.finalize(self, moyeu.rendre_place, personne)
        super().__init__(
            _ecouter(sujets),
            content_type="text/event-stream",
            headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
        )

    def close(self) -> None:
        super().close()
        self.rendre_place()


async def _ecouter(sujets: list[str]) -> AsyncIterator[str]:
    """Welcome with the revision as of now, then each change, and a ping when nothing happens.

    A page made before that revision looks again at once. `retry` is spread, or all pages would come back together.
    """
    abonne = moyeu.abonner(sujets)
    fin = time.monotonic() + VIE_SECONDES * random.uniform(0.8, 1.2)  # noqa: S311
    numero = 0
    try:
        await moyeu.pret(ATTENTE_SECONDES)
        revision = await sync_to_async(live.revision)()
        yield f"retry: {random.randint(1000, 3000)}\nevent: bienvenue\ndata: {json.dumps(revision)}\n\n"  # noqa: S311
        while time.monotonic() < fin:
            changements = await abonne.prochain(PING_SECONDES)
            if not changements:
                yield ": ping\n\n"
            for evenement, touches in changements:
                numero += 1
                yield f"id: {numero}\nevent: {evenement}\ndata: {json.dumps(touches)}\n\n"
    finally:
        moyeu.quitter(abonne)


def _sujets(request: HttpRequest, personne: int) -> list[str]:
    """What the page shows; of people, oneself only: when others are told of something is nobody's business."""
    lus = (sujet for sujet in request.GET.get("sujets", "").split(",") if 0 < len(sujet) <= SUJET_LONGUEUR_MAX)
    sien = live.sujet_personne(personne)
    return [sujet for sujet in lus if sujet == sien or not sujet.startswith("personne:")][:SUJETS_MAX]


def _porte() -> asyncio.Semaphore:
    """How many streams of this event loop may be asking PostgreSQL who they are for."""
    return _portes.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(OUVERTURES))


async def evenements(request: HttpRequest) -> HttpResponse:
    """The stream of the subjects asked for (`?sujets=organisation:12,plan:3`), for a person who is logged in.

    Each request has a thread and so a connection of its own: hundreds of screens that come back at once pass a few at
    a time, and a stream that lasts holds no connection.
    """
    async with _porte():
        try:
            return await _ouvrir(request)
        finally:
            await sync_to_async(connections.close_all)()


async def _ouvrir(request: HttpRequest) -> HttpResponse:
    personne: Any = await request.auser()
    if not personne.is_authenticated:
        return HttpResponse("Connectez-vous pour suivre cette page en direct.", status=403)
    if request.method != "GET":
        return HttpResponse("Cette adresse se lit.", status=405, headers={"Allow": "GET"})
    if not moyeu.prendre_place(personne.pk, FLUX_PAR_PERSONNE):
        return HttpResponse("Trop de pages ouvertes en direct.", status=429, headers={"Retry-After": "20"})
    return Flux(personne.pk, _sujets(request, personne.pk))
