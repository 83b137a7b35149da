"""The official notes of a bilan, by method and version, for the years each method is for."""

from decimal import Decimal
from typing import Any

from ecosysteme.models import PlanStrategique

from ..enums import Niveau
from ..methodes import Note2019, lire_2019
from ..models import MethodeNotation
from ..notation import note_moyenne, taux_atteinte
from . import methodes, notes

Notes = dict[str, dict[str, Decimal | None]]


class NotesOfficielles:
    """Methods are read once; SCT 2019 once a fiscal year it is for, and never for published figures alone."""

    def __init__(self, *, publics: bool) -> None:
        self.connues = methodes.dernieres()
        self.publics = publics
        self._annees: dict[int, dict[tuple[int, int], Note2019]] = {}

    def de(self, b: dict[str, Any]) -> Notes:
        """The notes of a row of `export_bilans`."""
        dites: Notes = {}
        if (methode := self._applicable(methodes.SCT_2022, b["exercice"])) is not None:
            dites[methodes.nom(methode)] = {
                "taux_atteinte": taux_atteinte(b["nb_atteinte"], b["nb_non_atteinte"]),
                "pointage_moyen": note_moyenne(b["pointage_somme"], b["pointage_n"]),
            }
        methode = self._applicable(methodes.SCT_2019, b["exercice"])
        if methode is not None and not self.publics and b["niveau"] >= Niveau.PLAN and not b["territoire"]:
            note = self._de_2019(methode, b["exercice"]).get((b["niveau"], b["noeud_id"]))
            if note is not None:
                dites[methodes.nom(methode)] = {"qualite": note.qualite, "atteinte": note.atteinte, "note": note.note}
        return dites

    def _applicable(self, code: str, exercice: int) -> MethodeNotation | None:
        methode = self.connues.get(code)
        return methode if methode is not None and methodes.applicable(methode, exercice) else None

    def _de_2019(self, methode: MethodeNotation, exercice: int) -> dict[tuple[int, int], Note2019]:
        """Plans, and organisations that have a plan of their own, by (level, node)."""
        if exercice not in self._annees:
            plans = list(PlanStrategique.objects.en_vigueur(exercice).select_related("organisation"))
            lues = notes.noter_plans(plans, [exercice], lire_2019(methode.parametres))
            dites = {(int(Niveau.PLAN), plan.pk): lues[plan.pk, exercice].note for plan in plans}
            for o in notes.par_organisation(plans, lues, exercice):
                dites[int(Niveau.ORGANISATION), o.organisation.pk] = o.note
            self._annees[exercice] = dites
        return self._annees[exercice]
