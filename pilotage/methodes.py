"""Scoring methods from their parameters, as pure functions: SCT 2019, SCT 2022 (pilotage.md, section 3).

Parameters are data (`MethodeNotation.parametres`, first loaded from `methodes_publiees.py`, which says where each was
read). What is computed here is exact; a quotient is rounded once, at 12 decimals, by `notation.diviser`.

SCT 2019: note = (50 · quality + 50 · attainment) / 100. Quality is the weighted mean of its components, those that are
not counted leaving their weight to the others: Σ w·n / Σ w. Attainment is binary: 100 · met / due.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .notation import CENT, JUGEES, ZERO, diviser, fin_exercice

MOIS_ENTRE = {"mensuelle": 1, "trimestrielle": 3, "semestrielle": 6, "annuelle": 12, "pluriannuelle": 12}


@dataclass(frozen=True, slots=True)
class Composante:
    """A component of the quality of a plan; `notes` are those of its steps, empty when it is a share or a judgement."""

    code: str
    libelle: str
    poids: Decimal
    regle: str
    notes: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Parametres2019:
    part_qualite: Decimal
    part_atteinte: Decimal
    vert: Decimal
    seuil_cibles: Decimal
    types_resultat: frozenset[str]
    types_processus: frozenset[str]
    composantes: tuple[Composante, ...]


@dataclass(frozen=True, slots=True)
class Plan2019:
    """What is counted in a plan: its indicators; those with a target, with one for each year, of result; judgements."""

    en_vigueur: bool
    indicateurs: int
    avec_cible: int
    avec_annuelles: int
    de_resultat: int
    qualite: Decimal | None = None
    non_documentee: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NoteComposante:
    """What a component is worth, or why it does not count; `manque` tells what has still to be judged."""

    composante: Composante
    note: Decimal | None
    compte: bool
    raison: str = ""

    @property
    def manque(self) -> bool:
        return self.compte and self.note is None


@dataclass(frozen=True, slots=True)
class Indicateur2019:
    """An indicator at 31 March: its statut, and what makes a result count for nothing."""

    statut: str
    type: str
    forme: str
    frequence: str
    echeance: date | None
    derniere_mesure: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a target is due, whether it is met, and the coded reason when it is counted as not met or left out."""

    du: bool
    atteint: bool = False
    raison: str = ""


@dataclass(frozen=True, slots=True)
class Note2019:
    """Quality, attainment and their mean; null while one of them is."""

    qualite: Decimal | None
    atteinte: Decimal | None
    note: Decimal | None


def lire_2019(parametres: Mapping[str, Any]) -> Parametres2019:
    """The typed parameters. Raises ValueError, KeyError or ArithmeticError on parameters that are not of this kind."""
    if parametres["genre"] != "qualite_et_atteinte":
        raise ValueError(f"Des paramètres « {parametres['genre']} » ne sont pas ceux de SCT 2019.")
    return Parametres2019(
        part_qualite=Decimal(parametres["parts"]["qualite"]),
        part_atteinte=Decimal(parametres["parts"]["atteinte"]),
        vert=Decimal(parametres["vert_au_dessus_de"]),
        seuil_cibles=Decimal(parametres["seuil_de_cibles"]),
        types_resultat=frozenset(parametres["types_de_resultat"]),
        types_processus=frozenset(parametres["types_de_processus"]),
        composantes=tuple(
            Composante(
                c["code"],
                c["libelle"],
                Decimal(c["poids"]),
                c["regle"],
                {cle: Decimal(note) for cle, note in c.get("notes", {}).items()},
            )
            for c in parametres["composantes"]
        ),
    )


def composantes(plan: Plan2019, p: Parametres2019) -> list[NoteComposante]:
    """Each component with its note, in the order of the method."""
    return [_noter(composante, plan, p) for composante in p.composantes]


def _noter(c: Composante, plan: Plan2019, p: Parametres2019) -> NoteComposante:
    if c.regle == "plan":
        return NoteComposante(c, _plan_en_vigueur(c, plan, p.seuil_cibles), True)
    if c.regle == "annuelles":
        tous = plan.indicateurs > 0 and plan.avec_annuelles == plan.indicateurs
        return NoteComposante(c, c.notes["plein" if tous else "partiel" if plan.avec_annuelles else "nul"], True)
    if c.regle == "part":
        return NoteComposante(c, part(plan.de_resultat, plan.indicateurs) or ZERO, True)
    if c.regle == "jugee":
        return NoteComposante(c, plan.qualite, True, "a_juger" if plan.qualite is None else "")
    if plan.non_documentee is None:
        return NoteComposante(c, None, False, "non_documentee")
    return NoteComposante(c, plan.non_documentee, True, "inscrite")


