"""Roll-ups: from a changed measure to the government, by set-based SQL (`pilotage/sql/`), and what comes out of them.

The truth about what is left to do is the table of dirty keys; calling any of these functions twice, or from two
workers at once, changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from .enums import Niveau

LOT = 2000
TRANCHE = 250
METHODE = "progression-ponderee/1"


@dataclass(frozen=True)
class Cle:
    """A node of the tree in a fiscal year, for a territory ('' is the whole of Québec)."""

    niveau: Niveau
    noeud_id: int
    exercice: int
    territoire: str = ""

    @property
    def sujet(self) -> str:
        """The name open pages know it by."""
        return f"{self.niveau.name.lower()}:{self.noeud_id}"


@dataclass(frozen=True)
class Recalcul:
    """What one pass did: keys consumed (or gone through), those whose bilan changed, whether others wait."""

    consommees: int
    touchees: tuple[Cle, ...]
    reste: bool = False


def _cles(lignes: Iterable[tuple[int, int, int, str]]) -> tuple[Cle, ...]:
    return tuple(Cle(Niveau(niveau), noeud, exercice, territoire) for niveau, noeud, exercice, territoire in lignes)


def _executer(appel: str, parametres: list[Any]) -> Recalcul:
    """Run a roll-up function of the database: one statement, which is its own transaction outside of any."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT r.n, r.reste, t.niveau, t.noeud_id, t.exercice, t.territoire"
            f" FROM {appel} AS r(n, touchees, reste) LEFT JOIN LATERAL unnest(r.touchees) t ON true",
            parametres,
        )
        lignes = curseur.fetchall()
    return Recalcul(lignes[0][0], _cles(ligne[2:] for ligne in lignes if ligne[2] is not None), lignes[0][1])


def recalculer(lot: int = LOT) -> Recalcul:
    """Consume at most `lot` dirty keys, the interactive ones first, and recompute what stands on them."""
    return _executer("pilotage_recalculer(%s)", [lot])


def vider(lot: int = LOT) -> Iterator[Recalcul]:
    """Consume dirty keys batch by batch, one transaction each, until none is left; then refresh what they touched."""
    reste = True
    while reste:
        passe = recalculer(lot)
        reste = passe.reste
        if passe.consommees:
            yield passe
    rafraichir()


def rafraichir(lot: int = LOT) -> None:
    """Bring up to date the freshness of the indicators that roll-ups touched, and mark their control charts."""
    with connection.cursor() as curseur:
        while True:
            curseur.execute("SELECT pilotage_rafraichir(%s)", [lot])
            if not curseur.fetchone()[0]:
                return


def noeuds(niveau: Niveau) -> list[int]:
    """The nodes of a level, and those that still have a bilan there."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT n FROM pilotage_noeuds(%s::smallint) n ORDER BY 1", [niveau])
        return [pk for (pk,) in curseur.fetchall()]


def _tranches(taille: int) -> Iterator[tuple[Niveau, list[int]]]:
    for niveau in Niveau:
        ids = noeuds(niveau)
        for debut in range(0, len(ids), taille):
            yield niveau, ids[debut : debut + taille]


def verifier(taille: int = TRANCHE, au_passage: Callable[[Recalcul], object] | None = None) -> Iterator[Recalcul]:
    """Full recompute by the same path, level by level and slice by slice, one short transaction each.

    The keys returned are those whose bilan was wrong (they no longer are). What is dirty is consumed first, and told
    to `au_passage`.
    """
    for niveau, ids in _tranches(taille):
        tranche = None
        while tranche is None or tranche.reste:
            for passe in vider():
                if au_passage:
                    au_passage(passe)
            tranche = _executer("pilotage_verifier(%s::smallint, %s::bigint[])", [niveau, ids])
        yield tranche


def recalculer_tout(au_passage: Callable[[Recalcul], object] | None = None) -> Recalcul:
    """The full recompute as one answer: how many keys were gone through, and those that were wrong."""
    parcourues, fausses = 0, dict[Cle, None]()
    for tranche in verifier(au_passage=au_passage):
        parcourues += tranche.consommees
        fausses.update(dict.fromkeys(tranche.touchees))
    return Recalcul(parcourues, tuple(fausses))


def en_attente() -> int:
    """How many dirty keys are waiting."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT count(*) FROM (SELECT FROM pilotage_clesale LIMIT 100000) t")
        return int(curseur.fetchone()[0])
