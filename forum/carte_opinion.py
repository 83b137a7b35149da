"""Opinion map: whether the answers to a set of statements divide people into groups, and what they agree on.

Pure: NumPy arrays in, plain values out. Groups are drawn only behind a gate, for the usual method (project, cluster,
compare) finds groups in noise: at least `PARTICIPANTS_MIN` people who gave at least `AVIS_MIN` answers each, *and* a
first singular value that answers shuffled statement by statement seldom reach (parallel analysis, Horn 1965, on the
singular value; the p-value counts the observed matrix among the permutations, Phipson and Smyth 2010).

Nothing it returns tells of a person: a count under `K` is withheld, and with it the other groups' counts of the same
statement, which the total would give away by subtraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

ACCORD, PASSE, DESACCORD, ABSENT = 1, 0, -1, 9
PARTICIPANTS_MIN, AVIS_MIN, PERMUTATIONS, SEUIL, K = 30, 7, 99, 0.05, 5
GROUPES_MAX, DEPARTS, TOURS = 5, 10, 100
ECART_NET = 20

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Porte:
    """The gate: who was kept, the p-value (None when there were too few to look), whether it opens."""

    retenus: int
    p: float | None
    ouverte: bool


def calculer(avis: NDArray[np.int8], *, graine: int) -> dict[str, Any]:
    """The map of `avis`, shape (people, statements), of ACCORD, PASSE, DESACCORD or ABSENT (not answered).

    Same array and seed, same result. Keys: `participants`, `avis`, `porte` (retenus, p, ouverte), `groupes` (lettre,
    taille, x, y; empty when the gate is shut or when no partition has groups of K), `enonces` (one a column, see
    `_enonce`). Raises ValueError for another shape or value.
    """
    if avis.ndim != 2 or not np.isin(avis, (ACCORD, PASSE, DESACCORD, ABSENT)).all():
        raise ValueError("Il faut une matrice d'avis valant 1, 0, -1 ou 9.")
    donnes = avis != ABSENT
    avis = avis[donnes.any(axis=1)]
    retenus = avis[(avis != ABSENT).sum(axis=1) >= AVIS_MIN]
    porte = juger(retenus, graine=graine)
    appartenances, plan = (None, None)
    if porte.ouverte:
        plan = projeter(retenus)
        appartenances = grouper(plan, graine=graine)
    groupes, par_groupe = _groupes(retenus, plan, appartenances)
    return {
        "participants": len(avis),
        "avis": int((avis != ABSENT).sum()),
        "porte": {"retenus": porte.retenus, "p": porte.p, "ouverte": porte.ouverte},
        "groupes": groupes,
        "enonces": [_enonce(avis[:, j], [g[:, j] for g in par_groupe]) for j in range(avis.shape[1])],
    }


def juger(avis: NDArray[np.int8], *, graine: int) -> Porte:
    """Whether these people, who all answered enough, are divided more than chance divides."""
    n = len(avis)
    if n < PARTICIPANTS_MIN:
        return Porte(n, None, False)
    hasard = np.random.default_rng(graine)
    colonnes = [(np.flatnonzero(c != ABSENT), c[c != ABSENT].astype(np.float64)) for c in avis.T]
    colonnes = [(ou, valeurs - valeurs.mean()) for ou, valeurs in colonnes if len(ou)]
    observee = premiere_valeur(_remplir(colonnes, n))
    depassees = sum(
        premiere_valeur(_remplir([(ou, hasard.permutation(v)) for ou, v in colonnes], n)) >= observee * (1 - 1e-12)
        for _ in range(PERMUTATIONS)
    )
    p = (1 + depassees) / (1 + PERMUTATIONS)
    return Porte(n, p, p < SEUIL and observee > 0)


def _remplir(colonnes: list[tuple[Entiers, Reels]], n: int) -> Reels:
    """The centred matrix; what was not answered is at the statement's mean."""
    matrice = np.zeros((n, len(colonnes)))
    for j, (ou, valeurs) in enumerate(colonnes):
        matrice[ou, j] = valeurs
    return matrice


def premiere_valeur(matrice: Reels) -> float:
    """The largest singular value, from the smaller of the two Gram matrices."""
    petite = matrice.T @ matrice if matrice.shape[0] >= matrice.shape[1] else matrice @ matrice.T
    return float(np.sqrt(max(np.linalg.eigvalsh(petite)[-1], 0.0))) if petite.size else 0.0


def projeter(avis: NDArray[np.int8]) -> Reels:
    """People on the first two axes, shape (people, 2).

    Each is scaled by the square root of statements over answers given, or who answered little would sit at the centre
    (Small and others 2021, « Polis »). An axis points to where its largest weight is positive.
    """
    donnes = avis != ABSENT
    colonnes = [(np.flatnonzero(d), c[d] - c[d].mean()) for c, d in zip(avis.T, donnes.T, strict=True) if d.any()]
    matrice = _remplir(colonnes, len(avis))
    _, _, axes = np.linalg.svd(matrice, full_matrices=False)
    axes = axes[:2]
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])[:, None]
    plan = matrice @ axes.T * np.sqrt(matrice.shape[1] / donnes.sum(axis=1))[:, None]
    return plan if plan.shape[1] == 2 else np.column_stack([plan, np.zeros(len(plan))])


