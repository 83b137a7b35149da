"""Forecasts made at vote time, and what they were worth. Pure: probabilities are whole percentages, 0 to 100."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

MOINS = 5


@dataclass(frozen=True, slots=True)
class Ensemble:
    """What a group forecast: its median and the two values the middle half of people lie between."""

    nombre: int
    mediane: float
    bas: float
    haut: float


def ensemble(chances: Sequence[int]) -> Ensemble | None:
    """None under five forecasts: they would be somebody's."""
    if len(chances) < MOINS:
        return None
    bas, mediane, haut = statistics.quantiles(chances, n=4, method="inclusive")
    return Ensemble(len(chances), mediane, bas, haut)


def brier(chances: Sequence[int], arrive: bool) -> float:
    """Mean squared error of the forecasts, from 0 (sure and right) to 1; 0.25 is what « 50 % » always gets.

    Brier (1950). Raises ValueError without a forecast.
    """
    if not chances:
        raise ValueError("Il faut au moins une prévision.")
    issue = 1.0 if arrive else 0.0
    return sum((c / 100 - issue) ** 2 for c in chances) / len(chances)


def effet_arrive(avant: Decimal, apres: Decimal, sens: str, ampleur: Decimal | None) -> bool:
    """Whether a result moved the expected way, and by as much as was said when a size was said.

    « maintien »: it did not move by more than the size said, or at all when none was.
    """
    if sens == "maintien":
        return abs(apres - avant) <= abs(ampleur or Decimal(0))
    ecart = apres - avant if sens == "hausse" else avant - apres
    return ecart > 0 if ampleur is None else ecart >= abs(ampleur)
