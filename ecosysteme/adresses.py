"""Addresses that keep a page's filters: canonical, without empty parameters, in a stable order."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def avec(parametres: Mapping[str, str], **changements: str | int | None) -> str:
    """« ?exercice=2025&tri=-taux »: the parameters with these changes; an empty value drops its parameter."""
    ensemble = {**parametres, **changements}
    return "?" + urlencode({cle: valeur for cle, valeur in ensemble.items() if valeur not in ("", None)})


def si_elle_existe(nom: str, *args: object) -> str:
    """The address of a page by name, or nothing while no app offers it."""
    try:
        return reverse(nom, args=args)
    except NoReverseMatch:
        return ""


def entier(texte: str) -> int:
    """A number posted or asked for; nonsense is 0."""
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 10 else 0
