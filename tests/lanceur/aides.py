"""The launcher as a person starts it: a program in a folder of its own, far from anyone else's servers."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ecosysteme.lanceur import processus

RACINE = Path(__file__).resolve().parents[2]
OTEES = (
    "DATABASE_URL",
    "REDIS_URL",
    "PORT",
    "HOST",
    "PG_BIN",
    "ECOSYSTEME_ENV",
    "STATIC_ROOT",
    "DJANGO_SETTINGS_MODULE",
)


def environ(var: Path, **plus: str) -> dict[str, str]:
    """A developer's environment, whose `var/` is this one and whose libraries are those of the tests."""
    base = {nom: valeur for nom, valeur in os.environ.items() if nom not in OTEES}
    return {**base, "ECOSYSTEME_VAR": str(var), "ECOSYSTEME_VENV": sys.prefix, **plus}


def commande(*mots: str) -> list[str]:
    return [sys.executable, "-m", "ecosysteme.lanceur", *mots]


def executer(*mots: str, var: Path, **plus: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the launcher to its end."""
    return subprocess.run(
        commande(*mots), cwd=RACINE, env=environ(var, **plus), capture_output=True, text=True, timeout=120, check=False
    )


@contextmanager
def dossier_var() -> Iterator[Path]:
    """A `var/` other accounts can pass through, removed with whatever it placed elsewhere."""
    var = Path(tempfile.mkdtemp(prefix="ecosysteme-"))
    var.chmod(0o711)
    try:
        yield var
    finally:
        attendre(lambda: not processus_de(var))
        for repere in var.rglob("ailleurs"):
            shutil.rmtree(repere.read_text("utf-8"), ignore_errors=True)
        shutil.rmtree(var)


def attendre(condition: Callable[[], object], patience: float = 60) -> None:
    """Wait for something that must come true."""
    if not processus.attendre(condition, patience, pas=0.05):
        raise AssertionError(f"Toujours faux après {patience:.0f} s : {condition}")


def processus_de(var: Path) -> dict[int, str]:
    """Every living process whose command line or environment names this `var/`, ours aside."""
    trouves = {}
    for dossier in Path("/proc").glob("[0-9]*"):
        pid = int(dossier.name)
        try:
            sien = str(var).encode() in (dossier / "cmdline").read_bytes() + (dossier / "environ").read_bytes()
        except OSError:
            continue
        if sien and pid != os.getpid() and processus.empreinte(pid):
            trouves[pid] = processus.commande_de(pid)
    return trouves


def pid_de(fichier: Path) -> int:
    """The number in a pid file; 0 while there is none."""
    try:
        return int(fichier.read_text("utf-8").split()[0])
    except FileNotFoundError:
        return 0


class Tenue:
    """`services` in the foreground: holds the servers up until it is told to stop."""

    def __init__(self, var: Path, **plus: str) -> None:
        self.var = var
        self.programme = subprocess.Popen(
            commande("services"),
            cwd=RACINE,
            env=environ(var, **plus),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.adresses: dict[str, str] = {}
        assert self.programme.stdout is not None
        while len(self.adresses) < 2:
            ligne = self.programme.stdout.readline()
            if not ligne:
                raise AssertionError(self.programme.communicate()[1])
            trouvee = re.fullmatch(r"export (\w+)=(.+)\n", ligne)
            assert trouvee, ligne
            self.adresses[trouvee[1]] = trouvee[2]

    def __enter__(self) -> "Tenue":
        return self

    def __exit__(self, *_: object) -> None:
        self.arreter()

    def arreter(self, numero: signal.Signals = signal.SIGTERM) -> str:
        """Stop it and return what it said aside."""
        self.programme.send_signal(numero)
        return self.programme.communicate(timeout=60)[1]

    def pid(self, serveur: str) -> int:
        return pid_de(self.var / serveur / "serveur.pid")

    def gardien(self, serveur: str) -> int:
        """The parent of a server is its keeper."""
        return parent_de(self.pid(serveur))


def compte_de(pid: int) -> int:
    """The account a process runs under."""
    return Path(f"/proc/{pid}").stat().st_uid


def parent_de(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[1])
