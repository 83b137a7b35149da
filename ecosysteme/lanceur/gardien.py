"""The keeper of one embedded server: starts it, starts it again when it dies, stops it when nobody uses it any more.

A process of its own, so that `make run` and any number of `make manage` share a server without one ending it under
another. Users hold a shared lock the kernel gives back even after kill -9; the keeper alone wants it exclusive.
"""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from . import processus
from .lieux import Lieux, ecrire_prive
from .pannes import Panne, phrase_sortie
from .programmes import Programme
from .serveur import Reglages, Serveur
from .verrous import Verrou

PATIENCE = 60.0
PAUSE_MAX = 10.0
PAS = 0.2


class Gardien:
    """Keeps `serveur` for as long as somebody shares `usage.lock`."""

    def __init__(self, serveur: Serveur) -> None:
        self.serveur = serveur
        self.maison = serveur.maison
        self.usage = Verrou(self.maison / "usage.lock")
        self.unique = Verrou(self.maison / "gardien.lock")
        self.fichier_pid = self.maison / "serveur.pid"
        self.etat = self.maison / "etat.json"
        self.fini = False
        self.enfant: subprocess.Popen[bytes] | None = None

    def garder(self, annoncer: Callable[[dict[str, str]], None]) -> int:
        """Start, announce, keep, stop. Returns an exit code."""
        if not self.unique.essayer():
            annoncer({"deja": "oui"})
            return 0
        for numero in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(numero, self._finir)
        try:
            programme, reglages = self._demarrer()
            etat = {"variable": self.serveur.variable, "url": self.serveur.url(reglages)}
            etat["description"] = self.serveur.description(programme)
            ecrire_prive(self.etat, json.dumps(etat))
            annoncer({"pret": "oui"})
            self._veiller(programme, reglages)
        finally:
            self.etat.unlink(missing_ok=True)
            self._arreter()
        return 0

    def _finir(self, *_: object) -> None:
        self.fini = True

    def _demarrer(self) -> tuple[Programme, Reglages]:
        self.etat.unlink(missing_ok=True)
        processus.balayer(self.fichier_pid, self.serveur.signaux_arret)
        programme = self.serveur.trouver()
        reglages, neufs = self.serveur.reglages()
        self.serveur.preparer(programme, reglages, neufs=neufs)
        self._lancer(programme, reglages)
        if not processus.attendre(lambda: self.serveur.pret(reglages) or self._mort(), PATIENCE) or self._mort():
            raise Panne(self._phrase_echec())
        return programme, reglages

    def _lancer(self, programme: Programme, reglages: Reglages) -> None:
        recette = self.serveur.recette(programme, reglages)
        self.debut_journal = recette.journal.stat().st_size if recette.journal.exists() else 0
        self.enfant = processus.lancer(recette, self.fichier_pid)

    def _mort(self) -> bool:
        return self.enfant is None or self.enfant.poll() is not None

    def _phrase_echec(self) -> str:
        journal = self.serveur.lieux.journal("courtier" if self.serveur.variable == "REDIS_URL" else "postgresql")
        with journal.open("rb") as fichier:
            fichier.seek(self.debut_journal)
            sortie = fichier.read().decode(errors="replace")
        return phrase_sortie(sortie, f"{self.serveur.titre} n'a pas démarré : voyez {journal}.")

    def _veiller(self, programme: Programme, reglages: Reglages) -> None:
        """Until the last user is gone; a server that dies starts again, later and later if it dies at once."""
        pause = 0.0
        lance = time.monotonic()
        while not self.fini and not self.usage.essayer():
            time.sleep(PAS)
            if not self._mort():
                continue
            pause = 0.0 if time.monotonic() - lance > 30 else min(PAUSE_MAX, pause * 2 + 0.2)
            print(f"{self.serveur.titre} s'est arrêté ; relance dans {pause:.1f} s.", file=sys.stderr, flush=True)
            processus.attendre(lambda: self.fini, pause)
            lance = time.monotonic()
            self._lancer(programme, reglages)

    def _arreter(self) -> None:
        if self.enfant is not None:
            enfant = self.enfant
            processus.arreter_groupe(enfant.pid, lambda: enfant.poll() is not None, self.serveur.signaux_arret)
            self.fichier_pid.unlink(missing_ok=True)
        self.unique.rendre()


def principal(serveur: Serveur) -> int:
    """Body of the keeper's process: one line of JSON on its output says how the start went."""

    def annoncer(message: dict[str, str]) -> None:
        print(json.dumps(message), flush=True)

    try:
        return Gardien(serveur).garder(annoncer)
    except Panne as panne:
        annoncer({"panne": str(panne)})
        return 1


def commande(lieux: Lieux, nom: str, *, essais: bool) -> list[str | Path]:
    """The command line of a keeper."""
    return [sys.executable, "-m", "ecosysteme.lanceur", "gardien", nom, *(["--essais"] if essais else [])]
