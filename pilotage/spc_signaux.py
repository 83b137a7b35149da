"""The exact arithmetic of a control chart: reference lines as integers, and the four rules read on them.

Kept apart from `spc.py`, which gives them a meaning (favourable or not) and figures to show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

# m ± 2.66·AMR, 3.267·AMR and thirds of the way all fall on integers once scaled by 3 × 1000.
ECHELLE, LIMITE, LIMITE_ETENDUE = 3000, 2660, 3267


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule (a, b, c or d) that a point takes part in, and its side or direction: haut or bas."""

    regle: str
    cote: str


@dataclass(frozen=True, slots=True)
class Reperes:
    """A phase in an integer unit: a figure is its integer divided by `unite`."""

    unite: int
    points: tuple[int, ...]
    moyenne: int
    etendue_moyenne: int

    @property
    def haute(self) -> int:
        return self.moyenne + self.etendue_moyenne * LIMITE // 1000

    @property
    def basse(self) -> int:
        return self.moyenne - self.etendue_moyenne * LIMITE // 1000

    @property
    def etendue_limite(self) -> int:
        return self.etendue_moyenne * LIMITE_ETENDUE // 1000

    @property
    def ecart_proche(self) -> int:
        """Two thirds of the way from the mean to a limit."""
        return self.etendue_moyenne * LIMITE * 2 // ECHELLE

    @classmethod
    def calculer(cls, valeurs: Sequence[Decimal], ecran: bool) -> "Reperes":
        """Mean and mean range of a phase of at least two values; `ecran` drops ranges ≥ 3.267·AMR, once."""
        decimales = max(-exposant for v in valeurs if isinstance(exposant := v.as_tuple().exponent, int))
        entiers = [int(v.scaleb(max(decimales, 0))) for v in valeurs]
        etendues = [abs(b - a) for a, b in pairwise(entiers)]
        if ecran and any(etendues):
            total, n = sum(etendues), len(etendues)
            etendues = [etendue for etendue in etendues if etendue * n * 1000 < LIMITE_ETENDUE * total]
        facteur = len(entiers) * len(etendues) * ECHELLE
        return cls(
            unite=facteur * 10 ** max(decimales, 0),
            points=tuple(entier * facteur for entier in entiers),
            moyenne=sum(entiers) * facteur // len(entiers),
            etendue_moyenne=sum(etendues) * facteur // len(etendues),
        )


def reperer(r: Reperes, longueur_decalage: int, longueur_tendance: int) -> list[tuple[Signal, ...]]:
    """The signals of each point of a phase."""
    trouves: list[set[Signal]] = [set() for _ in r.points]
    ecarts = [point - r.moyenne for point in r.points]
    cotes = [_signe(ecart) for ecart in ecarts]
    sauts = [_signe(b - a) for a, b in zip(r.points, r.points[1:], strict=False)]
    for i, point in enumerate(r.points):
        if point > r.haute or point < r.basse:
            trouves[i].add(_signal("a", cotes[i]))
    for debut, fin, signe in _suites(cotes, longueur_decalage):
        for i in range(debut, fin):
            trouves[i].add(_signal("b", signe))
    for debut, fin, signe in _suites(sauts, longueur_tendance - 1):
        for i in range(debut, fin + 1):
            trouves[i].add(_signal("c", signe))
    for i in range(len(ecarts) - 2):
        proches = [j for j in range(i, i + 3) if abs(ecarts[j]) > r.ecart_proche]
        if len(proches) >= 2 and cotes[i] and cotes[i] == cotes[i + 1] == cotes[i + 2]:
            for j in proches:
                trouves[j].add(_signal("d", cotes[i]))
    return [tuple(sorted(siens, key=lambda signal: signal.regle)) for siens in trouves]


def _signe(n: int) -> int:
    return (n > 0) - (n < 0)


def _signal(regle: str, signe: int) -> Signal:
    return Signal(regle, "haut" if signe > 0 else "bas")


def _suites(signes: Sequence[int], longueur: int) -> Iterator[tuple[int, int, int]]:
    """Runs [debut, fin[ of one strict sign, at least `longueur` long."""
    debut = 0
    for i in range(1, len(signes) + 1):
        if i == len(signes) or signes[i] != signes[debut]:
            if signes[debut] and i - debut >= longueur:
                yield debut, i, signes[debut]
            debut = i
