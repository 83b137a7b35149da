"""Targets: setting, changing, judging and removing them."""

from typing import Any

from ..ecriture import after_commit, ecriture
from ..models import Cible, Indicateur, Personne
from . import _versions
from ._versions import RECALCUL, ConflitFiche

__all__ = ["ConflitFiche", "creer_cible", "modifier_cible", "retirer_cible"]
JUGEMENT = frozenset({"jugee_atteinte"})


@ecriture
def creer_cible(*, par: Personne, indicateur: Indicateur, champs: dict[str, Any], note: str = "") -> Cible:
    """Set a target for a fiscal year and a territory that have none.

    Raises ConflitFiche when they already have one, ValidationError when a field or the note is refused.
    """
    cle = {"indicateur": indicateur, "exercice": champs["exercice"], "territoire": champs.get("territoire", "")}
    existante = Cible.objects.select_for_update().filter(**cle).first()
    if existante is not None:
        raise ConflitFiche(existante)
    cible = _versions.creer(Cible(indicateur=indicateur, **champs), note=note)
    after_commit(RECALCUL)
    return cible


@ecriture
def modifier_cible(*, par: Personne, cible: Cible, champs: dict[str, Any], version_lue: int, note: str = "") -> Cible:
    """Change a target; judging a milestone or a text needs no note."""
    actuelle = _versions.verrouiller(cible, version_lue)
    if _versions.ecrire(actuelle, champs, note=note, libres=JUGEMENT):
        after_commit(RECALCUL)
    return actuelle


@ecriture
def retirer_cible(*, par: Personne, cible: Cible, version_lue: int, note: str = "") -> None:
    """Remove a target; history keeps it with the note."""
    _versions.retirer(_versions.verrouiller(cible, version_lue), note=note)
    after_commit(RECALCUL)
