"""What a ballot may hold, by method: `{"choix": [...]}`, `{"points": {...}}` or `{"rangs": [[...], ...]}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a vote: the key that ballots hold, and what choosing it means to the count."""

    cle: str
    genre: str  # pour, contre, abstention, consentement, objection, choix


@dataclass(frozen=True, slots=True)
class Regles:
    """The rules a vote is counted by: integers only, a threshold being a fraction `seuil_num / seuil_den`."""

    methode: str  # sondage, avis, consentement, majorite, priorisation, classement
    quorum_pct: int = 50
    seuil_num: int = 1
    seuil_den: int = 2
    seuil_strict: bool = True
    seuil_base: str = "exprimes"  # or « inscrits »
    par_college: bool = False
    voix_preponderante: bool = False
    choix_max: int = 1
    points: int = 10
    compte: str = "schulze"  # or « irv »
    secret: bool = False


class ContenuInvalide(ValueError):
    """A ballot that the rules do not allow; says why, in French."""


VIDE = "Choisissez une option."
UNE_SEULE = "Choisissez une seule option."
AU_PLUS = "Choisissez {n} options au plus."
SEULE_ABSTENTION = "Une abstention ne se combine pas avec un autre choix."
ILLISIBLE = "Ce bulletin n'est pas lisible : reprenez votre choix."
INCONNUE = "Une option choisie n'est pas de ce scrutin."
DEUX_FOIS = "Une option est nommée deux fois."
TROP_DE_POINTS = "Vous avez réparti {donnes} points : il y en a {n}."
POINT_ENTIER = "Donnez à chaque option un nombre entier de points, zéro ou plus."
RANG_PARTAGE = "Ce compte demande un ordre strict : donnez un rang différent à chaque option."
AUCUN_RANG = "Classez au moins une option."


def _connues(options: Sequence[Option], cles: Sequence[object]) -> None:
    if not all(isinstance(cle, str) for cle in cles):
        raise ContenuInvalide(ILLISIBLE)
    if len(set(cles)) != len(cles):
        raise ContenuInvalide(DEUX_FOIS)
    if not set(cles) <= {o.cle for o in options}:
        raise ContenuInvalide(INCONNUE)


def _choix(regles: Regles, options: Sequence[Option], choix: object) -> None:
    if not isinstance(choix, list):
        raise ContenuInvalide(ILLISIBLE)
    if not choix:
        raise ContenuInvalide(VIDE)
    _connues(options, choix)
    plusieurs = regles.methode in ("sondage", "avis")
    maximum = regles.choix_max if plusieurs else 1
    if len(choix) > maximum:
        raise ContenuInvalide(UNE_SEULE if maximum == 1 else AU_PLUS.format(n=maximum))
    if len(choix) > 1 and any(o.cle in choix and o.genre == "abstention" for o in options):
        raise ContenuInvalide(SEULE_ABSTENTION)


def _points(regles: Regles, options: Sequence[Option], points: object) -> None:
    if not isinstance(points, dict):
        raise ContenuInvalide(ILLISIBLE)
    _connues(options, list(points))
    if any(isinstance(p, bool) or not isinstance(p, int) or p < 0 for p in points.values()):
        raise ContenuInvalide(POINT_ENTIER)
    if sum(points.values()) > regles.points:
        raise ContenuInvalide(TROP_DE_POINTS.format(donnes=sum(points.values()), n=regles.points))


def _rangs(regles: Regles, options: Sequence[Option], rangs: object) -> None:
    if not isinstance(rangs, list) or not all(isinstance(rang, list) and rang for rang in rangs):
        raise ContenuInvalide(ILLISIBLE)
    if not rangs:
        raise ContenuInvalide(AUCUN_RANG)
    _connues(options, [cle for rang in rangs for cle in rang])
    if regles.compte == "irv" and any(len(rang) > 1 for rang in rangs):
        raise ContenuInvalide(RANG_PARTAGE)


_LECTURES = {"priorisation": ("points", _points), "classement": ("rangs", _rangs)}


def verifier(regles: Regles, options: Sequence[Option], contenu: Mapping[str, Any]) -> None:
    """Accept a ballot, or raise ContenuInvalide with a French sentence. Points may all be left unused (a blank)."""
    nom, lire = _LECTURES.get(regles.methode, ("choix", _choix))
    if not isinstance(contenu, Mapping) or set(contenu) != {nom}:
        raise ContenuInvalide(ILLISIBLE)
    lire(regles, options, contenu[nom])
