"""What the pillars offer to the pages that gather them, by name: filled by each app's `hooks.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Entree:
    """An entry of the navigation bar."""

    libelle: str
    url_name: str
    ordre: int
    raccourci: str = ""
    visible: Callable[[Any], bool] = lambda personne: personne.is_authenticated

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)


class Question(StrEnum):
    """The three questions of « Mon travail »."""

    ATTENDU = "attendu"
    CHANGE = "change"
    PRES = "pres"


@dataclass(frozen=True)
class Rubrique:
    """A block of a gathering page: a template and the selector that fills it for a person (`contexte(personne=…)`).

    An empty context leaves the block out. Its key `sujets`, a list, is what the block listens to.
    """

    nom: str
    ordre: int
    gabarit: str
    contexte: Callable[..., dict[str, Any]]
    question: Question = Question.CHANGE


_navigation: dict[str, Entree] = {}
_accueil: dict[str, Rubrique] = {}


def inscrire_navigation(entree: Entree) -> None:
    _navigation[entree.url_name] = entree


def inscrire_accueil(rubrique: Rubrique) -> None:
    _accueil[rubrique.nom] = rubrique


def navigation() -> list[Entree]:
    return sorted(_navigation.values(), key=lambda entree: entree.ordre)


def rubriques_accueil() -> list[Rubrique]:
    return sorted(_accueil.values(), key=lambda rubrique: rubrique.ordre)
