"""The automatic agenda: the board itself, ranked, cut to the time there is, and rebuilt without losing what a hand did.

Pure: candidates come from `selectors/ordre_du_jour.py`, items go to `services/rencontres_ordre.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

# What comes first at a meeting: what somebody waits for, then what moved, then what stands.
PRIORITES = {"bloquant": 0, "signal": 1, "action": 2, "decision": 3, "hors_cible": 4, "retard": 5, "experience": 6}
MINUTES = {"bloquant": 5, "signal": 3, "action": 1, "decision": 2, "hors_cible": 3, "retard": 1, "experience": 3}


@dataclass(frozen=True, slots=True)
class Candidat:
    """Something that could be discussed; the greater `poids`, the sooner among its kind."""

    genre: str
    cle: str
    titre: str
    detail: str = ""
    url: str = ""
    poids: float = 0
    indicateur: int | None = None
    bloquant: int | None = None

    @property
    def minutes(self) -> int:
        return MINUTES[self.genre]


@dataclass(frozen=True, slots=True)
class Ordre:
    """What goes on the agenda, and what there is no time for (offered, one click away)."""

    retenus: list[Candidat] = field(default_factory=list)
    en_reserve: list[Candidat] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reprise:
    """How a standing agenda changes: keys to remove, candidates to add at its end."""

    retires: set[str]
    ajoutes: list[Candidat]


def ranger(candidats: Iterable[Candidat]) -> list[Candidat]:
    """By kind, then weight; an indicator comes once, its strongest reason first, the others told in its detail."""
    tries = sorted(candidats, key=lambda c: (PRIORITES[c.genre], -c.poids, c.titre, c.cle))
    par_indicateur: dict[int, int] = {}
    ranges: list[Candidat] = []
    for candidat in tries:
        if candidat.indicateur is None or candidat.genre == "bloquant":
            ranges.append(candidat)
        elif candidat.indicateur in par_indicateur:
            rang = par_indicateur[candidat.indicateur]
            dits = " ; ".join(d for d in (ranges[rang].detail, candidat.detail) if d)
            ranges[rang] = replace(ranges[rang], detail=dits)
        else:
            par_indicateur[candidat.indicateur] = len(ranges)
            ranges.append(candidat)
    return ranges


def batir(candidats: Iterable[Candidat], duree: int, deja: int = 0) -> Ordre:
    """Fill the minutes of the meeting, `deja` of which are taken; the first candidate always has its place."""
    ordre, pris = Ordre(), deja
    for candidat in ranger(candidats):
        if pris + candidat.minutes <= duree or pris == 0:
            ordre.retenus.append(candidat)
            pris += candidat.minutes
        else:
            ordre.en_reserve.append(candidat)
    return ordre


def reprendre(
    candidats: Iterable[Candidat],
    duree: int,
    *,
    places: Sequence[tuple[str, int]],
    libres: Iterable[str],
    ecartes: Iterable[str],
) -> Reprise:
    """Rebuild around what a hand did: order stays, what was removed does not come back, what was added stays.

    `places`: (key, minutes) of the standing items, in their order; `libres`: those an automatic rebuild leaves alone;
    `ecartes`: keys somebody took off. An automatic item whose cause is gone leaves.
    """
    ranges = ranger(candidats)
    causes = {c.cle for c in ranges}
    gardes, bannis = set(libres), set(ecartes)
    retires = {cle for cle, _ in places if cle not in causes and cle not in gardes}
    presents = {cle for cle, _ in places} - retires
    pris = sum(minutes for cle, minutes in places if cle in presents)
    nouveaux = [c for c in ranges if c.cle not in presents and c.cle not in bannis]
    return Reprise(retires, batir(nouveaux, duree, pris).retenus)
