"""Server-sent events: one stream a page, one Redis subscription a process."""

import asyncio
import json
from collections.abc import AsyncIterator

import redis.asyncio
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from ..live import CANAL

PING_SECONDES = 15
FLUX_PAR_PERSONNE = 12
FILE_MAX = 100


class Moyeu:
    """Fan-out of one process: reads Redis once, feeds the queues of the open streams."""

    def __init__(self) -> None:
        self.abonnes: dict[asyncio.Queue[dict], frozenset[str]] = {}
        self.par_personne: dict[int, int] = {}
        self.lecture: asyncio.Task[None] | None = None

    def abonner(self, sujets: frozenset[str]) -> "asyncio.Queue[dict]":
        file: asyncio.Queue[dict] = asyncio.Queue(FILE_MAX)
        self.abonnes[file] = sujets
        if self.lecture is None or self.lecture.done():
            self.lecture = asyncio.create_task(self._lire())
        return file

    def quitter(self, file: "asyncio.Queue[dict]") -> None:
        self.abonnes.pop(file, None)
        if not self.abonnes and self.lecture is not None:
            self.lecture.cancel()
            self.lecture = None

    def diffuser(self, message: dict) -> None:
        touches = set(message["sujets"])
        for file, sujets in self.abonnes.items():
            if ("*" in touches or sujets & touches) and not file.full():
                file.put_nowait(message)

    async def _lire(self) -> None:
        """Listen to Redis for ever; after a cut, tell every page to look again."""
        while True:
            try:
                client = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1)
                async with client, client.pubsub() as canal:
                    await canal.subscribe(CANAL)
                    async for brut in canal.listen():
                        if brut["type"] == "message":
                            self.diffuser(json.loads(brut["data"]))
            except (redis.RedisError, OSError):
                await asyncio.sleep(1)
                self.diffuser({"evenement": "bilan", "sujets": ["*"]})


moyeu = Moyeu()


async def _flux(personne: int, sujets: frozenset[str]) -> AsyncIterator[str]:
    file = moyeu.abonner(sujets)
    moyeu.par_personne[personne] = moyeu.par_personne.get(personne, 0) + 1
    numero = 0
    try:
        yield "retry: 2000\nevent: bienvenue\ndata: {}\n\n"
        while True:
            try:
                message = await asyncio.wait_for(file.get(), PING_SECONDES)
            except TimeoutError:
                yield ": ping\n\n"
                continue
            numero += 1
            yield f"id: {numero}\nevent: {message['evenement']}\ndata: {json.dumps(message['sujets'])}\n\n"
    finally:
        moyeu.quitter(file)
        moyeu.par_personne[personne] = moyeu.par_personne[personne] - 1


async def evenements(request: HttpRequest) -> HttpResponse:
    """The stream of the subjects asked for (`?sujets=organisation:12,plan:3`), for a person who is logged in."""
    personne = await request.auser()
    if not personne.is_authenticated:
        return HttpResponse("Connectez-vous pour suivre cette page en direct.", status=403)
    if moyeu.par_personne.get(personne.pk, 0) >= FLUX_PAR_PERSONNE:
        return HttpResponse("Trop de pages ouvertes en direct.", status=429, headers={"Retry-After": "20"})
    await sync_to_async(connections.close_all)()
    sujets = frozenset(s for s in request.GET.get("sujets", "").split(",") if s)
    return StreamingHttpResponse(
        _flux(personne.pk, sujets),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )
