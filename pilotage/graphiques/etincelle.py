"""Sparkline: the recent course of an indicator in a table cell, at most 1 kB."""

from collections.abc import Sequence
from decimal import Decimal

from ._echelles import Echelle, domaine
from ._svg import Svg, balise, chiffre, figure

POINTS_MAX = 36
MARGE = 4


def sparkline(
    valeurs: Sequence[Decimal | float | None],
    *,
    titre: str,
    nature: str = "",
    cible: Decimal | float | None = None,
    bornes: tuple[float, float] | None = None,
    largeur: int = 96,
    hauteur: int = 24,
) -> Svg:
    """The last 36 values at most; None leaves a gap. `nature` (favorable, defavorable, neutre) colours the last point.

    `titre` is read instead of the figure: say the last value and the trend. `bornes` shares a scale between rows.
    """
    retenues = [None if valeur is None else float(valeur) for valeur in valeurs[-POINTS_MAX:]]
    connues = [valeur for valeur in retenues if valeur is not None]
    seuil = None if cible is None else float(cible)
    bas, haut = bornes or domaine([*connues, *([] if seuil is None else [seuil])], 0)
    y = Echelle(bas, haut, hauteur - MARGE, MARGE)
    pas = (largeur - 2 * MARGE) / max(len(retenues) - 1, 1)
    dessin = []
    if seuil is not None:
        ligne = f"M0 {chiffre(y(seuil))}H{largeur}"
        dessin.append(balise("path", d=ligne, class_="g-cible", fill="none", stroke_dasharray="2 2"))
    if len(connues) > 1:
        dessin.append(balise("path", d=_trace(retenues, pas, y), class_="g-ligne", fill="none"))
    if retenues and retenues[-1] is not None:
        classe = f"g-dernier g-signal-{nature}" if nature in {"favorable", "defavorable", "neutre"} else "g-dernier"
        x = MARGE + pas * (len(retenues) - 1)
        dessin.append(balise("circle", cx=x, cy=y(retenues[-1]), r=2.5, class_=classe))
    return figure("etincelle", largeur, hauteur, titre[:200], "", *dessin)


def _trace(valeurs: Sequence[float | None], pas: float, y: Echelle) -> str:
    """The line, lifted over missing values."""
    trace, leve = [], True
    for rang, valeur in enumerate(valeurs):
        if valeur is not None:
            trace.append(f"{'M' if leve else 'L'}{chiffre(MARGE + rang * pas)} {chiffre(y(valeur))}")
        leve = valeur is None
    return "".join(trace)
