"""What every change to a plan, a sheet or a target shares: the version that was read, and the note once published.

A published plan changes with a note, kept on the row and in the history; history keeps the former value readable.
"""

from typing import Any, TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from ..models import PlanStrategique

M = TypeVar("M", bound=Model)
RECALCUL = "pilotage.tasks.recalculer"
NOTE_REQUISE = "Ce plan est publié : dites pourquoi vous le changez. La note reste à l'historique."


class ConflitFiche(Exception):
    """Somebody else changed the row since it was read; `actuelle` is what stands now (None if it was removed)."""

    def __init__(self, actuelle: Model | None) -> None:
        super().__init__("Cette fiche a été modifiée par quelqu'un d'autre depuis que vous l'avez lue.")
        self.actuelle = actuelle


def exiger_note(plan: PlanStrategique, note: str) -> str:
    """The note, trimmed. Raises ValidationError when the plan needs one and there is none."""
    nette = note.strip()
    if plan.exige_note and not nette:
        raise ValidationError({"note_changement": NOTE_REQUISE})
    return nette


def verrouiller(objet: M, version_lue: int) -> M:
    """The row as it stands, locked. Raises ConflitFiche when it is not the one the author read."""
    actuelle = type(objet)._default_manager.select_for_update().filter(pk=objet.pk).first()
    if actuelle is None or actuelle.version != version_lue:
        raise ConflitFiche(actuelle)
    return actuelle


def differences(objet: Model, champs: dict[str, Any]) -> dict[str, Any]:
    """The fields that would change."""
    return {champ: valeur for champ, valeur in champs.items() if getattr(objet, champ) != valeur}


def ecrire(objet: M, champs: dict[str, Any], *, note: str, libres: frozenset[str] = frozenset()) -> bool:
    """Write what differs on a locked row, with its note; False when nothing does.

    `libres`: fields whose change needs no note. Raises ValidationError, in French, from the model's constraints.
    """
    changes = differences(objet, champs)
    if not changes:
        return False
    nette = note.strip() if set(changes) <= libres else exiger_note(plan_de(objet), note)
    for champ, valeur in changes.items():
        setattr(objet, champ, valeur)
    ecrits = [*changes]
    if hasattr(objet, "version"):
        objet.version += 1
        ecrits.append("version")
    if hasattr(objet, "note_changement") and not set(changes) <= libres:
        objet.note_changement = nette
        ecrits.append("note_changement")
    objet.full_clean()
    with pghistory.context(note=nette):
        objet.save(update_fields=ecrits)
    return True


def creer(objet: M, *, note: str) -> M:
    """Insert a new row under a plan, with its note when the plan is published."""
    nette = exiger_note(plan_de(objet), note)
    if hasattr(objet, "note_changement"):
        objet.note_changement = nette
    objet.full_clean()
    try:
        with transaction.atomic(), pghistory.context(note=nette):
            objet.save(force_insert=True)
    except IntegrityError as erreur:
        raise ValidationError("Quelqu'un vient d'écrire la même chose : rechargez la page pour le voir.") from erreur
    return objet


def retirer(objet: Model, *, note: str) -> None:
    """Delete a locked row; history keeps it with the note."""
    with pghistory.context(note=exiger_note(plan_de(objet), note)):
        objet.delete()


def plan_de(objet: Model) -> PlanStrategique:
    """The plan a node stands in."""
    for lien in ("indicateur", "objectif", "orientation", "plan"):
        objet = getattr(objet, lien, objet)
    assert isinstance(objet, PlanStrategique)
    return objet
