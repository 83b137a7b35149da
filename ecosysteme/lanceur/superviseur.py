"""`make run`: everything the portal needs, in one terminal, until Ctrl-C."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from . import processus
from .lieux import Lieux, dossier_prive, ecrire_prive
from .processus import Recette
from .services import Services

ARRET = ((signal.SIGTERM, 4.0), (signal.SIGQUIT, 1.0))
PAUSE_MAX = 10.0
PAS = 0.2


@dataclass
class Enfant:
    """A child and how its starts have gone."""

    recette: Recette
    fichier_pid: Path
    processus: "subprocess.Popen[bytes] | None" = None
    lance: float = 0.0
    pause: float = 0.0
    relance_a: float = 0.0

    @property
    def vivant(self) -> bool:
        return self.processus is not None and self.processus.poll() is None

    def lancer(self) -> None:
        self.processus = processus.lancer(self.recette, self.fichier_pid)
        self.lance = time.monotonic()


def recettes(lieux: Lieux, environ: dict[str, str], prise: int, processus_web: int = 2) -> list[Recette]:
    """Web processes on one socket that stays open, a worker for each queue, and the one beat."""
    python = str(lieux.python)
    web = [python, "-m", "uvicorn", "ecosysteme.asgi:application", "--fd", str(prise), "--no-access-log"]
    web += ["--timeout-graceful-shutdown", "1", "--log-level", "warning"]
    celery = [python, "-m", "celery", "-A", "ecosysteme"]
    travail = ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]

    def recette(
        nom: str, commande: list[str], mort: signal.Signals = signal.SIGTERM, fds: tuple[int, ...] = ()
    ) -> Recette:
        return Recette(nom, commande, lieux.journal(nom), environ, lieux.racine, mort, descripteurs=fds)

    liste = [recette(f"web-{n}", web, fds=(prise,)) for n in range(1, processus_web + 1)]
    for file, nombre in (("interactif", "2"), ("lourd", "1")):
        liste.append(recette(file, [*celery, "worker", "-Q", file, "-c", nombre, "-n", f"{file}@%h", *travail]))
    planificateur = [*celery, "beat", "--loglevel", "INFO", "--pidfile="]
    return [*liste, recette("planificateur", planificateur, mort=signal.SIGKILL)]


class Superviseur:
    """Starts the children, starts again those that die, stops them all."""

    def __init__(self, lieux: Lieux, services: Services, dire: Callable[[str], None]) -> None:
        self.lieux = lieux
        self.services = services
        self.dire = dire
        self.fini = False
        self.enfants: list[Enfant] = []
        self.dossier = dossier_prive(lieux.var / "processus")
        for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(numero, self._finir)

    def _finir(self, _numero: int, _cadre: FrameType | None) -> None:
        self.fini = True

    def balayer(self) -> None:
        """End what a launcher killed with -9 left behind."""
        for fichier in sorted(self.dossier.glob("*.pid")):
            if processus.balayer(fichier, ((signal.SIGTERM, 3.0),)):
                self.dire(f"Un processus resté d'un arrêt brutal a été arrêté : {fichier.stem}.")

    def lancer(self, liste: list[Recette]) -> None:
        self.enfants = [Enfant(recette, self.dossier / f"{recette.nom}.pid") for recette in liste]
        for enfant in self.enfants:
            enfant.lancer()

    def veiller(self) -> None:
        """Until told to stop."""
        tour = 0
        while not self.fini:
            time.sleep(PAS)
            tour += 1
            for enfant in self.enfants:
                if not enfant.vivant:
                    self._relancer(enfant)
            if tour % 5 == 0:
                for titre in self.services.veiller():
                    self.dire(f"{titre} avait perdu son gardien : relancé.")

    def _relancer(self, enfant: Enfant) -> None:
        maintenant = time.monotonic()
        if enfant.processus is not None:
            code = enfant.processus.returncode
            processus.arreter_groupe(enfant.processus.pid, lambda: True, ())
            enfant.processus = None
            enfant.pause = 0.5 if maintenant - enfant.lance > 30 else min(PAUSE_MAX, enfant.pause * 2 + 0.5)
            enfant.relance_a = maintenant + enfant.pause
            self.dire(f"{enfant.recette.nom} s'est arrêté (code {code}), relance ; journal : {enfant.recette.journal}")
        elif maintenant >= enfant.relance_a:
            enfant.lancer()

    def arreter(self) -> None:
        """Ask all of them at once, wait, insist."""
        for numero, patience in ARRET:
            for enfant in self.enfants:
                if enfant.vivant and enfant.processus is not None:
                    enfant.processus.send_signal(numero)
            if processus.attendre(lambda: not any(e.vivant for e in self.enfants), patience):
                break
        for enfant in self.enfants:
            if enfant.processus is not None:
                processus.arreter_groupe(enfant.processus.pid, lambda e=enfant: not e.vivant, ())
            enfant.fichier_pid.unlink(missing_ok=True)


def environ_du_portail(lieux: Lieux, services: dict[str, str], hote: str = "") -> dict[str, str]:
    """The environment of the portal's own programs."""
    environ = {**os.environ, **services, "ECOSYSTEME_ENV": "developpement", "PYTHONUNBUFFERED": "1"}
    environ.pop("VIRTUAL_ENV", None)
    environ.pop("PYTHONHOME", None)
    if lieux.var != lieux.racine / "var":
        environ.setdefault("STATIC_ROOT", str(lieux.var / "static"))
        environ.setdefault("MEDIA_ROOT", str(lieux.var / "media"))
        environ.setdefault("BEAT_SCHEDULE", str(lieux.var / "beat"))
    if hote not in ("", "127.0.0.1", "localhost", "::1"):
        environ.setdefault("ALLOWED_HOSTS", f"localhost,127.0.0.1,{hote},{os.uname().nodename}")
    return environ


def noter(fichier: Path, adresse: str) -> None:
    """Leave word of who runs and where, for a second `make run`."""
    ecrire_prive(fichier, json.dumps({"pid": os.getpid(), "adresse": adresse}))
