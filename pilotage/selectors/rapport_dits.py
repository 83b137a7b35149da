"""One line of what the room said or what the figures did, in « qu'est-ce qui a changé »."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from ecosysteme.format import date_heure

SALLE = {
    "bascule": "Statuts",
    "signal": "Signaux",
    "meteo": "Météos",
    "bloquant": "Bloquants",
    "decision": "Décisions",
    "action": "Actions",
}
_PAGES = {
    "bascule": "pilotage:indicateur",
    "signal": "pilotage:indicateur",
    "meteo": "pilotage:organisation",
    "bloquant": "pilotage:bloquant",
    "decision": "decision",
    "action": "pilotage:action",
}


def dit(
    genre: str, instant: datetime, sujet: str, quoi: str, *, pk: int, qui: str = "", note: str = ""
) -> dict[str, Any]:
    """`pk` is that of the page the line leads to: the indicator, the organisation, or the object itself."""
    return {
        "genre": SALLE[genre],
        "instant": instant,
        "quand": date_heure(instant),
        "sujet": sujet,
        "url": reverse(_PAGES[genre], args=[pk]),
        "quoi": quoi,
        "qui": qui,
        "note": note,
    }
