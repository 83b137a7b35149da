"""Plans and what structures them: creating, changing and publishing; orientations and objectives."""

from typing import Any

import pghistory
from django.core.exceptions import ValidationError

from ..ecriture import after_commit, ecriture
from ..enums import EtatPlan
from ..models import Objectif, Organisation, Orientation, Personne, PlanStrategique
from . import _versions
from ._versions import RECALCUL, ConflitFiche

__all__ = [
    "ConflitFiche",
    "creer_objectif",
    "creer_orientation",
    "creer_plan",
    "modifier_noeud",
    "modifier_plan",
    "publier_plan",
]


@ecriture
def creer_plan(*, par: Personne, organisation: Organisation, champs: dict[str, Any]) -> PlanStrategique:
    """Start a draft plan."""
    plan = PlanStrategique(organisation=organisation, etat=EtatPlan.BROUILLON, **champs)
    return _versions.creer(plan, note="")


@ecriture
def modifier_plan(
    *, par: Personne, plan: PlanStrategique, champs: dict[str, Any], version_lue: int, note: str = ""
) -> PlanStrategique:
    """Change a plan's own fields, never its state. Raises ConflitFiche or ValidationError."""
    actuel = _versions.verrouiller(plan, version_lue)
    if _versions.ecrire(actuel, champs, note=note):
        after_commit(RECALCUL)
    return actuel


@ecriture
def publier_plan(*, par: Personne, plan: PlanStrategique, version_lue: int, note: str = "") -> PlanStrategique:
    """Publish a draft plan: from then on, each change needs a note."""
    actuel = _versions.verrouiller(plan, version_lue)
    if actuel.etat != EtatPlan.BROUILLON:
        raise ValidationError("Ce plan est déjà publié.")
    actuel.etat, actuel.note_changement = EtatPlan.PUBLIE, note.strip()
    actuel.version += 1
    with pghistory.context(note=note.strip()):
        actuel.save(update_fields=["etat", "note_changement", "version"])
    after_commit(RECALCUL)
    return actuel


@ecriture
def creer_orientation(*, par: Personne, plan: PlanStrategique, champs: dict[str, Any], note: str = "") -> Orientation:
    return _versions.creer(Orientation(plan=plan, **champs), note=note)


@ecriture
def creer_objectif(*, par: Personne, orientation: Orientation, champs: dict[str, Any], note: str = "") -> Objectif:
    return _versions.creer(Objectif(orientation=orientation, **champs), note=note)


@ecriture
def modifier_noeud(
    *, par: Personne, noeud: Orientation | Objectif, champs: dict[str, Any], lus: dict[str, Any], note: str = ""
) -> Orientation | Objectif:
    """Change an orientation or an objective. `lus`: the fields as the author read them (they have no version)."""
    actuel = type(noeud).objects.select_for_update().filter(pk=noeud.pk).first()
    if actuel is None or _versions.differences(actuel, lus):
        raise ConflitFiche(actuel)
    if _versions.ecrire(actuel, champs, note=note):
        after_commit(RECALCUL)
    return actuel
