"""`make lint`: everything that can be held without running the portal."""

import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from .environnement import preparer as preparer_environnement
from .lieux import Lieux
from .superviseur import environ_du_portail

# Hosts of package registries, written so that this file does not name them.
REGISTRES = re.compile(
    rb"py[p]i\.org|python[h]osted\.org|npm[j]s\.(org|com)|yarn[p]kg\.com|crates\.[i]o|conda\.[a]naconda\.org"
)
TAILLE_MAX = 2 * 2**20


def commandes(lieux: Lieux) -> list[tuple[str, Sequence[str | Path]]]:
    """Each check with its name, in the order of their speed."""
    python = lieux.python
    return [
        ("style et erreurs (ruff)", [python, "-m", "ruff", "check", "."]),
        ("mise en forme (ruff)", [python, "-m", "ruff", "format", "--check", "."]),
        ("sens des importations (import-linter)", [python.with_name("lint-imports")]),
        ("types des moteurs (mypy)", [python, "-m", "mypy"]),
        ("gabarits", [python, "manage.py", "gabarits"]),
        ("migrations manquantes", [python, "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ]


def hotes_de_registre(lieux: Lieux) -> list[str]:
    """Files under version control that name a package registry's host."""
    liste = subprocess.run(["git", "ls-files", "-z"], cwd=lieux.racine, capture_output=True, check=True)
    fautifs = []
    for nom in filter(None, liste.stdout.decode().split("\0")):
        chemin = lieux.racine / nom
        if chemin.is_file() and chemin.stat().st_size < TAILLE_MAX and REGISTRES.search(chemin.read_bytes()):
            fautifs.append(nom)
    return fautifs


def lancer(lieux: Lieux, dire: Callable[[str], None]) -> int:
    """Run them all, even after one failed, and say which did."""
    preparer_environnement(lieux, dire)
    environ = environ_du_portail(lieux, {})
    echecs = []
    for nom, commande in commandes(lieux):
        dire(f"— {nom}")
        mots = [str(mot) for mot in commande]
        if subprocess.run(mots, cwd=lieux.racine, env=environ, check=False).returncode:
            echecs.append(nom)
    dire("— hôtes de registres")
    if fautifs := hotes_de_registre(lieux):
        dire("Ces fichiers nomment l'hôte d'un registre : " + ", ".join(fautifs))
        echecs.append("hôtes de registres")
    dire(f"Contrôles en échec : {', '.join(echecs)}." if echecs else "Tous les contrôles passent.")
    return 1 if echecs else 0