def grouper(plan: Reels, *, graine: int) -> Entiers | None:
    """The group of each person, 0 the largest: the number of groups with the best mean silhouette.

    Only partitions whose groups all hold K people or more are considered; None when there is none.
    """
    meilleure: tuple[float, Entiers] | None = None
    for k in range(2, GROUPES_MAX + 1):
        if len(plan) < k * K:
            break
        groupes = _k_moyennes(plan, k, np.random.default_rng(graine + k))
        if np.bincount(groupes, minlength=k).min() < K:
            continue
        note = silhouette(plan, groupes)
        if meilleure is None or note > meilleure[0] + 1e-9:
            meilleure = (note, groupes)
    return None if meilleure is None else _par_taille(meilleure[1], plan)


def _par_taille(groupes: Entiers, plan: Reels) -> Entiers:
    """Numbered from the largest; equal ones from left to right."""
    tailles = np.bincount(groupes)
    centres = [plan[groupes == g].mean(axis=0) for g in range(len(tailles))]
    ordre = sorted(range(len(tailles)), key=lambda g: (-tailles[g], *centres[g]))
    return np.argsort(ordre)[groupes]


def _k_moyennes(points: Reels, k: int, hasard: np.random.Generator) -> Entiers:
    """k-means from several k-means++ starts (Arthur and Vassilvitskii 2007); the least spread is kept."""
    meilleur: tuple[float, Entiers] | None = None
    for _ in range(DEPARTS):
        centres = _departs(points, k, hasard)
        groupes = _plus_proches(points, centres)
        for _ in range(TOURS):
            centres = np.array(
                [points[groupes == g].mean(axis=0) if (groupes == g).any() else centres[g] for g in range(k)]
            )
            suivants = _plus_proches(points, centres)
            if (suivants == groupes).all():
                break
            groupes = suivants
        dispersion = float(((points - centres[groupes]) ** 2).sum())
        if meilleur is None or dispersion < meilleur[0] - 1e-9:
            meilleur = (dispersion, groupes)
    assert meilleur is not None
    return meilleur[1]


def _departs(points: Reels, k: int, hasard: np.random.Generator) -> Reels:
    centres = points[[hasard.integers(len(points))]]
    while len(centres) < k:
        loin = ((points[:, None] - centres) ** 2).sum(axis=2).min(axis=1)
        poids = loin / loin.sum() if loin.sum() > 0 else None
        centres = np.vstack([centres, points[hasard.choice(len(points), p=poids)]])
    return centres


def _plus_proches(points: Reels, centres: Reels) -> Entiers:
    distances: Reels = ((points[:, None] - centres) ** 2).sum(axis=2)
    proches: Entiers = distances.argmin(axis=1)
    return proches


def silhouette(points: Reels, groupes: Entiers) -> float:
    """Mean silhouette of a partition, from −1 to 1 (Rousseeuw 1987)."""
    k = int(groupes.max()) + 1
    sommes, tailles = np.zeros((len(points), k)), np.bincount(groupes, minlength=k)
    for g in range(k):
        autres = points[groupes == g]
        sommes[:, g] = np.sqrt(((points[:, None] - autres) ** 2).sum(axis=2)).sum(axis=1)
    chez_soi = np.arange(len(points)), groupes
    dedans = sommes[chez_soi] / np.maximum(tailles[groupes] - 1, 1)
    moyennes = sommes / tailles
    moyennes[chez_soi] = np.inf
    dehors = moyennes.min(axis=1)
    notes = (dehors - dedans) / np.maximum(np.maximum(dedans, dehors), 1e-12)
    return float(np.where(tailles[groupes] > 1, notes, 0.0).mean())


def _groupes(
    avis: NDArray[np.int8], plan: Reels | None, appartenances: Entiers | None
) -> tuple[list[dict[str, Any]], list[NDArray[np.int8]]]:
    """Each group's letter, size and centre (−1 to 1 on each axis); and its answers."""
    if plan is None or appartenances is None:
        return [], []
    etendue = float(np.abs(plan).max()) or 1.0
    dits, reponses = [], []
    for g in range(int(appartenances.max()) + 1):
        siens = appartenances == g
        x, y = plan[siens].mean(axis=0) / etendue
        dits.append(
            {"lettre": chr(65 + g), "taille": int(siens.sum()), "x": round(float(x), 3), "y": round(float(y), 3)}
        )
        reponses.append(avis[siens])
    return dits, reponses


def _enonce(reponses: NDArray[np.int8], par_groupe: list[NDArray[np.int8]]) -> dict[str, Any]:
    """One statement: `total` and `groupes` (counts or None when withheld), `consensus`, `ecart`.

    `consensus`, from 0 to 1: product over the groups of (agree + 1)/(answers + 2), everybody being one group when
    none is drawn (group-informed consensus of Small and others 2021). `ecart`: points of agreement between the group
    that agrees most and the one that agrees least, None without groups.
    """
    total, groupes = _comptes(reponses), [_comptes(g) for g in par_groupe]
    tus = any(g["n"] < K for g in groupes)
    visibles = [] if tus else groupes
    consensus = float(np.prod([(g["accord"] + 1) / (g["n"] + 2) for g in (visibles or [total])]))
    parts = [100 * g["accord"] / g["n"] for g in visibles]
    if total["n"] < K:
        return {"total": None, "groupes": [None] * len(groupes), "consensus": None, "ecart": None}
    return {
        "total": total,
        "groupes": visibles or [None] * len(groupes),
        "consensus": round(consensus, 4),
        "ecart": round(max(parts) - min(parts), 1) if parts else None,
    }


def _comptes(reponses: NDArray[np.int8]) -> dict[str, int]:
    comptes = {
        nom: int((reponses == v).sum()) for nom, v in (("accord", ACCORD), ("desaccord", DESACCORD), ("passe", PASSE))
    }
    return comptes | {"n": sum(comptes.values())}
