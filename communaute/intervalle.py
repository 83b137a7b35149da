"""Where to draw a measured effect and its interval on a line that shows zero. Pure."""

from dataclasses import dataclass
from decimal import Decimal

GAUCHE, DROITE, MARGE = 24, 616, Decimal("0.08")


@dataclass(frozen=True, slots=True)
class Trace:
    """Abscissas in whole pixels, between GAUCHE and DROITE; `bas` and `haut` are None without an interval."""

    zero: int
    point: int
    bas: int | None
    haut: int | None


def tracer(valeur: Decimal, bas: Decimal | None, haut: Decimal | None) -> Trace:
    """The line holds zero, the effect and both bounds, with a margin on each side. Raises ValueError out of order."""
    if (bas is None) != (haut is None) or (bas is not None and haut is not None and not bas <= valeur <= haut):
        raise ValueError("L'effet se place entre ses deux bornes.")
    montres = [Decimal(0), valeur, *([bas, haut] if bas is not None and haut is not None else [])]
    debut, fin = min(montres), max(montres)
    etendue = fin - debut or Decimal(1)
    debut, etendue = debut - MARGE * etendue, etendue * (1 + 2 * MARGE)

    def abscisse(x: Decimal) -> int:
        return GAUCHE + round((x - debut) / etendue * (DROITE - GAUCHE))

    return Trace(
        abscisse(Decimal(0)),
        abscisse(valeur),
        None if bas is None else abscisse(bas),
        None if haut is None else abscisse(haut),
    )


def exclut_zero(bas: Decimal | None, haut: Decimal | None) -> bool | None:
    """Whether the interval leaves zero out: chance alone seldom gives that; None without an interval."""
    return None if bas is None or haut is None else bas > 0 or haut < 0
