"""The Python environment: made from requirements.lock with its hashes, made again only when the lock changes."""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path

from .lieux import Lieux, dossier_prive
from .pannes import DISQUE_PLEIN, Panne, phrase_sortie
from .verrous import exclusif

ESPACE_MIN = 700 * 2**20
RESEAU = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "Network is unreachable",
    "Connection refused",
    "Connection reset",
    "Max retries exceeded",
    "timed out",
    "dns error",
    "Failed to fetch",
    "error sending request",
    "Could not find a version",
)


def empreinte(lieux: Lieux) -> str:
    """What the environment was made from: the lock, and the Python that made it."""
    contenu = hashlib.sha256(lieux.verrou_dependances.read_bytes())
    contenu.update(f"{sys.version_info[:2]} {sys.implementation.name} {sysconfig.get_platform()}".encode())
    return contenu.hexdigest()


def preparer(lieux: Lieux, dire: Callable[[str], None]) -> None:
    """Make the environment, or leave it alone when it is up to date or belongs to someone else (a link)."""
    if lieux.venv.is_symlink() or "ECOSYSTEME_VENV" in os.environ:
        if not lieux.python.exists():
            raise Panne(f"L'environnement {lieux.venv} n'a pas de Python : il est lié, le lanceur n'y touche pas.")
        return
    marque = lieux.venv / ".empreinte"
    if _a_jour(marque, voulue := empreinte(lieux)) and lieux.python.exists():
        return
    dossier_prive(lieux.var, 0o711)
    with exclusif(lieux.var / "environnement.lock"):
        if _a_jour(marque, voulue) and lieux.python.exists():
            return
        _verifier_espace(lieux)
        outil = shutil.which("uv")
        dire(f"Environnement : installation avec {'uv' if outil else 'pip'} (une minute environ la première fois)…")
        _creer(lieux, outil)
        _installer(lieux, outil)
        marque.write_text(voulue, "utf-8")


def _a_jour(marque: Path, voulue: str) -> bool:
    try:
        return marque.read_text("utf-8") == voulue
    except OSError:
        return False


def _verifier_espace(lieux: Lieux) -> None:
    libre = shutil.disk_usage(lieux.racine).free
    if libre < ESPACE_MIN:
        raise Panne(f"{DISQUE_PLEIN} Il reste {libre // 2**20} Mio ; l'environnement en demande {ESPACE_MIN // 2**20}.")


def _creer(lieux: Lieux, uv: str | None) -> None:
    if uv:
        commande = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, lieux.venv]
    else:
        commande = [sys.executable, "-m", "venv", "--clear", lieux.venv]
    defaut = "L'environnement Python n'a pas pu être créé : voyez {journal}."
    if not uv and not _venv_possible():
        raise Panne("Il manque le module venv de Python : installez-le (« apt install python3-venv ») ou installez uv.")
    _executer(lieux, commande, defaut)


def _venv_possible() -> bool:
    essai = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    return essai.returncode == 0


def _installer(lieux: Lieux, uv: str | None) -> None:
    options = ["--require-hashes", "--no-deps", "-r", lieux.verrou_dependances]
    if uv:
        commande = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", lieux.python, *options]
    else:
        commande = [lieux.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *options]
    defaut = "Les bibliothèques n'ont pas pu être installées : voyez {journal}."
    _executer(lieux, commande, defaut)


def _executer(lieux: Lieux, commande: Sequence[str | Path], defaut: str) -> None:
    journal = lieux.journal("installation")
    mots = [str(mot) for mot in commande]
    fini = subprocess.run(
        mots, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    journal.write_text(fini.stdout, "utf-8")
    if fini.returncode:
        raise Panne(_phrase(fini.stdout, defaut.format(journal=journal)))


def _phrase(sortie: str, defaut: str) -> str:
    if "do not match the hashes" in sortie or "Hash mismatch" in sortie:
        return (
            "Une bibliothèque reçue ne correspond pas à son empreinte dans requirements.lock : rien n'a été installé."
        )
    if any(signe in sortie for signe in RESEAU):
        defaut = f"Les bibliothèques n'ont pas pu être téléchargées : vérifiez le réseau. {defaut}"
    return phrase_sortie(sortie, defaut)
