"""Targets of a chart, one step for each stretch of periods where the same one holds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from ..spc import Bornes
from ._echelles import Echelle
from ._svg import balise


@dataclass(frozen=True, slots=True)
class Palier:
    """A target over the points [debut, fin[: its low bound, its high bound, or both (an interval of good values).

    `nom` tells its fiscal year when it is still ahead; it is then drawn after the last point.
    """

    debut: int
    fin: int
    bas: float | None = None
    haut: float | None = None
    nom: str = ""

    @property
    def valeurs(self) -> list[float]:
        return [valeur for valeur in (self.bas, self.haut) if valeur is not None]


def plat(cible: Decimal | float | Bornes | None, n: int) -> tuple[Palier, ...]:
    """One target for all the points."""
    bas, haut = cible if isinstance(cible, tuple) else (cible, None)
    palier = Palier(0, max(n, 1), None if bas is None else float(bas), None if haut is None else float(haut))
    return (palier,) if palier.valeurs else ()


def marches(cibles: Sequence[Bornes | None], prochaine: Bornes | None = None, nom: str = "") -> tuple[Palier, ...]:
    """Steps from the target in force at each point (None: no target), then the one still ahead, with its name."""
    faites = [*_suites(cibles)]
    if prochaine is not None:
        bas, haut = _flottants(prochaine)
        faites.append(Palier(len(cibles), len(cibles), bas, haut, nom))
    return tuple(faites)


def _suites(cibles: Sequence[Bornes | None]) -> Iterator[Palier]:
    debut = 0
    for bornes, groupe in groupby(cibles):
        fin = debut + len(list(groupe))
        if bornes is not None:
            bas, haut = _flottants(bornes)
            yield Palier(debut, fin, bas, haut)
        debut = fin


def _flottants(bornes: Bornes) -> tuple[float | None, float | None]:
    bas, haut = (None if borne is None else float(borne) for borne in bornes)
    return bas, haut


def dessiner_paliers(
    paliers: Sequence[Palier], n: int, x: Echelle, y: Echelle, pas: float, droite: float
) -> Iterator[str]:
    """A pale rectangle for an interval, a dashed line for each bound; `n` points, the target ahead after the last."""
    for palier in paliers:
        gauche = droite - pas / 2 if palier.nom else x(palier.debut) - pas / 2
        bout = droite if palier.fin >= n else x(palier.fin - 1) + pas / 2
        hauteurs = [y(valeur) for valeur in palier.valeurs]
        if len(hauteurs) == 2:
            haut, bas = min(hauteurs), max(hauteurs)
            yield balise("rect", x=gauche, y=haut, width=bout - gauche, height=bas - haut, class_="g-cible-plage")
        for hauteur in hauteurs:
            yield balise("line", x1=gauche, x2=bout, y1=hauteur, y2=hauteur, class_="g-cible", stroke_dasharray="5 4")


def noms_de_cibles(paliers: Sequence[Palier], n: int, ecrire: Callable[[float], str]) -> list[tuple[float, str]]:
    """What to write at the end of the lines: the target in force (or the last there was), then the one ahead."""
    derniers = [palier for palier in paliers if not palier.nom][-1:]
    mot = "cible" if derniers and derniers[0].fin >= n else "ancienne cible"
    noms = [(valeur, f"{mot} {ecrire(valeur)}") for palier in derniers for valeur in palier.valeurs]
    devant = [palier for palier in paliers if palier.nom]
    return noms + [(v, f"{palier.nom} : {ecrire(v)}") for palier in devant for v in palier.valeurs]


def paliers_en_mots(paliers: Sequence[Palier], ecrire: Callable[[float], str]) -> str:
    """« Cible 40. », « Cible 3 à 5. », « Cible de 80 à 84 au fil des périodes. »"""
    passes = [palier for palier in paliers if not palier.nom]
    dits = [" à ".join(ecrire(valeur) for valeur in sorted(palier.valeurs)) for palier in passes]
    phrases = [f"Cible {dits[0]}."] if len(dits) == 1 else []
    if len(dits) > 1:
        phrases = [f"Cibles successives : {', '.join(dits)}."]
    phrases += [f"{p.nom.capitalize()} : {' à '.join(ecrire(v) for v in sorted(p.valeurs))}." for p in paliers if p.nom]
    return " ".join(phrases)