def _plan_en_vigueur(c: Composante, plan: Plan2019, seuil: Decimal) -> Decimal:
    """100 from 95 % of indicators with a target on, 60 below, 0 without a plan; compared without dividing."""
    if not plan.en_vigueur:
        return c.notes["nul"]
    return c.notes["plein" if 0 < plan.indicateurs * seuil <= CENT * plan.avec_cible else "partiel"]


def part(n: int, m: int) -> Decimal | None:
    """100 · n / m; null when there is nothing to share."""
    return diviser(CENT * n, Decimal(m)) if m else None


def qualite(notes: Iterable[NoteComposante]) -> Decimal | None:
    """Σ w·n / Σ w over the components that count; null while one of them has still to be judged."""
    comptees = [n for n in notes if n.compte and n.composante.poids > 0]
    connues = [(n.composante.poids, n.note) for n in comptees if n.note is not None]
    if not connues or len(connues) < len(comptees):
        return None
    return diviser(sum((p * n for p, n in connues), ZERO), sum((p for p, _ in connues), ZERO))


def juger_2019(vu: Indicateur2019, exercice: int, p: Parametres2019) -> Verdict:
    """The binary verdict at 31 March. A target that is not due, or a sheet without one, is left out.

    Missing: no result. Late: its period ends after the deadline. Partial: periods of the year are still to come.
    Process only: the indicator counts means or activity. An undated result cannot exist here; whether a result is
    related to its target is for the person who judges a milestone or a text.
    """
    if vu.statut in {"sans_objet", "a_venir", ""}:
        return Verdict(False, raison=vu.statut or "sans_objet")
    if vu.statut == "non_disponible":
        return Verdict(True, raison="absent")
    if vu.type in p.types_processus:
        return Verdict(True, raison="processus")
    if vu.forme not in JUGEES and vu.derniere_mesure is not None:
        if vu.echeance is not None and vu.derniere_mesure > vu.echeance:
            return Verdict(True, raison="en_retard")
        if _mois_avant(vu.derniere_mesure, fin_exercice(exercice)) >= MOIS_ENTRE[vu.frequence]:
            return Verdict(True, raison="partiel")
    return Verdict(True, vu.statut == "atteinte", "" if vu.statut == "atteinte" else "manquee")


def _mois_avant(jour: date, fin: date) -> int:
    return (fin.year - jour.year) * 12 + fin.month - jour.month


def atteinte_2019(verdicts: Sequence[Verdict]) -> Decimal | None:
    """100 · met / due; null when nothing is due."""
    return part(sum(v.atteint for v in verdicts), sum(v.du for v in verdicts))


def noter_2019(qualite: Decimal | None, atteinte: Decimal | None, p: Parametres2019) -> Note2019:
    """The two halves and the note."""
    if qualite is None or atteinte is None:
        return Note2019(qualite, atteinte, None)
    somme = p.part_qualite * qualite + p.part_atteinte * atteinte
    return Note2019(qualite, atteinte, diviser(somme, p.part_qualite + p.part_atteinte))


def est_vert(note: Decimal | None, p: Parametres2019) -> bool:
    """Green is strictly above the threshold: 70 is not green."""
    return note is not None and note > p.vert


def moyenne(notes: Sequence[Decimal]) -> Decimal | None:
    """The plain mean of the notes of several organisations, as published for the ministries together."""
    return diviser(sum(notes, ZERO), Decimal(len(notes))) if notes else None


def pointage_2022(statut: str, progression: Decimal | None, parametres: Mapping[str, Any]) -> Decimal | None:
    """What a target brings: the parameter when met, its progression when missed, nothing otherwise."""
    if statut == "atteinte":
        return Decimal(parametres["pointage_atteinte"])
    return progression if statut == "non_atteinte" else None


def s_applique(debut: int | None, fin: int | None, exercice: int) -> bool:
    """Whether a method is for this fiscal year; an open bound has no end."""
    return (debut is None or debut <= exercice) and (fin is None or exercice <= fin)
