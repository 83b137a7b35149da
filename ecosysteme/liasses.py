"""Staticfiles finder that binds scripts: `static/js/saisie.liasse` lists the files served as one `js/saisie.js`.

Sources stay small and readable, a page asks for one file, and nothing is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from ecosysteme.depose import deposer


class Liasses(BaseFinder):
    """A bundle's name ends in .js; the list of its parts, in order, one a line, in .liasse."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.source = Path(settings.BASE_DIR) / "static"
        self.depot = FileSystemStorage(location=Path(settings.BASE_DIR) / "var" / "liasses")

    def listes(self) -> dict[str, Path]:
        return {f"js/{liste.stem}.js": liste for liste in sorted((self.source / "js").glob("*.liasse"))}

    def parties(self, liste: Path) -> list[Path]:
        return [liste.with_name(nom) for nom in liste.read_text("utf-8").split()]

    def lier(self, nom: str) -> Path:
        """Write the bundle when it is missing or older than what it is made of."""
        liste = self.listes()[nom]
        parties, cible = self.parties(liste), Path(self.depot.path(nom))
        if not cible.exists() or cible.stat().st_mtime < max(p.stat().st_mtime for p in (liste, *parties)):
            deposer(cible, "\n".join(p.read_text("utf-8") for p in parties))
        return cible

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:
        if path not in self.listes():
            return []
        fichier = str(self.lier(path))
        return [fichier] if find_all else fichier

    def list(self, ignore_patterns: object) -> Iterator[tuple[str, FileSystemStorage]]:
        for nom in self.listes():
            self.lier(nom)
            yield nom, self.depot

    def check(self, **kwargs: object) -> list[object]:
        return []
