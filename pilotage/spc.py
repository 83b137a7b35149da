"""Statistical process control: XmR charts (pilotage.md, section 4).

m = mean; moving ranges |xᵢ − xᵢ₋₁|; AMR their mean; limits m ± 2.66·AMR; limit of the mR chart 3.267·AMR. Optionally,
ranges ≥ 3.267·AMR are dropped once before the final AMR (screening).

Signals, inside a phase, labelled by priority a > c > d > b:
(a) a point beyond a limit; (b) 7 points in a row strictly on one side of the mean; (c) 7 points in a row rising or
falling strictly; (d) 2 of 3 points in a row beyond 2/3 of the way to the same limit, all three on that side: only the
near ones are marked. Comparisons are exact: every point is scaled to an integer unit in which mean, limits and
two-thirds lines are integers too. Figures handed out are floats, correctly rounded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from .spc_signaux import Reperes, Signal, reperer

POINTS_MIN = 6
POINTS_SURS = 12
PRIORITE = "acdb"
REGLES = {
    "a": "hors des limites",
    "b": "décalage",
    "c": "tendance",
    "d": "près d'une limite",
}

Bornes = tuple[Decimal | float | None, Decimal | float | None]
Chiffre = Decimal | float | int


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of points with its own limits: indices [debut, fin[. Figures are None when `raison` is set.

    Reasons: trop_peu_de_points, cumulatif, non_admissible. `provisoire`: fewer than 12 points.
    """

    debut: int
    fin: int
    moyenne: float | None = None
    etendue_moyenne: float | None = None
    limite_basse: float | None = None
    limite_haute: float | None = None
    limite_etendue: float | None = None
    provisoire: bool = False
    raison: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point and what it says: `nature` is commune, favorable, defavorable, neutre, or '' without limits.

    `etendue` is the moving range from the point before in the same phase; `signal` the label by priority, if any.
    """

    indice: int
    valeur: float
    phase: int
    etendue: float | None = None
    etendue_hors_limite: bool = False
    signaux: tuple[Signal, ...] = ()
    signal: Signal | None = None
    nature: str = ""


@dataclass(frozen=True, slots=True)
class Analyse:
    """The chart: its points, its phases, and the two icons (values of pilotage.enums Variation and Assurance).

    `regle` and `depuis` (index of the first point) describe the signal of the last point; `raison` says why the last
    phase has no limits, when it has none.
    """

    points: tuple[Point, ...]
    phases: tuple[Phase, ...]
    variation: str = ""
    assurance: str = ""
    regle: str = ""
    depuis: int | None = None
    raison: str = ""
    saisonnier: bool = False
    longueurs: tuple[int, int] = field(default=(7, 7))

    @property
    def provisoire(self) -> bool:
        """Whether the limits of the last phase are provisional."""
        return bool(self.phases) and self.phases[-1].provisoire


def analyser(
    points: Sequence[Chiffre],
    *,
    sens: str,
    phases: Sequence[int] = (),
    cible: Chiffre | Bornes | None = None,
    ecran: bool = False,
    longueur_decalage: int = 7,
    longueur_tendance: int = 7,
    cumulatif: bool = False,
    admissible: bool = True,
    saisonnier: bool = False,
) -> Analyse:
    """Draw the conclusions of an XmR chart from values in time order (missing periods left out by the caller).

    `phases`: indices where a new phase starts. `cible`: a number read by `sens` (hausse: at least, baisse: at most,
    otherwise exactly), or the interval (low, high) of good values, open where None. `ecran`: screening.
    Raises ValueError on a value that is not finite, a phase out of order, or a run shorter than 3 points.
    """
    if min(longueur_decalage, longueur_tendance) < 3:
        raise ValueError("Une suite compte au moins 3 points.")
    exacts = [_exact(valeur) for valeur in points]
    bornes = _bornes_de_phases(phases, len(exacts))
    refus = "cumulatif" if cumulatif else "" if admissible else "non_admissible"
    faites: list[Phase] = []
    lus: list[Point] = []
    for rang, (debut, fin) in enumerate(bornes):
        valeurs = exacts[debut:fin]
        if refus or len(valeurs) < POINTS_MIN:
            faites.append(Phase(debut, fin, raison=refus or "trop_peu_de_points"))
            lus += [Point(debut + i, float(v), rang) for i, v in enumerate(valeurs)]
            continue
        reperes = Reperes.calculer(valeurs, ecran)
        signaux = reperer(reperes, longueur_decalage, longueur_tendance)
        faites.append(_phase(debut, fin, reperes))
        lus += _points(debut, rang, valeurs, reperes, signaux, sens)
    return _conclure(tuple(lus), tuple(faites), sens, cible, saisonnier, (longueur_decalage, longueur_tendance))


def indices_des_phases(fins: Sequence[date], debuts: Sequence[date]) -> tuple[int, ...]:
    """Where recorded process changes fall among the points: for each, the first period that ends on or after it."""
    rangs = {sum(fin < debut for fin in fins) for debut in debuts}
    return tuple(sorted(rang for rang in rangs if 0 < rang < len(fins)))


def _exact(valeur: Chiffre) -> Decimal:
    """The decimal a value stands for; a float is taken as it prints."""
    exacte = Decimal(repr(valeur)) if isinstance(valeur, float) else Decimal(valeur)
    if not exacte.is_finite():
        raise ValueError("Une carte de contrôle ne prend que des nombres finis.")
    return exacte


def _bornes_de_phases(phases: Sequence[int], n: int) -> Iterator[tuple[int, int]]:
    debuts = [0, *phases]
    if any(b <= a for a, b in pairwise(debuts)) or (phases and debuts[-1] >= n):
        raise ValueError("Les phases commencent à des indices croissants, après le premier point.")
    return zip(debuts, [*phases, n], strict=True) if n else iter(())


def _phase(debut: int, fin: int, r: Reperes) -> Phase:
    return Phase(
        debut,
        fin,
        moyenne=r.moyenne / r.unite,
        etendue_moyenne=r.etendue_moyenne / r.unite,
        limite_basse=r.basse / r.unite,
        limite_haute=r.haute / r.unite,
        limite_etendue=r.etendue_limite / r.unite,
        provisoire=fin - debut < POINTS_SURS,
    )


def _points(
    debut: int, phase: int, valeurs: Sequence[Decimal], r: Reperes, signaux: Sequence[tuple[Signal, ...]], sens: str
) -> Iterator[Point]:
    for i, (valeur, siens) in enumerate(zip(valeurs, signaux, strict=True)):
        retenu = min(siens, key=lambda signal: PRIORITE.index(signal.regle), default=None)
        etendue = abs(r.points[i] - r.points[i - 1]) if i else None
        yield Point(
            debut + i,
            float(valeur),
            phase,
            etendue=None if etendue is None else etendue / r.unite,
            etendue_hors_limite=etendue is not None and etendue > r.etendue_limite,
            signaux=siens,
            signal=retenu,
            nature=_nature(retenu, sens),
        )


def _nature(signal: Signal | None, sens: str) -> str:
    """Common cause, or what the special cause means given the desired direction."""
    if signal is None:
        return "commune"
    if sens not in {"hausse", "baisse"}:
        return "neutre"
    return "favorable" if (signal.cote == "haut") == (sens == "hausse") else "defavorable"


def _conclure(
    points: tuple[Point, ...],
    phases: tuple[Phase, ...],
    sens: str,
    cible: Chiffre | Bornes | None,
    saisonnier: bool,
    longueurs: tuple[int, int],
) -> Analyse:
    if not points:
        return Analyse((), (), raison="trop_peu_de_points", saisonnier=saisonnier, longueurs=longueurs)
    dernier, phase = points[-1], phases[-1]
    return Analyse(
        points,
        phases,
        variation=dernier.nature,
        assurance=assurance(phase, sens, cible),
        regle=dernier.signal.regle if dernier.signal else "",
        depuis=_depuis(points, dernier),
        raison=phase.raison,
        saisonnier=saisonnier,
        longueurs=longueurs,
    )


def _depuis(points: tuple[Point, ...], dernier: Point) -> int | None:
    """First point of the unbroken run that carries the last point's signal."""
    if dernier.signal is None:
        return None
    debut = dernier.indice
    while debut and points[debut - 1].phase == dernier.phase and dernier.signal in points[debut - 1].signaux:
        debut -= 1
    return debut


