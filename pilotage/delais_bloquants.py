"""The room's own indicators: how long blockers took to be solved, and how old the open ones are. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from ecosysteme.format import ABSENT, nombre

from .enums import Palier

PETIT = 5
METHODE = (
    "Médiane du temps entre le signalement et la résolution, pour les bloquants résolus depuis douze mois, selon le "
    "palier où ils ont été signalés. Les bloquants abandonnés n'y sont pas. L'âge est celui des bloquants ouverts."
)


@dataclass(frozen=True, slots=True)
class Duree:
    """A blocker as these figures see it; `fin` is None while it is open."""

    palier: int
    debut: datetime
    fin: datetime | None


@dataclass(frozen=True, slots=True)
class Delai:
    """A tier: median days to resolution over `resolus`, median and greatest age of the `ouverts`."""

    palier: Palier
    resolus: int
    mediane: float | None
    ouverts: int
    age_median: float | None
    age_max: float | None

    @property
    def peu(self) -> bool:
        """Too few to conclude from."""
        return 0 < self.resolus < PETIT


def mediane_jours(durees: Sequence[timedelta]) -> float | None:
    """In days, fractions kept; nothing without a duration."""
    return median(d.total_seconds() for d in durees) / 86400 if durees else None


def delais(durees: Iterable[Duree], maintenant: datetime) -> list[Delai]:
    """One line a tier, all tiers."""
    toutes = list(durees)
    return [_delai(palier, [d for d in toutes if d.palier == palier], maintenant) for palier in Palier]


def _delai(palier: Palier, durees: Sequence[Duree], maintenant: datetime) -> Delai:
    resolus = [d.fin - d.debut for d in durees if d.fin is not None]
    ages = [maintenant - d.debut for d in durees if d.fin is None]
    return Delai(
        palier=palier,
        resolus=len(resolus),
        mediane=mediane_jours(resolus),
        ouverts=len(ages),
        age_median=mediane_jours(ages),
        age_max=max(ages).total_seconds() / 86400 if ages else None,
    )


def jours(valeur: float | None) -> str:
    """« 12 jours », « 1,5 jour », « moins d'un jour »."""
    if valeur is None:
        return ABSENT
    if valeur < 1:
        return "moins d'un jour"
    arrondie = round(valeur, 1) if valeur < 10 else round(valeur)
    return f"{nombre(arrondie)}\u00a0jour{'s' if arrondie >= 2 else ''}"
