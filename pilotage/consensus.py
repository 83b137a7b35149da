"""« 75 % d'accord, 100 % prêts à vivre avec la décision »: what the room thinks of an item, computed and shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SEUIL = 75


@dataclass(frozen=True, slots=True)
class Consensus:
    """How many spoke, their mean agreement (exact), and how many are ready to live with the decision."""

    voix: int
    accord: Decimal
    prets: int

    @property
    def atteint(self) -> bool:
        """Never with nobody; nobody may be left who could not live with it."""
        return self.voix > 0 and self.accord >= SEUIL and self.prets == self.voix

    @property
    def accord_affiche(self) -> int:
        """Rounded for display; a mean under the threshold never shows as the threshold."""
        arrondi = int(self.accord.quantize(Decimal(1), ROUND_HALF_UP))
        return SEUIL - 1 if arrondi >= SEUIL > self.accord else arrondi


def consensus(voix: Sequence[tuple[int, bool]]) -> Consensus:
    """From each person's (agreement in %, ready to live with the decision)."""
    total = sum(accord for accord, _ in voix)
    moyenne = Decimal(total) / len(voix) if voix else Decimal(0)
    return Consensus(len(voix), moyenne, sum(pret for _, pret in voix))
