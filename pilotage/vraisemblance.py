"""Whether a figure about to be entered looks like the ones before it. A doubt is said, never a refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ecosysteme.format import nombre
from ecosysteme.periodes import exercice_de

from .spc import POINTS_MIN, indices_des_phases
from .spc_signaux import Reperes

RAPPORT = 10
Point = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Repere:
    """What a new figure is compared with: control limits of the last phase (None: none), and the last figure."""

    basse: Decimal | None = None
    haute: Decimal | None = None
    dernier: Decimal | None = None


def reperer(
    serie: Sequence[Point], fin: date, *, phases: Sequence[date] = (), limites: bool = True, cumulatif: bool = False
) -> Repere:
    """The landmarks of the period that ends on `fin`, from the points before it in time order.

    A cumulative series starts anew each year: it has no limits, and is compared within its year only.
    """
    avant = [(jour, valeur) for jour, valeur in serie if jour < fin]
    if cumulatif:
        avant = [(jour, valeur) for jour, valeur in avant if exercice_de(jour) == exercice_de(fin)]
    dernier = avant[-1][1] if avant else None
    debut = max(indices_des_phases([jour for jour, _ in avant], phases), default=0)
    valeurs = [valeur for _, valeur in avant[debut:]]
    if cumulatif or not limites or len(valeurs) < POINTS_MIN:
        return Repere(dernier=dernier)
    r = Reperes.calculer(valeurs, False)
    return Repere(Decimal(r.basse) / r.unite, Decimal(r.haute) / r.unite, dernier)


def doute(valeur: Decimal | None, repere: Repere) -> str:
    """Why this figure is unusual, in one sentence; '' when it is not."""
    if valeur is None:
        return ""
    dernier = repere.dernier
    if dernier and valeur and (rapport := abs(valeur / dernier)) and (rapport >= RAPPORT or rapport * RAPPORT <= 1):
        fois, sens = (rapport, "plus grande") if rapport >= RAPPORT else (1 / rapport, "plus petite")
        return (
            f"Valeur inhabituelle : {nombre(fois, 0)} fois {sens} que la précédente ({nombre(dernier)})."
            " Vérifiez la virgule et l'unité."
        )
    if repere.basse is not None and repere.haute is not None and not repere.basse <= valeur <= repere.haute:
        decimales = _decimales(valeur, dernier)
        return (
            f"Valeur inhabituelle : hors des limites de contrôle, de {nombre(repere.basse, decimales)}"
            f" à {nombre(repere.haute, decimales)}."
        )
    return ""


def _decimales(*valeurs: Decimal | None) -> int:
    """Decimals enough to compare a limit with these figures: one more than they have, at most nine."""
    exposants = [v.normalize().as_tuple().exponent for v in valeurs if v is not None]
    return min(9, 1 + max((-e for e in exposants if isinstance(e, int) and e < 0), default=0))
