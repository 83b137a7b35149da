"""What many readers ask for at once is worked out once a process, and forgotten as soon as a figure changes.

Readers who ask in the same instant for what is not there yet wait for the first of them, who works it out.

The key holds the revision that `live.publier` raises after each commit that changed something on display. A change
nobody announced (a crash between the commit and the announcement) is seen after `MEMOIRE_SECONDES` at most. Without
Redis nothing is kept: pages work everything out.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.conf import settings

from . import live

T = TypeVar("T")
PLACES = 32
_gardes: "OrderedDict[Hashable, tuple[float, Any]]" = OrderedDict()
_en_cours: dict[Hashable, threading.Lock] = {}
_verrou = threading.Lock()


def garder(cle: Hashable, calculer: Callable[[], T], revision: str | None = None) -> T:
    """The value of `calculer()`, for every reader of the same revision. Values are shared: never change them.

    `revision`: the one the page read already, before anything else.
    """
    duree = settings.MEMOIRE_SECONDES
    if revision is None and duree:
        revision = live.revision()
    if not (revision and duree):
        return calculer()
    place = (cle, revision)
    fraiche, valeur = _garde(place)
    if fraiche:
        return valeur
    with _verrou:
        tour = _en_cours.setdefault(place, threading.Lock())
    with tour:
        fraiche, valeur = _garde(place)
        try:
            if not fraiche:
                valeur = calculer()
                _deposer(place, valeur, duree)
        finally:
            with _verrou:
                _en_cours.pop(place, None)
    return valeur


def _garde(place: Hashable) -> tuple[bool, Any]:
    """(whether it is kept and still fresh, the value)."""
    with _verrou:
        echeance, valeur = _gardes.get(place, (0.0, None))
    return time.monotonic() < echeance, valeur


def _deposer(place: Hashable, valeur: Any, duree: float) -> None:
    with _verrou:
        _gardes[place] = (time.monotonic() + duree, valeur)
        _gardes.move_to_end(place)
        while len(_gardes) > PLACES:
            _gardes.popitem(last=False)
