"""Meetings: the agenda of a ministry with 500 indicators; two hundred people following one room."""

import asyncio
import contextlib
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ecosysteme.models import Adhesion, Indicateur, Organisation, Personne
from pilotage.models import PointOrdreDuJour, Rencontre
from pilotage.services import rencontres, rencontres_direct, rencontres_ordre

from . import serveurs
from .harnais import Banc, Chiffre, chiffre, chronometrer

ECRANS, ACTES, RYTHME = 200, 12, 1.5
ETALEMENT = 0.12  # as in static/js/rencontre-salle.js
PRESENCE = (11, 14)  # idem
PATIENCE, LIMITE = 10, 120  # seconds: one answer; the whole meeting
JETON = "b" * 32


def _rencontre(personne: Personne, organisation: Organisation) -> Rencontre:
    return rencontres.planifier(
        par=personne, organisation=organisation, palier=3, titre=f"Banc {uuid4()}", duree=60, animation=personne,
        prevue_le=timezone.now() + timedelta(days=1),
    )  # fmt: skip


@chiffre("rencontres")
def ordre_du_jour(banc: Banc) -> Iterator[Chiffre]:
    """A portfolio whose plans hold about five hundred indicators (fifty an organisation)."""
    personne = serveurs.coordination()
    portefeuille = Organisation.objects.filter(type="portefeuille").order_by("pk").first()
    faite = _rencontre(personne, portefeuille)
    chemin = "objectif__orientation__plan__organisation__chemin__contains"
    n = Indicateur.objects.filter(**{chemin: [portefeuille.pk]}).count()
    durees = []
    for _ in range(banc.tours):
        PointOrdreDuJour.objects.filter(rencontre=faite).delete()
        with CaptureQueriesContext(connection) as requetes:
            durees.append(chronometrer(lambda: rencontres_ordre.batir(par=personne, rencontre=faite)))
    note = f"{n} indicateurs, {PointOrdreDuJour.objects.filter(rencontre=faite).count()} points retenus"
    yield Chiffre("Ordre du jour d'un ministère", statistics.median(durees), borne=0.3, note=note)
    yield Chiffre("Ordre du jour d'un ministère : requêtes", len(requetes), borne=12, unite="requêtes")


def _faire_agir(personne: Personne, faite: Rencontre) -> dict[int, float]:
    """A step or an item about every second; when each act was made, by its rank."""
    etapes, faits = ("ecart", "cause", "contremesure", "escalade", "chiffres"), {}
    for n in range(ACTES):
        depart = time.perf_counter()
        if n % 6 == 5:
            rencontres_direct.suivant(par=personne, rencontre=faite)
        else:
            rencontres_direct.changer_etape(par=personne, rencontre=faite, etape=etapes[n % 6])
        faite.refresh_from_db()
        faits[faite.rang] = depart
        time.sleep(RYTHME)
    connection.close()
    return faits


def _public() -> list[str]:
    """Sessions of two hundred people who may follow."""
    racine = Organisation.objects.get(type="gouvernement")
    temoins = []
    for n in range(ECRANS):
        personne, neuve = Personne.objects.get_or_create(email=f"ecran{n}@exemple.test", defaults={"nom": f"Écran {n}"})
        if neuve:
            Adhesion.objects.create(
                personne=personne, organisation=racine, role="membre_public", debut=timezone.localdate()
            )
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(personne.pk), settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = personne.get_session_auth_hash()
        session.save()
        temoins.append(session.session_key)
    return temoins


