"""What the pillars offer to the pages that gather them, by name: filled by each app's `hooks.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Entree:
    """An entry of the navigation bar; `pilier`, the URL name of another entry, places it in that one's own bar."""

    libelle: str
    url_name: str
    ordre: int
    raccourci: str = ""
    visible: Callable[[Any], bool] = lambda personne: personne.is_authenticated
    pilier: str = ""

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)


class Question(StrEnum):
    """The three questions of « Mon travail »."""

    ATTENDU = "attendu"
    CHANGE = "change"
    PRES = "pres"


class Place(StrEnum):
    """Where a block stands on a sheet: under its title, in the narrow column of the thread, or at the end."""

    HAUT = "haut"
    COTE = "cote"
    BAS = "bas"


@dataclass(frozen=True)
class Rubrique:
    """A block of a gathering page: a template and the selector that fills it for a person (`contexte(personne=…)`).

    On a sheet the selector is also given what the sheet is about: `contexte(personne=…, objet=…, exercice=…)`.
    An empty context leaves the block out. Its key `sujets`, a list, is what the block listens to.
    """

    nom: str
    ordre: int
    gabarit: str
    contexte: Callable[..., dict[str, Any]]
    question: Question = Question.CHANGE
    place: Place = Place.COTE


@dataclass(frozen=True)
class Preuve:
    """What proves that an organisation reached a step of the adoption path, and what to do to reach it.

    `sql` gives organisation_id, the step's rank, when (timestamptz) and who; one row an organisation is enough.
    """

    rang: int
    mots: str
    sql: str


@dataclass(frozen=True)
class Lecon:
    """What a person may make a practice of: its words, and the objects of the shared schema it touches."""

    titre: str
    contexte: str
    etapes: str
    organisation: Any
    indicateur: Any = None
    initiative: Any = None
    causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A kind of thing one learns from (« demande », « bloquant »): all three ask what that person may.

    `tirer(personne, pk)` gives the lesson, or None; `lien(personne, pk)` gives libelle and url, or None;
    `recentes(personne)` gives (pk, titre) of what she took part in and that ended lately.
    """

    genre: str
    tirer: Callable[[Any, int], Lecon | None]
    lien: Callable[[Any, int], dict[str, str] | None]
    recentes: Callable[[Any], list[tuple[int, str]]]


_navigation: dict[tuple[str, str], Entree] = {}
_accueil: dict[str, Rubrique] = {}
_fiches: dict[str, dict[str, Rubrique]] = {}
_essais: dict[str, Callable[..., list[dict[str, str]]]] = {}
_demonstrations: dict[str, Callable[[], None]] = {}
_preuves: dict[int, Preuve] = {}
_activites: dict[str, str] = {}
_sources: dict[str, Source] = {}


def inscrire_navigation(entree: Entree) -> None:
    _navigation[entree.pilier, entree.url_name] = entree


def inscrire_accueil(rubrique: Rubrique) -> None:
    _accueil[rubrique.nom] = rubrique


def inscrire_fiche(genre: str, rubrique: Rubrique) -> None:
    """Add a block to the sheets of a kind: « indicateur », « organisation », « plan », « objectif », « initiative »."""
    _fiches.setdefault(genre, {})[rubrique.nom] = rubrique


def navigation(pilier: str = "") -> list[Entree]:
    """The bar of the portal, or that of a pillar."""
    return sorted((e for e in _navigation.values() if e.pilier == pilier), key=lambda entree: entree.ordre)


def rubriques_accueil() -> list[Rubrique]:
    return sorted(_accueil.values(), key=lambda rubrique: rubrique.ordre)


def rubriques_fiche(genre: str) -> list[Rubrique]:
    return sorted(_fiches.get(genre, {}).values(), key=lambda rubrique: rubrique.ordre)


def inscrire_demonstration(nom: str, charger: Callable[[], None]) -> None:
    """What a pillar adds to the demonstration once figures and people are there; loading again adds nothing."""
    _demonstrations[nom] = charger


def demonstrations() -> list[Callable[[], None]]:
    return [_demonstrations[nom] for nom in sorted(_demonstrations)]


def inscrire_essais(nom: str, chercher: Callable[..., list[dict[str, str]]]) -> None:
    """What a pillar tried on indicators, failures too: `chercher(personne, indicateurs)` gives titre, url, etat."""
    _essais[nom] = chercher


def essais_passes(personne: Any, indicateurs: list[Any]) -> list[dict[str, str]]:
    """Past experiments on these indicators, of every pillar that has some."""
    return [essai for nom in sorted(_essais) for essai in _essais[nom](personne, indicateurs)] if indicateurs else []


def inscrire_preuve(preuve: Preuve) -> None:
    """Have a pillar's step of the adoption path recognised from its own facts."""
    _preuves[preuve.rang] = preuve


def preuves_adoption() -> dict[int, Preuve]:
    return dict(sorted(_preuves.items()))


def inscrire_activite(nom: str, sql: str) -> None:
    """What a pillar's people do that history does not keep with its author: votes, answers.

    `sql` gives the people active in a month, one column; the month is the row of `bornes b (debut, fin)`.
    """
    _activites[nom] = sql


def activites() -> list[str]:
    return [_activites[nom] for nom in sorted(_activites)]


def inscrire_source(source: Source) -> None:
    """Let what was learned from that kind of thing become a practice."""
    _sources[source.genre] = source


def source(genre: str) -> Source | None:
    return _sources.get(genre)


def sources() -> list[Source]:
    return [_sources[genre] for genre in sorted(_sources)]
