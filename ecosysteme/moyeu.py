"""The hub of a web process: one Redis subscription, fanned out to the open streams of its pages.

A stream holds no queue: what it has not told yet is merged, so a slow reader is told less often and never misses what
changed last. Subscribers belong to the event loop; places are also given back from the threads that close responses.
"""

import asyncio
import contextlib
import json
import logging
import threading
from collections.abc import Iterable

import redis.asyncio
from django.conf import settings
from redis.exceptions import RedisError

from .communes import communes
from .live import CANAL

REPRISE_SECONDES = 1.0
SONDE_SECONDES = 15
TOUT = "*"
journal = logging.getLogger(__name__)


class Abonne:
    """An open page: the subjects it shows, and what changed among them since it was last told."""

    def __init__(self, sujets: Iterable[str]) -> None:
        self.sujets = frozenset(sujets)
        self._attente: dict[str, set[str]] = {}
        self._reveil = asyncio.Event()

    def noter(self, evenement: str, sujets: frozenset[str]) -> None:
        """Keep what concerns this page; it is never told of subjects it did not ask for."""
        touches = self.sujets if TOUT in sujets else self._communs(sujets)
        if touches:
            self._attente.setdefault(evenement, set()).update(touches)
            self._reveil.set()

    def _communs(self, sujets: frozenset[str]) -> set[str]:
        """« organisation:* » stands for every organisation."""
        genres = {f"{sujet.partition(':')[0]}:*" for sujet in sujets}
        return {*(self.sujets & sujets), *(self.sujets & genres)}

    async def prochain(self, delai: float) -> list[tuple[str, list[str]]]:
        """What changed, waiting for it at most `delai` seconds: (event, subjects) pairs, perhaps none."""
        try:
            await asyncio.wait_for(self._reveil.wait(), delai)
        except TimeoutError:
            return []
        self._reveil.clear()
        attente, self._attente = self._attente, {}
        return [(evenement, sorted(sujets)) for evenement, sujets in attente.items()]


class Moyeu:
    """Who listens in this process, and the one reader of Redis that feeds them."""

    def __init__(self) -> None:
        self.abonnes: set[Abonne] = set()
        self.par_personne: dict[int, int] = {}
        self._places = threading.Lock()
        self._lecture: asyncio.Task[None] | None = None
        self._abonne = asyncio.Event()

    def prendre_place(self, personne: int, maximum: int) -> bool:
        """Count one more stream for a person, unless they have `maximum` already."""
        with self._places:
            prises = self.par_personne.get(personne, 0)
            if prises < maximum:
                self.par_personne[personne] = prises + 1
            return prises < maximum

    def rendre_place(self, personne: int) -> None:
        with self._places:
            reste = self.par_personne.pop(personne, 0) - 1
            if reste > 0:
                self.par_personne[personne] = reste

    def abonner(self, sujets: Iterable[str]) -> Abonne:
        abonne = Abonne(sujets)
        self.abonnes.add(abonne)
        if self._lecture is None or self._lecture.done():
            self._abonne = asyncio.Event()
            self._lecture = asyncio.create_task(self._lire())
        return abonne

    async def pret(self, delai: float) -> None:
        """Wait for the subscription, so that nothing falls between a page and its stream; not long without Redis."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._abonne.wait(), delai)

    def quitter(self, abonne: Abonne) -> None:
        self.abonnes.discard(abonne)
        if not self.abonnes and self._lecture is not None:
            self._lecture.cancel()
            self._lecture = None
            communes.vieillir(ecoute=False)

    def diffuser(self, evenement: str, sujets: Iterable[str]) -> None:
        communes.vieillir()
        touches = frozenset(sujets)
        for abonne in self.abonnes:
            abonne.noter(evenement, touches)

    async def _lire(self) -> None:
        """Listen to Redis for ever. Once it is back after a cut, every page looks again: messages were perhaps lost."""
        coupe = False
        while True:
            try:
                client = redis.asyncio.Redis.from_url(
                    settings.REDIS_URL, socket_connect_timeout=1, health_check_interval=SONDE_SECONDES
                )
                async with client, client.pubsub() as canal:
                    await canal.subscribe(CANAL)
                    await canal.get_message(timeout=SONDE_SECONDES)  # the confirmation
                    self._abonne.set()
                    communes.vieillir()
                    if coupe:
                        self.diffuser("bilan", [TOUT])
                    coupe = False
                    while True:
                        brut = await canal.get_message(ignore_subscribe_messages=True, timeout=SONDE_SECONDES)
                        if brut:
                            self._recevoir(brut["data"])
            except (RedisError, OSError) as erreur:
                if not coupe:
                    journal.warning("Diffusion en direct interrompue : %s", type(erreur).__name__)
                coupe = True
                communes.vieillir(ecoute=False)
                self._abonne.clear()
                await asyncio.sleep(REPRISE_SECONDES)

    def _recevoir(self, brut: bytes) -> None:
        """A message that is not ours is left alone."""
        try:
            message = json.loads(brut)
            self.diffuser(str(message["evenement"]), [str(sujet) for sujet in message["sujets"]])
        except (ValueError, KeyError, TypeError):
            journal.warning("Message de diffusion illisible.")


moyeu = Moyeu()
