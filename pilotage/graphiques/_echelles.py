"""Scales, round ticks, and labels that do not overlap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal


@dataclass(frozen=True, slots=True)
class Echelle:
    """A straight scale from values to pixels."""

    bas: float
    haut: float
    pixel_bas: float
    pixel_haut: float

    def __call__(self, valeur: float) -> float:
        part = (valeur - self.bas) / (self.haut - self.bas)
        return self.pixel_bas + part * (self.pixel_haut - self.pixel_bas)


def domaine(valeurs: Iterable[float], marge: float = 0.06) -> tuple[float, float]:
    """The extent of some values with room around; never empty."""
    connues = list(valeurs) or [0.0, 1.0]
    bas, haut = min(connues), max(connues)
    if bas == haut:
        ecart = abs(bas) * 0.1 or 1.0
        return bas - ecart, haut + ecart
    return bas - (haut - bas) * marge, haut + (haut - bas) * marge


def graduations(bas: float, haut: float, nombre: int = 5) -> list[Decimal]:
    """Round values inside [bas, haut], about `nombre` of them, exact so that they print well."""
    brut = Decimal(repr((haut - bas) / max(nombre, 1)))
    puissance = Decimal(1).scaleb(brut.adjusted())
    pas = next(puissance * k for k in (1, 2, Decimal("2.5"), 5, 10) if puissance * k >= brut)
    debut = (Decimal(repr(bas)) / pas).to_integral_value(ROUND_CEILING)
    fin = (Decimal(repr(haut)) / pas).to_integral_value(ROUND_FLOOR)
    return [pas * rang for rang in range(int(debut), int(fin) + 1)]


def ecarter(voulus: Sequence[tuple[float, float]], haut: float, bas: float) -> list[float]:
    """Centres of blocks (wanted centre, height) moved apart as little as needed, kept between `haut` and `bas`."""
    ordre = sorted(range(len(voulus)), key=lambda rang: voulus[rang][0])
    places = [0.0] * len(voulus)
    limite = haut
    for rang in ordre:
        centre, hauteur = voulus[rang]
        places[rang] = max(centre, limite + hauteur / 2)
        limite = places[rang] + hauteur / 2
    limite = bas
    for rang in reversed(ordre):
        hauteur = voulus[rang][1]
        places[rang] = min(places[rang], limite - hauteur / 2)
        limite = places[rang] - hauteur / 2
    return places


def un_sur(largeurs: Sequence[float], pas: float) -> int:
    """Show one label out of how many, so that neighbours `pas` pixels apart do not touch."""
    if not largeurs or pas <= 0:
        return 1
    return max(1, -int(-(max(largeurs) + 16) // pas))
