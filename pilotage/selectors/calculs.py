"""« Comment est-ce calculé? »: the lines by which a reader recomputes a bilan by hand, for any node.

`calcul_noeud` reads what it needs; `calculer` works from bilans already read. Figures are written with all their
decimals: what comes out is the bilan itself, not its rounding.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse

from ecosysteme.format import exercice_texte, nombre, pourcentage
from ecosysteme.models import Personne
from ecosysteme.nombres import epurer

from ..enums import Niveau
from ..models import Bilan
from ..notation import ZERO, Enfant, agreger, note_moyenne, taux_atteinte
from . import calculs_noeuds as noeuds
from . import publies
from .resume import SCT_2022

VERSION = "version 1"
ENFANTS_DE = {Niveau.OBJECTIF: "Indicateurs", Niveau.ORIENTATION: "Objectifs", Niveau.PLAN: "Orientations"}


@dataclass(frozen=True, slots=True)
class LigneEnfant:
    """A child in the sum: what it weighs, what it is worth, and what it brings."""

    nom: str
    url: str
    poids: str
    progression: str
    produit: str
    compte: bool
    raison: str = ""


@dataclass(frozen=True, slots=True)
class Etapes:
    """A score told step by step."""

    titre: str
    methode: str
    etapes: list[dict[str, str]]
    resultat: str


@dataclass(frozen=True, slots=True)
class Calcul:
    """The calculation of a node in a fiscal year."""

    noeud: noeuds.Noeud
    niveau: Niveau
    exercice: int
    bilan: Bilan | None
    enfants: list[LigneEnfant] = field(default_factory=list)
    parties: list[Etapes] = field(default_factory=list)

    @property
    def periode(self) -> str:
        return exercice_texte(self.exercice)

    @property
    def enfants_nom(self) -> str:
        return ENFANTS_DE.get(self.niveau, "Plans et organisations")


def url_calcul(niveau: Niveau, pk: int, exercice: int) -> str:
    return f"{reverse('pilotage:calcul', args=[niveau.name.lower(), pk])}?exercice={exercice}"


def exacte(valeur: Decimal | None) -> str:
    """All the decimals there are, at most twelve."""
    if valeur is None:
        return nombre(None)
    nette = epurer(valeur)
    exposant = nette.as_tuple().exponent
    return nombre(nette, max(-exposant, 0) if isinstance(exposant, int) else 0)


def etapes(*lignes: tuple[str, str]) -> list[dict[str, str]]:
    return [{"terme": terme, "valeur": valeur} for terme, valeur in lignes]


def calcul_noeud(personne: Personne | None, niveau: Niveau, noeud: noeuds.Noeud, exercice: int) -> Calcul:
    """A node above the indicators, from the bilans of its children; `noeud` was looked up with its right."""
    enfants = noeuds.enfants(personne, niveau, noeud.pk)
    bilan = publies.lire(personne, niveau, [noeud.pk], [exercice]).get((noeud.pk, exercice))
    lus: dict[tuple[Niveau, int], Bilan] = {}
    for rang in sorted({enfant.niveau for enfant in enfants}):
        siens = publies.lire(personne, rang, [e.pk for e in enfants if e.niveau == rang], [exercice])
        lus |= {(rang, pk): b for (pk, _), b in siens.items()}
    paires = [(enfant, lus[enfant.niveau, enfant.pk]) for enfant in enfants if (enfant.niveau, enfant.pk) in lus]
    return calculer(niveau, noeud, exercice, bilan, paires)


def calculer(
    niveau: Niveau, noeud: noeuds.Noeud, exercice: int, bilan: Bilan | None, paires: list[tuple[noeuds.Noeud, Bilan]]
) -> Calcul:
    """The same, from the bilans of the children when they are already read."""
    return Calcul(
        noeud,
        niveau,
        exercice,
        bilan,
        enfants=[_ligne(enfant, siens, exercice) for enfant, siens in paires],
        parties=[_progression(paires), *scores(bilan)],
    )


def _enfant(noeud: noeuds.Noeud, bilan: Bilan) -> Enfant:
    return Enfant(noeud.poids, bilan.progression, bilan.progression_m > 0)


def _ligne(noeud: noeuds.Noeud, bilan: Bilan, exercice: int) -> LigneEnfant:
    enfant = _enfant(noeud, bilan)
    raison = ""
    if not enfant.applicable:
        raison = "Ne s'applique pas : son poids est réparti."
    elif enfant.poids <= 0:
        raison = "Poids nul : ne compte pas."
    elif enfant.progression is None:
        raison = "Progression manquante."
    return LigneEnfant(
        nom=noeud.nom,
        url=url_calcul(noeud.niveau, noeud.pk, exercice),
        poids=exacte(noeud.poids),
        progression=exacte(bilan.progression) if enfant.applicable else "s.o.",
        produit=exacte(noeud.poids * bilan.progression) if not raison and bilan.progression is not None else "–",
        compte=not raison,
        raison=raison,
    )


def _progression(paires: list[tuple[noeuds.Noeud, Bilan]]) -> Etapes:
    enfants = [_enfant(noeud, bilan) for noeud, bilan in paires]
    total = agreger(enfants)
    comptent = [e for e in enfants if e.applicable and e.poids > 0]
    lignes = [("Couverture", f"{total.n} sur {total.m}")]
    if total.progression is None:
        manque = total.m - total.n
        raison = f"aucune moyenne tant qu'il en manque {manque}" if manque else "rien à compter"
        return Etapes("Progression pondérée", VERSION, etapes(*lignes, ("Résultat", raison)), raison)
    poids = sum((e.poids for e in comptent), ZERO)
    produits = sum((e.poids * e.progression for e in comptent if e.progression is not None), ZERO)
    lignes += [
        ("Somme des poids", exacte(poids)),
        ("Somme des poids × progressions", exacte(produits)),
        ("Division", f"{exacte(produits)} ÷ {exacte(poids)} = {exacte(total.progression)}"),
        ("À l'affichage", pourcentage(total.progression)),
    ]
    return Etapes("Progression pondérée", VERSION, etapes(*lignes), pourcentage(total.progression))


def scores(bilan: Bilan | None) -> list[Etapes]:
    """Both figures of SCT 2022, from the counts of the node."""
    if bilan is None:
        return []
    atteintes, manquees = bilan.nb_atteinte, bilan.nb_non_atteinte
    taux = taux_atteinte(atteintes, manquees)
    lignes = [("Cibles atteintes", nombre(atteintes)), ("Cibles non atteintes", nombre(manquees))]
    if taux is None:
        lignes.append(("Résultat", "aucune cible échue n'a pu être jugée"))
    else:
        division = f"100 × {nombre(atteintes)} ÷ ({nombre(atteintes)} + {nombre(manquees)}) = {exacte(taux)}"
        lignes += [("Division", division), ("À l'affichage", pourcentage(taux))]
    premiere = Etapes("Taux d'atteinte", SCT_2022, etapes(*lignes), pourcentage(taux))
    note = note_moyenne(bilan.pointage_somme, bilan.pointage_n)
    if note is None:
        seconde = etapes(("Résultat", "aucune cible échue n'a de pointage"))
    else:
        seconde = etapes(
            ("Pointage d'une cible", "100 si elle est atteinte, sinon sa progression depuis le départ"),
            ("Somme des pointages", exacte(bilan.pointage_somme)),
            ("Cibles comptées", nombre(bilan.pointage_n)),
            ("Division", f"{exacte(bilan.pointage_somme)} ÷ {nombre(bilan.pointage_n)} = {exacte(note)}"),
            ("À l'affichage", nombre(note, 1)),
        )
    return [premiere, Etapes("Pointage moyen", SCT_2022, seconde, nombre(note, 1))]
