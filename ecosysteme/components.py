"""What every page's frame needs: navigation, theme, search. Rights decide what the navigation shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from . import adresses, live, registries

THEMES = {"clair", "sombre"}
NON_LUES_MAX = 99


def contexte(request: HttpRequest) -> dict[str, Any]:
    """Context processor of the page frame. No query beyond the session's own person."""
    theme = request.COOKIES.get("theme", "")
    tetes = _entrees(request)
    return {
        "cloche": _cloche(request),
        "navigation": tetes,
        "sous_navigation": _sous_navigation(request, tetes),
        "theme": theme if theme in THEMES else "",
        "contact": settings.ADRESSE_CONTACT or settings.DEFAULT_FROM_EMAIL,
        "url_recherche": adresses.si_elle_existe("recherche"),
    }


def _cloche(request: HttpRequest) -> dict[str, str]:
    """How many notifications wait, in a figure and in words; counted as the session's person is read."""
    personne = getattr(request, "user", None)
    if personne is None or not personne.is_authenticated:
        return {}
    non_lues = getattr(personne, "non_lues", 0)
    chiffre = f"{NON_LUES_MAX}+" if non_lues > NON_LUES_MAX else str(non_lues)
    return {
        "sujet": live.sujet_personne(personne.pk),
        "nombre": chiffre if non_lues else "",
        "mots": f"{chiffre} à lire" if non_lues else "aucune à lire",
    }


def _entrees(request: HttpRequest, pilier: str = "") -> list[dict[str, str]]:
    personne = getattr(request, "user", None)
    if personne is None:
        return []
    return [
        {
            "libelle": entree.libelle,
            "nom": entree.url_name,
            "url": entree.url,
            "raccourci": entree.raccourci,
            "actif": _actif(entree.url, request.path),
        }
        for entree in registries.navigation(pilier)
        if entree.visible(personne)
    ]


def _sous_navigation(request: HttpRequest, tetes: list[dict[str, str]]) -> dict[str, Any]:
    """The bar of the pillar one is in; the deepest address that fits is where one is. Nothing for a single page."""
    pilier, entrees = _pilier(request, tetes)
    if pilier is None or len(entrees) < 2:
        return {}
    pilier["actif"] = pilier["actif"] or "true"
    ici = max((e for e in entrees if e["actif"]), key=lambda e: len(e["url"]), default=None)
    return {
        "libelle": pilier["libelle"],
        "entrees": [entree | {"actif": entree["actif"] if entree is ici else ""} for entree in entrees],
    }


def _pilier(request: HttpRequest, tetes: list[dict[str, str]]) -> tuple[dict[str, str] | None, list[dict[str, str]]]:
    """The pillar one is in, by its own address or by that of a page of its bar, and its bar."""
    for tete in sorted(tetes, key=lambda entree: not entree["actif"]):
        entrees = _entrees(request, tete["nom"])
        if tete["actif"] or any(entree["actif"] for entree in entrees):
            return tete, entrees
    return None, []


def _actif(url: str, chemin: str) -> str:
    """Value of aria-current: the page itself, or a page under that section."""
    if chemin == url:
        return "page"
    return "true" if url != "/" and chemin.startswith(url) else ""
