"""Parts that every screen of a room shows alike: after one hint, two hundred of them ask in the same instant.

The first answer is kept in this process for the others, until the next hint and a second at most, and served before
session, rights and database to browsers whose right was checked less than ADMIS_SECONDES ago. Nothing is served so
unless this process hears the hints: an answer made before one is never given after it.
"""

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

CORPS_SECONDES, ADMIS_SECONDES = 1.0, 15.0
PLACES, ADMIS_MAX = 16, 5000
Entetes = Callable[[], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Commune:
    """An answer for all: its bytes, and what its headers say at the moment it is given."""

    age: int
    echeance: float
    corps: bytes
    presse: bytes
    entetes: Entetes


class Communes:
    """What is shared in this process, and with whom."""

    def __init__(self) -> None:
        self._verrou = threading.Lock()
        self._parties: OrderedDict[str, tuple[str, Commune]] = OrderedDict()
        self._admis: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._files: dict[str, AbstractContextManager[bool]] = {}
        self.age = 0
        self.ecoute = False

    def vieillir(self, ecoute: bool = True) -> None:
        """A hint was heard, or the hearing began or stopped: what was made before is too old."""
        with self._verrou:
            self.age += 1
            self.ecoute = ecoute

    def admettre(self, request: HttpRequest, sujet: str) -> None:
        """The right of this browser to read the subject has just been checked."""
        temoin = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if not temoin:
            return
        with self._verrou:
            self._admis[sujet, temoin] = time.monotonic() + ADMIS_SECONDES
            self._admis.move_to_end((sujet, temoin))
            while len(self._admis) > ADMIS_MAX:
                self._admis.popitem(last=False)

    def oublier_admis(self) -> None:
        """Everybody is checked again."""
        with self._verrou:
            self._admis.clear()

    def garder(self, request: HttpRequest, sujet: str, age: int, corps: bytes, entetes: Entetes) -> None:
        """Keep an answer whose data was read when the process was of that age."""
        self.admettre(request, sujet)
        if not self.ecoute or age != self.age:
            return
        faite = Commune(age, time.monotonic() + CORPS_SECONDES, corps, gzip.compress(corps, 5, mtime=0), entetes)
        chemin = request.get_full_path()
        with self._verrou:
            self._parties[chemin] = (sujet, faite)
            self._parties.move_to_end(chemin)
            while len(self._parties) > PLACES:
                self._files.pop(self._parties.popitem(last=False)[0], None)

    def file(self, request: HttpRequest) -> AbstractContextManager[bool] | None:
        """One at a time makes it again; the others wait for it. None for who must be checked."""
        chemin, temoin = request.get_full_path(), request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        with self._verrou:
            connue = self._parties.get(chemin) if request.method == "GET" and self.ecoute else None
            if connue is None or self._admis.get((connue[0], temoin), 0.0) < time.monotonic():
                return None
            return self._files.setdefault(chemin, threading.Lock())

    def reponse(self, request: HttpRequest) -> HttpResponse | None:
        """The answer kept, unless a hint came since."""
        with self._verrou:
            _, lue = self._parties.get(request.get_full_path(), ("", None))
            if lue is None or not self.ecoute or lue.age != self.age or lue.echeance < time.monotonic():
                return None
        presse = "gzip" in request.headers.get("Accept-Encoding", "")
        reponse = HttpResponse(lue.presse if presse else lue.corps, headers=lue.entetes())
        reponse["Content-Encoding"] = "gzip" if presse else "identity"
        reponse["Content-Length"] = str(len(reponse.content))
        patch_vary_headers(reponse, ("Accept-Encoding", "Cookie"))
        return reponse


communes = Communes()


@receiver(user_logged_out)
@receiver([post_save, post_delete], sender="ecosysteme.Adhesion")
def _droits_changes(**_: object) -> None:
    """A session ended or a role changed in this process; elsewhere, ADMIS_SECONDES is the bound."""
    communes.oublier_admis()
