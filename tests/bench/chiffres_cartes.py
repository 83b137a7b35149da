"""Control charts: one series analysed."""

import statistics
from collections.abc import Iterator
from decimal import Decimal

from pilotage.spc import analyser

from .harnais import Banc, Chiffre, chiffre, chronometrer

SERIE = [Decimal(i * 7919 % 1000) / 10 for i in range(120)]


@chiffre("cartes")
def carte(banc: Banc) -> Iterator[Chiffre]:
    """A hundred and twenty points, every rule, a target."""
    durees = [chronometrer(lambda: analyser(SERIE, sens="hausse", cible=50)) for _ in range(20)]
    yield Chiffre("Carte de contrôle : 120 points analysés", statistics.median(durees), borne=0.003)
