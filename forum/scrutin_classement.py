"""Counts of rankings: Schulze's method and instant-runoff voting (IRV), neither ever broken by the order of a list.

A ranking is a weak order of option keys, best first, e.g. `(("a",), ("b", "c"))`; an option left out comes after all
those that are ranked, tied with the others left out. Sources: M. Schulze, « A new monotonic, clone-independent,
reversal symmetric, and Condorcet-consistent single-winner election method », Social Choice and Welfare 36 (2011), with
strength of a link measured by winning votes; IRV as in Tideman, « Collective Decisions and Voting » (2006), where a tie
for last place is followed down every branch (« parallel universes », Conitzer, Rognlie, Xia, IJCAI 2009).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Classement = tuple[tuple[str, ...], ...]
Urne = Mapping[Classement, int]


def grouper(classements: Iterable[Classement]) -> Counter[Classement]:
    """Identical rankings counted once with their number; keys of a same rank are sorted, so that they compare equal."""
    return Counter(tuple(tuple(sorted(rang)) for rang in classement) for classement in classements)


def duels(cles: Sequence[str], urne: Urne) -> dict[tuple[str, str], int]:
    """`(a, b)` → number of ballots that rank a strictly above b, for every ordered pair of distinct keys."""
    place = {cle: i for i, cle in enumerate(cles)}
    n = len(cles)
    gains = [[0] * n for _ in range(n)]
    for classement, nombre in urne.items():
        dessous = set(range(n))
        for rang in classement:
            ici = [place[cle] for cle in rang]
            dessous.difference_update(ici)
            for i in ici:
                ligne = gains[i]
                for j in dessous:
                    ligne[j] += nombre
    return {(a, b): gains[place[a]][place[b]] for a in cles for b in cles if a != b}


def schulze(cles: Sequence[str], urne: Urne) -> tuple[list[list[str]], dict[tuple[str, str], int]]:
    """(ranking as groups of tied keys, best first; strength of the strongest path of each ordered pair)."""
    d = duels(cles, urne)
    p = {(a, b): (votes if votes > d[b, a] else 0) for (a, b), votes in d.items()}
    for pivot in cles:
        for a in cles:
            if a == pivot:
                continue
            for b in cles:
                if b in (a, pivot):
                    continue
                p[a, b] = max(p[a, b], min(p[a, pivot], p[pivot, b]))
    restants, groupes = set(cles), []
    while restants:
        tete = sorted(a for a in restants if not any(p[b, a] > p[a, b] for b in restants if b != a))
        groupes.append(tete)
        restants.difference_update(tete)
    return groupes, p


@dataclass(frozen=True, slots=True)
class Tour:
    """A round: votes of each option standing, ballots that name none of them, and who is last (a tie: several)."""

    voix: dict[str, int]
    epuises: int
    derniers: tuple[str, ...]


def _premiers_choix(restants: frozenset[str], urne: Urne) -> tuple[dict[str, int], int]:
    """(votes of each option standing, by the first of them a ballot names; ballots that name none)."""
    voix, epuises = dict.fromkeys(sorted(restants), 0), 0
    for classement, nombre in urne.items():
        premier = next((rang[0] for rang in classement if rang[0] in restants), None)
        if premier is None:
            epuises += nombre
        else:
            voix[premier] += nombre
    return voix, epuises


def _gagnantes(restants: frozenset[str], urne: Urne, memoire: dict[frozenset[str], frozenset[str]]) -> frozenset[str]:
    """Who wins in some branch from these options on; `memoire` holds the sets already followed."""
    if restants in memoire:
        return memoire[restants]
    voix, _ = _premiers_choix(restants, urne)
    total, bas = sum(voix.values()), min(voix.values())
    majoritaires = [c for c in voix if 2 * voix[c] > total]
    if not total:
        elues = restants
    elif majoritaires:
        elues = frozenset(majoritaires)
    else:
        elues = frozenset().union(*(_gagnantes(restants - {c}, urne, memoire) for c in voix if voix[c] == bas))
    memoire[restants] = elues
    return elues


def irv(cles: Sequence[str], urne: Urne) -> tuple[list[str], list[Tour]]:
    """(winners: several when the tie cannot be broken, none without a ballot; rounds until the outcome or a tie).

    A round's winner has more than half of the ballots that still name somebody. When several options are last, each is
    eliminated in turn in a branch of its own: they win who win in some branch, whatever the order of the list.
    """
    if not sum(urne.values()):
        return [], []
    tours: list[Tour] = []
    restants = frozenset(cles)
    while True:
        voix, epuises = _premiers_choix(restants, urne)
        total, bas = sum(voix.values()), min(voix.values())
        fini = not total or any(2 * v > total for v in voix.values())
        derniers = () if fini else tuple(c for c in voix if voix[c] == bas)
        tours.append(Tour(voix, epuises, derniers))
        if len(derniers) != 1:
            return sorted(_gagnantes(frozenset(cles), urne, {})), tours
        restants -= set(derniers)
