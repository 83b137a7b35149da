"""Scoring rules as pure functions: statut, progression, pointage and their roll-up (pilotage.md, sections 2 and 3).

They say in Python what `pilotage/sql/bilans.sql` computes for the whole tree: pages explain a score with them
(`pilotage/explications.py`) and tests hold the SQL to them. Values are exact decimals. A quotient is rounded once, half
away from zero, to 12 decimals; every other rounding belongs to display.

Enumerations are the plain values of `ecosysteme.enums` (Sens, FormeCible, MotifAbsence, Statut).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

DECIMALES_CALCUL = 12
METHODE = "progression-ponderee/1"
JUGEES = frozenset({"jalon", "texte"})
CENT, ZERO = Decimal(100), Decimal(0)

# Enough digits for an exact comparison with the half: operands have at most 24 digits, products 36.
_CONTEXTE = Context(prec=100, rounding=ROUND_HALF_UP)
_PAS = Decimal(1).scaleb(-DECIMALES_CALCUL)


@dataclass(frozen=True, slots=True)
class CibleVue:
    """A target as the rules see it; `forme` decides which bound counts."""

    forme: str
    valeur_min: Decimal | None = None
    valeur_max: Decimal | None = None
    echeance: date | None = None
    jugee_atteinte: bool | None = None

    @property
    def seuil(self) -> Decimal | None:
        """The number a progression heads for; none for a range, a milestone or a text."""
        if self.forme == "plage" or self.forme in JUGEES:
            return None
        return self.valeur_max if self.forme == "au_plus" else self.valeur_min


@dataclass(frozen=True, slots=True)
class MesureVue:
    """The result of the period: a value, or the coded reason why there is none."""

    valeur: Decimal | None = None
    motif_absence: str = ""
    sans_objet: bool = False


@dataclass(frozen=True, slots=True)
class Progression:
    """A percentage in [0, 100], or `raison`: why there is none.

    Reasons: sans_resultat, sans_depart, sans_cible, non_jugee.
    """

    valeur: Decimal | None
    raison: str = ""


@dataclass(frozen=True, slots=True)
class Enfant:
    """A child in a roll-up: its weight, its progression, and whether it counts at all this period."""

    poids: Decimal
    progression: Decimal | None
    applicable: bool = True


@dataclass(frozen=True, slots=True)
class Agregat:
    """A parent's progression with its coverage « n of m »; null while n < m or m = 0."""

    progression: Decimal | None
    n: int
    m: int


def diviser(numerateur: Decimal, denominateur: Decimal) -> Decimal:
    """The quotient at 12 decimals, half away from zero: `round(a / b, 12)` in SQL. Raises on a null denominator."""
    return _CONTEXTE.divide(numerateur, denominateur).quantize(_PAS, context=_CONTEXTE)


def fin_exercice(exercice: int) -> date:
    """31 March that closes the exercice."""
    return date(exercice + 1, 3, 31)


def atteint(cible: CibleVue, valeur: Decimal | None, *, strict: bool, tolerance: Decimal = ZERO) -> bool | None:
    """Whether the result meets the target; null without a result, or while a milestone or a text is not judged.

    An exact target is met from it on (≥), within the tolerance on both sides only when the indicator is strict.
    Raises ValueError when the target lacks the bound its form needs (the database refuses such a target).
    """
    if cible.forme in JUGEES:
        return cible.jugee_atteinte
    bas, haut = cible.valeur_min, cible.valeur_max
    if (bas is None and cible.forme != "au_plus") or (haut is None and cible.forme in {"au_plus", "plage"}):
        raise ValueError(f"Une cible « {cible.forme} » a besoin de sa valeur.")
    if valeur is None:
        return None
    if haut is not None and cible.forme == "au_plus":
        return valeur <= haut + tolerance
    if bas is None:  # never: checked above
        return None
    if haut is not None and cible.forme == "plage":
        return bas - tolerance <= valeur <= haut + tolerance
    if cible.forme == "exacte" and strict:
        return abs(valeur - bas) <= tolerance
    return valeur >= bas - tolerance


