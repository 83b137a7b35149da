"""What every page's frame needs: navigation, theme, search. Rights decide what the navigation shows."""

from typing import Any

from django.http import HttpRequest

from . import adresses, registries

THEMES = {"clair", "sombre"}


def contexte(request: HttpRequest) -> dict[str, Any]:
    """Context processor of the page frame. No query beyond the session's own person."""
    theme = request.COOKIES.get("theme", "")
    return {
        "navigation": _navigation(request),
        "theme": theme if theme in THEMES else "",
        "url_recherche": adresses.si_elle_existe("recherche"),
    }


def _navigation(request: HttpRequest) -> list[dict[str, str]]:
    personne = getattr(request, "user", None)
    if personne is None:
        return []
    return [
        {
            "libelle": entree.libelle,
            "url": entree.url,
            "raccourci": entree.raccourci,
            "actif": _actif(entree.url, request.path),
        }
        for entree in registries.navigation()
        if entree.visible(personne)
    ]


def _actif(url: str, chemin: str) -> str:
    """Value of aria-current: the page itself, or a page under that section."""
    if chemin == url:
        return "page"
    return "true" if url != "/" and chemin.startswith(url) else ""
