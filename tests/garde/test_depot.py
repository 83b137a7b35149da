"""What the tracked files may not hold: registry hosts, paths of one machine, things left for later."""

import re

import pytest

from ecosysteme.lanceur.controles import hotes_de_registre
from ecosysteme.lanceur.lieux import Lieux
from tests.garde.test_tailles import RACINE, fichiers

TEXTES = (".py", ".html", ".txt", ".css", ".js", ".sql", ".md", ".toml", ".yml", ".yaml", ".json", ".sh", "Makefile")
CHEMINS = re.compile(r"(?<![\w.])/(?:home|root|work|Users|tmp/svc)/[\w.-]+")
# Files that need such a path, and why.
CHEMINS_PERMIS: dict[str, str] = {}
PLUS_TARD = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def lignes_fautives(motif: re.Pattern, exempts=()) -> list[str]:
    fautes = []
    for fichier in fichiers(*TEXTES):
        nom = str(fichier.relative_to(RACINE))
        if nom.endswith("test_depot.py") or nom in exempts:
            continue
        for numero, ligne in enumerate(fichier.read_text("utf-8").splitlines(), 1):
            if motif.search(ligne):
                fautes.append(f"{nom}:{numero} {ligne.strip()[:120]}")
    return fautes


def test_aucun_fichier_ne_nomme_l_hote_d_un_registre():
    assert hotes_de_registre(Lieux.du_depot()) == []


def test_aucun_fichier_ne_nomme_un_chemin_de_machine():
    assert lignes_fautives(CHEMINS, CHEMINS_PERMIS) == []


def test_rien_n_est_laisse_pour_plus_tard():
    assert lignes_fautives(PLUS_TARD) == []


@pytest.mark.parametrize("motif", [CHEMINS, PLUS_TARD])
def test_les_motifs_mordent(motif):
    assert motif.search("# TODO: voir /home/claude/notes.md")