def assurance(phase: Phase, sens: str, cible: Chiffre | Bornes | None) -> str:
    """What the limits promise against the target: reussit, echoue, inconstant; '' without limits or target.

    Succeeds always when the limits lie strictly inside the good values, fails always when strictly outside.
    """
    basse, haute = phase.limite_basse, phase.limite_haute
    bas, haut = _bonnes_valeurs(sens, cible)
    if basse is None or haute is None or (bas is None and haut is None):
        return ""
    if (bas is None or basse > bas) and (haut is None or haute < haut):
        return "reussit"
    if (bas is not None and haute < bas) or (haut is not None and basse > haut):
        return "echoue"
    return "inconstant"


def _bonnes_valeurs(sens: str, cible: Chiffre | Bornes | None) -> Bornes:
    if cible is None or isinstance(cible, tuple):
        return cible or (None, None)
    return (cible if sens != "baisse" else None, cible if sens != "hausse" else None)


def phrase(analyse: Analyse, periode: str = "points") -> str:
    """What to see in the chart, in one French sentence; `periode` is what its points are (« mois », « trimestres »)."""
    if analyse.raison == "cumulatif":
        return "Série cumulative : pas de limites de contrôle."
    if analyse.raison == "non_admissible":
        return "Indicateur non admissible aux cartes de contrôle."
    if analyse.raison:
        return f"Moins de {POINTS_MIN} points : trop peu pour des limites de contrôle."
    dernier = analyse.points[-1]
    if dernier.signal is None or analyse.depuis is None:
        return "Variation courante : aucun signal au dernier point."
    n = dernier.indice - analyse.depuis + 1
    cote = "au-dessus" if dernier.signal.cote == "haut" else "au-dessous"
    limite = "haute" if dernier.signal.cote == "haut" else "basse"
    return {
        "a": f"Le dernier point est {cote} de la limite {limite}.",
        "b": f"{n} {periode} de suite {cote} de la moyenne.",
        "c": f"{'Hausse' if dernier.signal.cote == 'haut' else 'Baisse'} continue depuis {n} {periode}.",
        "d": f"Deux points sur trois près de la limite {limite}.",
    }[dernier.signal.regle]
