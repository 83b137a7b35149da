"""Staticfiles finder that melts `static/css/site.css` and the sheets it imports: one request, no build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from ecosysteme.depose import deposer

NOM = "css/site.css"
COMMENTAIRE = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')


class Feuilles(BaseFinder):
    """To be listed before the other finders, so that the melted sheet wins over its source."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.source = Path(settings.BASE_DIR) / "static" / NOM
        self.depot = FileSystemStorage(location=Path(settings.BASE_DIR) / "var" / "feuilles")

    def fondre(self) -> Path:
        """Write the melted sheet when it is missing or older than what it is made of."""
        texte = self.source.read_text("utf-8")
        parties = [self.source, *(self.source.parent / m[1] for m in IMPORT.finditer(texte))]
        cible = Path(self.depot.path(NOM))
        if not cible.exists() or cible.stat().st_mtime < max(p.stat().st_mtime for p in parties):
            deposer(cible, COMMENTAIRE.sub("", IMPORT.sub(self._corps, texte)))
        return cible

    def _corps(self, trouve: re.Match[str]) -> str:
        corps = (self.source.parent / trouve[1]).read_text("utf-8")
        return f"@layer {trouve[2]} {{\n{corps}}}"

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:
        if path != NOM:
            return []
        fichier = str(self.fondre())
        return [fichier] if find_all else fichier

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        self.fondre()
        yield NOM, self.depot

    def check(self, **kwargs: object) -> list[object]:
        return []
