"""Children that never outlive us: their own session, a parent-death signal, and a pid file to sweep by."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .lieux import ecrire_prive
from .utilisateur import Compte

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Recette:
    """How to start a child, and which signal it gets when we die without a word."""

    nom: str
    commande: Sequence[str | Path]
    journal: Path
    environ: Mapping[str, str]
    dossier: Path
    mort_du_parent: signal.Signals = signal.SIGTERM
    compte: Compte | None = None
    descripteurs: tuple[int, ...] = ()


def lier_au_parent(parent: int, mort: signal.Signals) -> Callable[[], None]:
    def avant_execution() -> None:
        if hasattr(_libc, "prctl"):
            _libc.prctl(PR_SET_PDEATHSIG, int(mort), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return avant_execution


def lancer(recette: Recette, fichier_pid: Path | None = None) -> subprocess.Popen[bytes]:
    """Start a child; must be called from the main thread, whose end is what the death signal watches."""
    compte = recette.compte
    with recette.journal.open("ab") as journal:
        enfant = subprocess.Popen(
            [str(mot) for mot in recette.commande],
            cwd=recette.dossier,
            env=dict(recette.environ),
            stdin=subprocess.DEVNULL,
            stdout=journal,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=compte.uid if compte else None,
            group=compte.gid if compte else None,
            extra_groups=[] if compte else None,
            pass_fds=recette.descripteurs,
            preexec_fn=lier_au_parent(os.getpid(), recette.mort_du_parent),
        )
    if fichier_pid:
        ecrire_prive(fichier_pid, f"{enfant.pid} {empreinte(enfant.pid)}")
    return enfant


def empreinte(pid: int) -> str | None:
    """What tells a process from a later one with the same number; None when it is gone."""
    try:
        champs = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return None if Path("/proc/self").exists() else _empreinte_ps(pid)
    except ProcessLookupError:
        return None
    return None if champs[0] in "ZX" else champs[19]


def _empreinte_ps(pid: int) -> str | None:
    sortie = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "-".join(sortie.stdout.split()) or None


def commande_de(pid: int) -> str:
    """The command line of a process, empty when unknown."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def balayer(fichier_pid: Path, signaux: Sequence[tuple[signal.Signals, float]]) -> bool:
    """End what a killed launcher left behind, with its whole session; True when there was something."""
    try:
        pid_texte, _, connue = fichier_pid.read_text("utf-8").partition(" ")
    except FileNotFoundError:
        return False
    fichier_pid.unlink(missing_ok=True)
    if not pid_texte.isdigit() or empreinte(int(pid_texte)) != connue:
        return False
    pid = int(pid_texte)
    arreter_groupe(pid, lambda: empreinte(pid) != connue, signaux)
    return True


def arreter_groupe(pid: int, parti: Callable[[], bool], signaux: Sequence[tuple[signal.Signals, float]]) -> None:
    """Send each signal in turn to a session's leader, waiting between two; then kill what is left of the session."""
    for envoi, patience in signaux:
        if parti():
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, envoi)
        attendre(parti, patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    attendre(parti, 2)


def attendre(condition: Callable[[], object], patience: float, pas: float = 0.02) -> bool:
    """Wait for a condition, at most `patience` seconds."""
    fin = time.monotonic() + patience
    while not condition():
        if time.monotonic() >= fin:
            return False
        time.sleep(pas)
    return True
