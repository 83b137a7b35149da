"""When the meetings of a series fall: always at its local hour, whatever the clock does in March and November.

A monthly or quarterly rhythm keeps the weekday and its rank (« le 2e mardi »); a fifth one is the last of its month.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

JOURS = {"hebdomadaire": 7, "quinzaine": 14}
MOIS = {"mensuelle": 1, "trimestrielle": 3}


def instant(jour: date, heure: time, fuseau: str) -> datetime:
    """That local hour, as an instant. An hour the clock skips in March is read an hour later on the clock; of the two
    in November, the first."""
    return datetime.combine(jour, heure, tzinfo=ZoneInfo(fuseau)).astimezone(UTC)


def jours(recurrence: str, premiere: date) -> Iterator[date]:
    """The days of a rhythm, without end."""
    if recurrence in JOURS:
        pas = timedelta(days=JOURS[recurrence])
        rang = 0
        while True:
            yield premiere + rang * pas
            rang += 1
    rang, fois = 0, (premiere.day - 1) // 7
    while True:
        mois = premiere.month - 1 + rang * MOIS[recurrence]
        yield _jour_du_mois(premiere.year + mois // 12, mois % 12 + 1, premiere.weekday(), fois)
        rang += 1


def _jour_du_mois(annee: int, mois: int, jour_semaine: int, fois: int) -> date:
    """The nth such weekday of the month; the last one when there is no fifth."""
    premier = date(annee, mois, 1)
    voulu = premier + timedelta(days=(jour_semaine - premier.weekday()) % 7 + 7 * fois)
    return voulu if voulu.month == mois else voulu - timedelta(days=7)


def occurrences(
    recurrence: str, premiere: date, heure: time, fuseau: str, *, du: date, au: date, fin: date | None = None
) -> list[datetime]:
    """The instants that fall between two days, both included, and not after the end of the series."""
    limite = au if fin is None else min(au, fin)
    prevues: list[datetime] = []
    for jour in jours(recurrence, premiere):
        if jour > limite:
            return prevues
        if jour >= du:
            prevues.append(instant(jour, heure, fuseau))
    return prevues
