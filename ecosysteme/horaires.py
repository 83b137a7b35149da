"""When an e-mail may leave, in the time of the person who gets it: her quiet hours, and the hour of her digest.

Pure. A wall-clock hour that a night of clock change skips is taken as if the clock had not moved yet; one that comes
twice is taken the first time for a digest, and quiet hours read what the clock on the wall says.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

JOUR = timedelta(days=1)


@dataclass(frozen=True)
class Horaire:
    """Zone, quiet hours (from may be after to: over midnight; equal: none), hour of the digest."""

    fuseau: str = "America/Toronto"
    calme_de: time = time(18)
    calme_a: time = time(7)
    resume_a: time = time(7, 30)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.fuseau)

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def jour(self, instant: datetime) -> date:
        """The date on the person's wall."""
        return self.local(instant).date()

    def au_calme(self, heure: time) -> bool:
        """Whether that hour of the wall clock is quiet."""
        if self.calme_de <= self.calme_a:
            return self.calme_de <= heure < self.calme_a
        return heure >= self.calme_de or heure < self.calme_a

    def libre_a(self, instant: datetime) -> datetime:
        """The instant itself outside quiet hours; otherwise their end, the first one that is not past."""
        local = self.local(instant)
        if not self.au_calme(local.time()):
            return instant
        for jour in (local.date(), local.date() + JOUR):
            for repli in (0, 1):
                fin = datetime.combine(jour, self.calme_a, self.zone).replace(fold=repli).astimezone(UTC)
                if fin > instant:
                    return fin
        raise AssertionError("Les heures calmes finissent toujours le lendemain au plus tard.")

    def heure_resume(self, jour: date) -> datetime:
        """The instant of the digest of that date."""
        return datetime.combine(jour, self.resume_a, self.zone).astimezone(UTC)

    def resume_attendu(self, instant: datetime, plus_ancienne: datetime, dernier: date | None) -> date | None:
        """The date of the digest that is due: its hour has come, something waited before it, the day had none yet.

        One that comes late waits for the end of quiet hours; the hour the person chose is kept even inside them.
        """
        jour = self.jour(instant)
        heure = self.heure_resume(jour)
        if self.au_calme(self.local(instant).time()) and not self.au_calme(self.resume_a):
            return None
        if instant < heure or plus_ancienne >= heure or (dernier is not None and dernier >= jour):
            return None
        return jour