def statut(
    cible: CibleVue | None,
    mesure: MesureVue | None,
    *,
    exercice: int,
    strict: bool = False,
    tolerance: Decimal = ZERO,
    cible_future: bool = False,
) -> tuple[str, str]:
    """The statut of an indicator for an exercice, and the coded reason of a « non disponible » ('' otherwise).

    `cible` is the target set for this exercice; `cible_future` says whether a later exercice has one. The order of the
    rules is the rule: a person's « sans objet » first, then what is not due, then what is missing, then the comparison.
    """
    lue = mesure or MesureVue()
    if lue.valeur is None and lue.sans_objet:
        return "sans_objet", ""
    if cible is None:
        return ("a_venir", "") if cible_future else ("sans_objet", "")
    if cible.echeance is not None and cible.echeance > fin_exercice(exercice):
        return "a_venir", ""
    verdict = atteint(cible, lue.valeur, strict=strict, tolerance=tolerance)
    if verdict is None:
        return "non_disponible", lue.motif_absence or "non_saisi"
    return ("atteinte", "") if verdict else ("non_atteinte", "")


def progression(
    depart: Decimal | None,
    cible: CibleVue,
    resultat: Decimal | None,
    sens: str,
    *,
    strict: bool = False,
    tolerance: Decimal = ZERO,
) -> Progression:
    """How much of the way from start to target is done (section 2.2), whatever the tolerance made of the statut.

    Check: 169 for a target of 184 from 165 gives 21.1.
    """
    if cible.forme in JUGEES:
        if cible.jugee_atteinte is None:
            return Progression(None, "non_jugee")
        return Progression(CENT if cible.jugee_atteinte else ZERO)
    if resultat is None:
        return Progression(None, "sans_resultat")
    if sens in {"maintien", "plage"}:
        return Progression(CENT if atteint(cible, resultat, strict=strict, tolerance=tolerance) else ZERO)
    if cible.seuil is None:
        return Progression(None, "sans_cible")
    if depart is None:
        return Progression(None, "sans_depart")
    return Progression(chemin_parcouru(depart, cible.seuil, resultat, sens))


def chemin_parcouru(depart: Decimal, seuil: Decimal, resultat: Decimal, sens: str) -> Decimal:
    """100 · (résultat − départ) / (cible − départ) bounded to [0, 100]; all or nothing when the start already meets it.

    `sens` is hausse or baisse, anything else raises ValueError.
    """
    if sens not in {"hausse", "baisse"}:
        raise ValueError(f"Pas de chemin à parcourir pour le sens « {sens} ».")
    signe = 1 if sens == "hausse" else -1
    if signe * depart >= signe * seuil:
        return CENT if signe * resultat >= signe * seuil else ZERO
    return diviser(
        CENT * min(max(signe * (resultat - depart), ZERO), signe * (seuil - depart)), signe * (seuil - depart)
    )


def pointage(statut: str, progression: Decimal | None) -> Decimal | None:
    """SCT 2022: 100 for a met target, the progression of a missed one, nothing otherwise (nor without a start)."""
    if statut == "atteinte":
        return CENT
    return progression if statut == "non_atteinte" else None


def taux_atteinte(atteintes: int, non_atteintes: int) -> Decimal | None:
    """Share of met targets, in percent, among those that could be judged; null when none could."""
    juges = atteintes + non_atteintes
    return diviser(CENT * atteintes, Decimal(juges)) if juges else None


def note_moyenne(somme: Decimal, nombre: int) -> Decimal | None:
    """Mean of the pointages of SCT 2022; null when there is none."""
    return diviser(somme, Decimal(nombre)) if nombre else None


def agreger(enfants: Iterable[Enfant]) -> Agregat:
    """Weighted progression of a parent: Σ w·p / Σ w over its applicable children of positive weight.

    Null while one of them has none: never a silent partial mean. Weights are thereby renormalised.
    """
    comptent = [enfant for enfant in enfants if enfant.applicable and enfant.poids > 0]
    connus = [(enfant.poids, enfant.progression) for enfant in comptent if enfant.progression is not None]
    if not comptent or len(connus) < len(comptent):
        return Agregat(None, len(connus), len(comptent))
    somme = sum((poids * valeur for poids, valeur in connus), ZERO)
    return Agregat(diviser(somme, sum((poids for poids, _ in connus), ZERO)), len(connus), len(comptent))
