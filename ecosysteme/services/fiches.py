"""Indicator sheets: creating and changing them, with the version read and the note of a published plan."""

from typing import Any

from ..ecriture import after_commit, ecriture
from ..models import Indicateur, Objectif, Personne
from . import _versions
from ._versions import RECALCUL, ConflitFiche

__all__ = ["ConflitFiche", "creer_fiche", "modifier_fiche"]


@ecriture
def creer_fiche(*, par: Personne, objectif: Objectif, champs: dict[str, Any], note: str = "") -> Indicateur:
    """Add an indicator to an objective. Raises ValidationError in French."""
    indicateur = _versions.creer(Indicateur(objectif=objectif, **champs), note=note)
    after_commit(RECALCUL)
    return indicateur


@ecriture
def modifier_fiche(
    *, par: Personne, indicateur: Indicateur, champs: dict[str, Any], version_lue: int, note: str = ""
) -> Indicateur:
    """Change the sheet of an indicator. Writing what already stands changes nothing.

    Raises ConflitFiche when somebody else wrote it meanwhile, ValidationError when a field or the note is refused.
    """
    actuelle = _versions.verrouiller(indicateur, version_lue)
    if _versions.ecrire(actuelle, champs, note=note):
        after_commit(RECALCUL)
    return actuelle
