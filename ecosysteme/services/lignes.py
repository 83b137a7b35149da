"""Rows that stand in no plan: the version that was read, and the note that history keeps with a change."""

from typing import Any, TypeVar

import pghistory
from django.db.models import Model

from ._versions import ConflitFiche, differences, verrouiller

__all__ = ["ConflitFiche", "modifier_ligne"]
M = TypeVar("M", bound=Model)


def modifier_ligne(objet: M, *, version_lue: int, champs: dict[str, Any], note: str = "") -> M:
    """Write what differs on the row, locked, one version further. Writing what already stands changes nothing.

    Raises ConflitFiche when somebody else wrote it meanwhile, ValidationError in French when a field is refused.
    """
    actuelle = verrouiller(objet, version_lue)
    changes = differences(actuelle, champs)
    if changes:
        for champ, valeur in changes.items():
            setattr(actuelle, champ, valeur)
        actuelle.version += 1
        actuelle.full_clean()
        with pghistory.context(note=note.strip()):
            actuelle.save(update_fields=[*changes, "version"])
    return actuelle
