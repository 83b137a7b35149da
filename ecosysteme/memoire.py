"""What many readers ask for at once is worked out once a process, and forgotten as soon as a figure changes.

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
    with _verrou:
        echeance, valeur = _gardes.get(place, (0.0, None))
    if time.monotonic() < echeance:
        return valeur
    valeur = calculer()
    with _verrou:
        _gardes[place] = (time.monotonic() + duree, valeur)
        _gardes.move_to_end(place)
        while len(_gardes) > PLACES:
            _gardes.popitem(last=False)
    return valeur
