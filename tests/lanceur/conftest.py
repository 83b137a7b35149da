"""The whole portal as `make run` starts it, shared by the tests of a module; whoever breaks it puts it back."""

import os
import re
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from ecosysteme.lanceur import ports
from tests.lanceur.aides import RACINE, attendre, commande, dossier_var, environ, processus_de


class Portail:
    """`run` in the background, what it says, and the address it serves."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = ports.port_libre()
        self.adresse = f"http://127.0.0.1:{self.port}"
        self.programme: subprocess.Popen[str] | None = None
        self.dit: list[str] = []

    @property
    def marche(self) -> bool:
        return self.programme is not None and self.programme.poll() is None

    def lancer(self) -> "Portail":
        self.dit = []
        self.programme = subprocess.Popen(
            commande("run"),
            cwd=RACINE,
            env=environ(self.var, PORT=str(self.port)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.ecoute = threading.Thread(target=self._ecouter, daemon=True)
        self.ecoute.start()
        attendre(lambda: not self.marche or "Ctrl-C arrête tout" in self.sortie, 150)
        assert self.marche, self.sortie
        return self

    def _ecouter(self) -> None:
        with self.programme.stdout as sortie:
            for ligne in sortie:
                self.dit.append(ligne)

    @property
    def sortie(self) -> str:
        return "".join(self.dit)

    def demander(self, chemin: str) -> tuple[int, str]:
        """Status and body of a page; 0 when the web does not answer."""
        try:
            with urllib.request.urlopen(self.adresse + chemin, timeout=10) as reponse:
                return reponse.status, reponse.read().decode()
        except urllib.error.HTTPError as reponse:
            with reponse:
                return reponse.code, reponse.read().decode()
        except OSError as erreur:
            return 0, str(erreur)

    def attendre_sante(self) -> None:
        attendre(lambda: self.demander("/sante/")[0] == 200, 90)

    def pid(self, nom: str) -> int:
        return int((self.var / "processus" / f"{nom}.pid").read_text().split()[0])

    def arreter(self, numero: signal.Signals = signal.SIGINT) -> int:
        self.programme.send_signal(numero)
        code = self.programme.wait(60)
        self.ecoute.join(10)
        return code

    def adresses(self) -> dict[str, str]:
        """What the portal's processes have in their environment."""
        texte = Path(f"/proc/{self.pid('planificateur')}/environ").read_text()
        return dict(re.findall(r"(DATABASE_URL|REDIS_URL)=([^\0]+)", texte))


@pytest.fixture(scope="module")
def instance():
    with dossier_var() as var:
        instance = Portail(var)
        yield instance
        if instance.marche:
            instance.arreter()
        for pid in processus_de(var):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def portail(instance):
    """Up and well."""
    if not instance.marche:
        instance.lancer()
    instance.attendre_sante()
    return instance
