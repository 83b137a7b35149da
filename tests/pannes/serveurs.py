"""Servers, workers and a portal that a test may kill: nobody else's, and gone with the test."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from ecosysteme.lanceur import ports, processus
from ecosysteme.lanceur.serveur import Serveur
from tests.lanceur.aides import RACINE, attendre

VIE = 60


class Tenu:
    """An embedded server without its keeper: killed, it stays dead until started again, on the same port and data."""

    def __init__(self, serveur: Serveur) -> None:
        self.serveur, self.enfant = serveur, None
        self.reglages, self.neufs = serveur.reglages()
        self.url = serveur.url(self.reglages)

    def demarrer(self) -> "Tenu":
        programme = self.serveur.trouver()
        self.serveur.preparer(programme, self.reglages, neufs=self.neufs)
        self.neufs = False
        self.enfant = processus.lancer(self.serveur.recette(programme, self.reglages))
        attendre(lambda: self.serveur.pret(self.reglages), VIE)
        return self

    def tuer(self) -> None:
        """kill -9, its own children too."""
        os.killpg(self.enfant.pid, signal.SIGKILL)
        self.enfant.wait()

    def arreter(self) -> None:
        if self.enfant is not None and self.enfant.poll() is None:
            processus.arreter_groupe(
                self.enfant.pid, lambda: self.enfant.poll() is not None, self.serveur.signaux_arret
            )


@dataclass
class Programme:
    """A child of the test in its own session, with what it says kept in a file."""

    mots: list[str]
    environ: dict[str, str]
    journal: Path
    enfant: subprocess.Popen | None = None
    vus: list[subprocess.Popen] = field(default_factory=list)

    def lancer(self, pret: str = "") -> "Programme":
        debut = self.journal.stat().st_size if self.journal.exists() else 0
        with self.journal.open("ab") as sortie:
            self.enfant = subprocess.Popen(
                [sys.executable, *self.mots],
                cwd=RACINE,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.vus.append(self.enfant)
        attendre(lambda: pret in self.dit[debut:] or self.enfant.poll() is not None, VIE)
        assert not pret or pret in self.dit[debut:], self.dit
        return self

    @property
    def dit(self) -> str:
        return self.journal.read_text("utf-8", errors="replace") if self.journal.exists() else ""

    def tuer(self) -> None:
        os.killpg(self.enfant.pid, signal.SIGKILL)
        self.enfant.wait()

    def finir(self) -> None:
        if self.enfant is not None and self.enfant.poll() is None:
            self.tuer()


def demander(adresse: str, session: str = "") -> tuple[int, dict[str, str]]:
    """Status and headers of a page; 0 when nothing answers. Redirections are followed by nobody."""

    class Sans(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    requete = urllib.request.Request(adresse, headers={"Cookie": f"sessionid={session}"} if session else {})
    try:
        with urllib.request.build_opener(Sans).open(requete, timeout=30) as reponse:
            return reponse.status, dict(reponse.headers)
    except urllib.error.HTTPError as erreur:
        return erreur.code, dict(erreur.headers)
    except OSError:
        return 0, {}


def travailleur(environ: dict[str, str], dossier: Path, nom: str = "un") -> Programme:
    mots = ["-m", "celery", "-A", "ecosysteme", "worker", "-Q", "interactif,lourd", "-P", "solo", "-n", f"{nom}@essai"]
    return Programme(
        [*mots, "--without-gossip", "--without-mingle", "--loglevel", "INFO"],
        environ,
        dossier / f"travailleur-{nom}.log",
    )


def portail(environ: dict[str, str], dossier: Path) -> tuple[Programme, str]:
    port = ports.port_libre()
    mots = ["-m", "uvicorn", "ecosysteme.asgi:application", "--port", str(port), "--no-access-log"]
    return Programme(mots, environ, dossier / "web.log"), f"http://127.0.0.1:{port}"
