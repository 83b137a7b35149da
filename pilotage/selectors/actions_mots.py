"""Words of the action log: state, and where an action comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from ecosysteme import adresses
from ecosysteme.format import date_longue

from ..enums import EtatAction
from ..models import Action


@dataclass(frozen=True, slots=True)
class Origine:
    """A kind of thing an action may come from: its label, its condition, its page and its name."""

    libelle: str
    condition: Q
    page: str
    nommer: Callable[[Any], str]


def _titre(objet: Any) -> str:
    return objet.titre


ORIGINES = {
    "rencontre": Origine(
        "Rencontre",
        Q(rencontre__isnull=False),
        "pilotage:rencontre",
        lambda r: f"{r.titre}, {date_longue(r.prevue_le)}",
    ),
    "bloquant": Origine("Bloquant", Q(bloquant__isnull=False), "pilotage:bloquant", _titre),
    "initiative": Origine("Initiative", Q(initiative__isnull=False), "initiative", _titre),
    "fiche_a3": Origine("Fiche A3", Q(fiche_a3__isnull=False), "pilotage:fiche_a3", _titre),
    "indicateur": Origine(
        "Indicateur", Q(indicateur__isnull=False), "pilotage:indicateur", lambda i: f"{i.code} {i.nom}"
    ),
}


def origines(action: Action) -> list[dict[str, str]]:
    """What the action comes from, the most telling first."""
    trouvees = []
    for genre, o in ORIGINES.items():
        if (pk := getattr(action, f"{genre}_id")) is not None:
            nom = o.nommer(getattr(action, genre))
            trouvees.append({"genre": o.libelle, "libelle": nom, "url": adresses.si_elle_existe(o.page, pk)})
    return trouvees


def origine(action: Action) -> dict[str, str] | None:
    return next(iter(origines(action)), None)


def etat_en_mots(action: Action, jour: date) -> tuple[str, str]:
    """The shape (that of a statut) and the word."""
    if action.etat == EtatAction.FAITE:
        return "atteinte", "Faite"
    if action.etat == EtatAction.ABANDONNEE:
        return "sans_objet", "Abandonnée"
    if action.echeance < jour:
        return "non_atteinte", "En retard"
    return "a_venir", "Aujourd'hui" if action.echeance == jour else "À faire"