class Ecran:
    """One screen: its stream, a look at the common parts after each hint over a kept connection, its signs of life."""

    def __init__(self, port: int, temoin: str, rencontre: int) -> None:
        self.port, self.temoin, self.rencontre = port, temoin, rencontre
        self.vus: dict[int, float] = {}
        self.pret = asyncio.Event()
        self.signes = 0

    async def vivre(self) -> None:
        """Follow until cancelled; connections are let go of, or the server would wait for them."""
        prises = [await asyncio.open_connection("127.0.0.1", self.port) for _ in range(3)]
        signes = asyncio.create_task(self._battre(*prises[2]))
        try:
            await self._suivre(*prises[0], prises[1])
        finally:
            signes.cancel()
            for _, plume in prises:
                plume.close()

    async def _suivre(self, lecteur, plume, pages) -> None:
        plume.write(self._requete(f"/evenements/?sujets=rencontre%3A{self.rencontre}"))
        while ligne := await lecteur.readline():
            if b"event: bienvenue" in ligne:
                self.pret.set()
            if b"event: nouveaute" in ligne:
                await asyncio.sleep(random.uniform(0, ETALEMENT))
                async with asyncio.timeout(PATIENCE):
                    await self._regarder(*pages)

    async def _battre(self, lecteur, plume) -> None:
        await asyncio.sleep(random.uniform(0, PRESENCE[1]))
        while True:
            plume.write(self._requete(f"/pilotage/rencontres/{self.rencontre}/presences/", "vu=0"))
            await self._reponse(lecteur)
            self.signes += 1
            await asyncio.sleep(random.uniform(*PRESENCE))

    def _requete(self, chemin: str, corps: str = "") -> bytes:
        poste = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(corps)}\r\n" if corps else ""
        return (
            f"{'POST' if corps else 'GET'} {chemin} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-CSRFToken: {JETON}\r\n"
            f"Accept-Encoding: gzip\r\nCookie: sessionid={self.temoin}; csrftoken={JETON}\r\n{poste}\r\n{corps}"
        ).encode()

    async def _reponse(self, lecteur: asyncio.StreamReader) -> dict[str, str]:
        entetes = (await lecteur.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        if " 200 " not in entetes[0]:
            raise RuntimeError(entetes[0])
        champs = dict(ligne.split(": ", 1) for ligne in entetes[1:] if ": " in ligne)
        await lecteur.readexactly(int(champs["content-length"]))
        return champs

    async def _regarder(self, lecteur: asyncio.StreamReader, plume: asyncio.StreamWriter) -> None:
        plume.write(self._requete(f"/pilotage/rencontres/{self.rencontre}/salle/"))
        champs = await self._reponse(lecteur)
        self.vus.setdefault(int(champs["x-rencontre"].split()[0]), time.perf_counter())


def _memoire(port: int) -> float:
    """Peak of the web process that listens there, in MiB."""
    for dossier in Path("/proc").glob("[0-9]*"):
        try:
            commande = (dossier / "cmdline").read_bytes().split(b"\0")
            if b"uvicorn" in commande and str(port).encode() in commande:
                ligne = next(x for x in (dossier / "status").read_text().splitlines() if x.startswith("VmHWM"))
                return int(ligne.split()[1]) / 1024
        except OSError:
            continue
    raise RuntimeError("Le processus web est introuvable.")


def _ordinaire(port: int, temoin: str, fini: Callable[[], bool]) -> list[float]:
    """Times of an ordinary page, one reader, until it is over."""
    connexion, durees = HTTPConnection("127.0.0.1", port, timeout=PATIENCE), []
    with contextlib.closing(connexion):
        while not fini():
            depart = time.perf_counter()
            serveurs.lire(connexion, "/pilotage/methode/", temoin, False)
            durees.append(time.perf_counter() - depart)
            time.sleep(0.05)
    return durees


async def _suivre(ecrans: list[Ecran], agir: Callable[[], dict[int, float]]) -> dict[int, float]:
    """Open the screens, then act from another thread; when each act was made, by its rank."""
    vies = [asyncio.create_task(e.vivre()) for e in ecrans]
    try:
        async with asyncio.timeout(LIMITE):
            await asyncio.gather(*(e.pret.wait() for e in ecrans))
            faits = await asyncio.to_thread(agir)
            limite = time.monotonic() + PATIENCE
            while time.monotonic() < limite and any(max(faits) not in e.vus for e in ecrans):
                await asyncio.sleep(0.05)
            return faits
    finally:
        for vie in vies:
            vie.cancel()
        pannes = [p for p in await asyncio.gather(*vies, return_exceptions=True) if isinstance(p, Exception)]
        if pannes:
            raise pannes[0]


@chiffre("rencontres")
def deux_cents_ecrans(banc: Banc) -> Iterator[Chiffre]:
    """Two hundred real streams, each with its own person; the facilitator acts about every second."""
    personne = serveurs.coordination()
    indicateur = Indicateur.objects.select_related("organisation").order_by("pk").first()
    faite = _rencontre(personne, indicateur.organisation)
    rencontres.ouvrir(par=personne, rencontre=faite)
    temoins, temoin = _public(), serveurs.session(personne)
    fini = threading.Event()
    with serveurs.web() as port, ThreadPoolExecutor(1) as lecteur:
        _ordinaire(port, temoin, _apres(1))
        seule = _ordinaire(port, temoin, _apres(3))
        ecrans = [Ecran(port, t, faite.pk) for t in temoins]
        pendant = lecteur.submit(_ordinaire, port, temoin, fini.is_set)
        try:
            faits = asyncio.run(_suivre(ecrans, lambda: _faire_agir(personne, faite)))
        finally:
            fini.set()
        memoire = _memoire(port)
    delais = sorted(_vu(e, rang) - depart for rang, depart in list(faits.items())[2:] for e in ecrans)
    signes = sum(e.signes for e in ecrans)
    yield Chiffre(
        f"Acte d'une rencontre vu par {ECRANS} écrans (p95)", delais[int(0.95 * len(delais))], borne=1,
        note=f"{len(delais)} vues, médiane {1000 * statistics.median(delais):.0f} ms, maximum {delais[-1]:.1f} s, "
        f"{signes} signes de présence",
    )  # fmt: skip
    yield Chiffre("Processus web pendant cette rencontre", memoire, borne=300, unite="Mio")
    yield Chiffre(
        "Page ordinaire pendant cette rencontre", statistics.median(pendant.result()), statistics.median(seule),
        borne=2, note="un lecteur, médianes",
    )  # fmt: skip


def _apres(secondes: float) -> Callable[[], bool]:
    fin = time.monotonic() + secondes
    return lambda: time.monotonic() > fin


def _vu(ecran: Ecran, rang: int) -> float:
    """When the screen first showed that act or a later one."""
    vus = [quand for lu, quand in ecran.vus.items() if lu >= rang]
    return min(vus) if vus else float("inf")
