"""How far an announcement reached, by level of management, without telling on a few people. Pure.

A count is shown only for a group where at least `K` have read and at least `K` have not. What cannot be shown is kept
together: when the hidden levels together are still too few, the smallest level that could be shown is hidden with
them. So no shown count, nor any difference of shown counts, is about fewer than `K` people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

K = 5


@dataclass(frozen=True)
class Groupe:
    """People an announcement was for, and how many of them have read it."""

    niveau: str
    destinataires: int
    lus: int

    @property
    def sur(self) -> bool:
        return self.lus >= K and self.destinataires - self.lus >= K


@dataclass(frozen=True)
class Portee:
    """`montres`: the counts that may be shown; `caches`: levels that have people, whose counts may not."""

    montres: tuple[Groupe, ...]
    caches: tuple[str, ...]
    total: Groupe

    @property
    def total_sur(self) -> bool:
        return self.total.sur


def ensemble(groupes: Sequence[Groupe], niveau: str = "") -> Groupe:
    return Groupe(niveau, sum(g.destinataires for g in groupes), sum(g.lus for g in groupes))


def portee(groupes: Sequence[Groupe]) -> Portee:
    """What may be shown of these disjoint groups."""
    presents = [groupe for groupe in groupes if groupe.destinataires]
    caches = [groupe for groupe in presents if not groupe.sur]
    montrables = sorted((groupe for groupe in presents if groupe.sur), key=lambda groupe: -groupe.destinataires)
    while caches and montrables and not ensemble(caches).sur:
        caches.append(montrables.pop())
    noms = {groupe.niveau for groupe in caches}
    return Portee(
        tuple(groupe for groupe in presents if groupe.niveau not in noms),
        tuple(groupe.niveau for groupe in presents if groupe.niveau in noms),
        ensemble(presents),
    )
