"""No tail: files and functions keep to the limits of the house. What is too long wants to be two things."""

import ast
import subprocess
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
LIGNES = {".py": 300, ".html": 140, ".css": 260, ".js": 260}
FONCTION = 45
EXEMPTS = ("/migrations/",)


def fichiers(*suffixes: str) -> list[Path]:
    """Files under version control, or new and not ignored."""
    liste = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=RACINE, capture_output=True, check=True, text=True,
    )  # fmt: skip
    noms = [nom for nom in liste.stdout.split("\0") if nom.endswith(suffixes) and not any(e in nom for e in EXEMPTS)]
    return [RACINE / nom for nom in sorted(set(noms)) if (RACINE / nom).is_file()]


@pytest.mark.parametrize("suffixe", LIGNES)
def test_aucun_fichier_ne_depasse_sa_mesure(suffixe):
    longs = {
        str(f.relative_to(RACINE)): lignes
        for f in fichiers(suffixe)
        if (lignes := f.read_text("utf-8").count("\n")) > LIGNES[suffixe]
    }
    assert longs == {}


def test_aucune_fonction_ne_depasse_sa_mesure():
    longues = {}
    for fichier in fichiers(".py"):
        for noeud in ast.walk(ast.parse(fichier.read_text("utf-8"))):
            if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef):
                lignes = noeud.end_lineno - noeud.lineno + 1
                if lignes > FONCTION:
                    longues[f"{fichier.relative_to(RACINE)}:{noeud.name}"] = lignes
    assert longues == {}
