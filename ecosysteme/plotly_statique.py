"""Staticfiles finder: plotly.js from the installed wheel, and the style rules a strict CSP asks to be served.

Plotly writes its rules in a <style> of its own unless a sheet of that name is already there: ours says so
(`<link id="plotly.js-style-global" class="no-inline-styles">`). It is generated from the very script it goes with.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from ecosysteme.depose import deposer

SCRIPT, FEUILLE = "plotly/plotly.min.js", "plotly/plotly.css"
_REGLES = re.compile(r'=\{("X,X div":.+?)\};for\(', re.DOTALL)
_REGLE = re.compile(r"""(?:"([^"]+)"|'([^']+)'|([XY])):(?:"([^"]*)"|'([^']*)')""")
_EN_PLUS = re.compile(r'document\.getElementById\("([0-9a-f]{64})"\)')


def _script() -> Path:
    """The script carried by the wheel; the package itself is not imported."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:  # pragma: no cover - a locked dependency
        raise FileNotFoundError("plotly n'est pas installé.")
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


def regles(script: str) -> str:
    """The style rules written in the script, in the order they come to stand (each is inserted before the others)."""
    trouve = _REGLES.search(script)
    if trouve is None:
        raise ValueError("Les règles de style ne se trouvent plus dans plotly.min.js.")
    lignes = []
    for lue in _REGLE.finditer(trouve[1]):
        abrege = lue[1] or lue[2] or lue[3]
        selecteur = abrege.replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")
        lignes.append(f"{selecteur} {{ {lue[4] or lue[5] or ''} }}")
    return "\n".join(reversed(lignes)) + "\n"


@functools.cache
def feuilles_reconnues() -> tuple[str, ...]:
    """Names of sheets the script would otherwise write inline (that of its maps, which we do not draw)."""
    return tuple(dict.fromkeys(_EN_PLUS.findall(_script().read_text("utf-8"))))


class Plotly(BaseFinder):
    """Two files, written under var/ when the wheel is newer."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.depot = FileSystemStorage(location=Path(settings.BASE_DIR) / "var" / "plotly")

    def preparer(self) -> None:
        source, feuille = _script(), Path(self.depot.path(FEUILLE))
        if feuille.exists() and feuille.stat().st_mtime >= source.stat().st_mtime:
            return
        texte = source.read_text("utf-8")
        for nom, contenu in ((SCRIPT, texte), (FEUILLE, regles(texte))):
            deposer(Path(self.depot.path(nom)), contenu)

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:
        if path not in (SCRIPT, FEUILLE):
            return []
        self.preparer()
        fichier = self.depot.path(path)
        return [fichier] if find_all else fichier

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        self.preparer()
        yield SCRIPT, self.depot
        yield FEUILLE, self.depot

    def check(self, **kwargs: object) -> list[object]:
        return []
