"""What the tests of notifications share: someone to tell, and what is told."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from ecosysteme.enums import TypeNotification
from ecosysteme.services.notifications import avertir
from tests import fabriques

MATIN = datetime(2026, 1, 14, 15, 0, tzinfo=UTC)  # 10 h in Québec, an ordinary Wednesday


@pytest.fixture
def matin():
    """The clock stands at ten in the morning; `horloge.shift(seconds)` moves it."""
    with time_machine.travel(MATIN, tick=False) as horloge:
        yield horloge


@pytest.fixture
def demain_matin(matin):
    """Move to 7 h 30 of the next day, the hour of the digest."""

    def avancer() -> None:
        matin.move_to(MATIN + timedelta(hours=21, minutes=30))

    return avancer


@pytest.fixture
def camille(db):
    return fabriques.personne("camille@exemple.test", prenom="Camille")


def dire(*personnes, type=TypeNotification.ACTION, cle="action:1", titre="Une action vous est confiée", url="/"):
    return avertir(personnes=personnes, type=type, cle=cle, titre=titre, url=url)
