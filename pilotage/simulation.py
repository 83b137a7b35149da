"""« Et si »: what hypotheses would change, from an indicator to the government, in memory and nowhere else.

The rules are those of `notation`; the shape of the tree and its real figures are given. Pure: no database, no clock,
nothing to undo. With no hypothesis, what comes out is what went in (tests hold it to the bilans, to the last digit).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from .notation import CibleVue, Enfant, MesureVue, agreger, pointage, progression, statut

Cle = tuple[int, int]  # level, primary key
ZERO = Decimal(0)
COMPTES = ("atteinte", "non_atteinte", "a_venir", "non_disponible", "sans_objet")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a node is worth: a bilan without its history."""

    comptes: Mapping[str, int]
    progression: Decimal | None
    n: int
    m: int
    pointage_somme: Decimal
    pointage_n: int
    statut: str = ""


@dataclass(frozen=True, slots=True)
class Fiche:
    """An indicator in a fiscal year, as the rules see it."""

    pk: int
    sens: str
    depart: Decimal | None
    strict: bool
    tolerance: Decimal
    cible: CibleVue | None
    cible_future: bool
    resultat: Decimal | None
    motif: str
    sans_objet: bool


@dataclass(frozen=True, slots=True)
class Hypothese:
    """What one supposes of an indicator; None leaves what stands."""

    resultat: Decimal | None = None
    cible_min: Decimal | None = None
    cible_max: Decimal | None = None
    jugee: bool | None = None

    @property
    def neutre(self) -> bool:
        return self == Hypothese()


@dataclass(frozen=True, slots=True)
class Noeud:
    """A node above the indicators: its children with their weights, and its real figures."""

    cle: Cle
    enfants: tuple[tuple[Cle, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Monde:
    """The real figures, and the nodes to work out again, the lowest first."""

    exercice: int
    reelles: Mapping[Cle, Figures]
    fiches: Mapping[int, Fiche]
    noeuds: Sequence[Noeud]


@dataclass(frozen=True, slots=True)
class Suppositions:
    """All the hypotheses: on indicators, and on the weight of any node."""

    fiches: Mapping[int, Hypothese] = field(default_factory=dict)
    poids: Mapping[Cle, Decimal] = field(default_factory=dict)


def supposer_cible(fiche: Fiche, h: Hypothese, fin: date) -> CibleVue | None:
    """The target with its hypothetical bounds. Where there was none, the sens gives its form.

    A lower bound alone, or an upper one alone, keeps the other of a range. Bounds out of order are put in order.
    """
    cible = fiche.cible
    if h.jugee is not None and cible is not None:
        cible = replace(cible, jugee_atteinte=h.jugee)
    if h.cible_min is None and h.cible_max is None:
        return cible
    if cible is None or cible.forme in {"jalon", "texte"}:
        forme = {"hausse": "au_moins", "baisse": "au_plus", "plage": "plage"}.get(fiche.sens, "exacte")
        cible = CibleVue(forme, echeance=cible.echeance if cible else fin)
    if cible.forme == "plage":
        basse = cible.valeur_min if h.cible_min is None else h.cible_min
        haute = cible.valeur_max if h.cible_max is None else h.cible_max
        connues = sorted(b for b in (basse, haute) if b is not None)
        return replace(cible, valeur_min=connues[0], valeur_max=connues[-1])
    seuil = h.cible_min if h.cible_min is not None else h.cible_max
    return replace(cible, valeur_max=seuil) if cible.forme == "au_plus" else replace(cible, valeur_min=seuil)


def rejuger(fiche: Fiche, h: Hypothese, exercice: int) -> Figures:
    """The figures of an indicator under a hypothesis, as the roll-up would write them."""
    cible = supposer_cible(fiche, h, date(exercice + 1, 3, 31))
    resultat = h.resultat if h.resultat is not None else fiche.resultat
    mesure = MesureVue(resultat, fiche.motif, fiche.sans_objet and resultat is None)
    verdict, _ = statut(
        cible,
        mesure,
        exercice=exercice,
        strict=fiche.strict,
        tolerance=fiche.tolerance,
        cible_future=fiche.cible_future,
    )
    avance = None
    if cible is not None and verdict not in {"sans_objet", "non_disponible"}:
        avance = progression(
            fiche.depart, cible, resultat, fiche.sens, strict=fiche.strict, tolerance=fiche.tolerance
        ).valeur
    points = pointage(verdict, avance)
    compte = not (verdict == "sans_objet" or (verdict == "a_venir" and avance is None))
    return Figures(
        comptes={nom: int(nom == verdict) for nom in COMPTES},
        progression=avance,
        n=int(avance is not None),
        m=int(compte),
        pointage_somme=points if points is not None else ZERO,
        pointage_n=int(points is not None),
        statut=verdict,
    )


def monter(enfants: Iterable[tuple[Decimal, Figures]]) -> Figures | None:
    """A parent from its children that have figures; None when none has."""
    lus = list(enfants)
    if not lus:
        return None
    total = agreger(Enfant(poids, f.progression, f.m > 0) for poids, f in lus)
    return Figures(
        comptes={nom: sum(f.comptes[nom] for _, f in lus) for nom in COMPTES},
        progression=total.progression,
        n=total.n,
        m=total.m,
        pointage_somme=sum((f.pointage_somme for _, f in lus), ZERO),
        pointage_n=sum(f.pointage_n for _, f in lus),
    )


def simuler(monde: Monde, s: Suppositions) -> dict[Cle, Figures]:
    """The figures of every node of the world under the hypotheses: those it does not touch keep theirs."""
    figures = dict(monde.reelles)
    for pk, h in s.fiches.items():
        if pk in monde.fiches and not h.neutre:
            figures[1, pk] = rejuger(monde.fiches[pk], h, monde.exercice)
    for noeud in monde.noeuds:
        siens = [(s.poids.get(cle, poids), figures[cle]) for cle, poids in noeud.enfants if cle in figures]
        refaites = monter(siens)
        if refaites is not None:
            figures[noeud.cle] = refaites
    return figures
