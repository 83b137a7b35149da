"""What a coordinator judges of a plan in a fiscal year."""

from decimal import Decimal

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ecosysteme import live
from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne, PlanStrategique
from ecosysteme.services.fiches import ConflitFiche

from ..models import GrilleQualite

MOTIF_REQUIS = "Dites ce qui fonde ce jugement : il reste à l'historique, et la note le montre."


@ecriture
def juger_qualite(
    *,
    par: Personne,
    plan: PlanStrategique,
    exercice: int,
    qualite_jugee: Decimal | None,
    non_documentee: Decimal | None,
    motif: str,
    version_lue: int,
) -> GrilleQualite:
    """Write the grid of a plan for a year; `version_lue` is 0 when there was none. Writing what stands changes nothing.

    Raises ConflitFiche when somebody else wrote it meanwhile, ValidationError in French.
    """
    grille = GrilleQualite.objects.select_for_update().filter(plan=plan, exercice=exercice).first()
    if (grille.version if grille else 0) != version_lue:
        raise ConflitFiche(grille)
    champs = {"qualite_jugee": qualite_jugee, "non_documentee": non_documentee, "motif": motif.strip()}
    if grille is not None and all(getattr(grille, champ) == valeur for champ, valeur in champs.items()):
        return grille
    if not champs["motif"]:
        raise ValidationError({"motif": MOTIF_REQUIS})
    neuve = grille is None
    grille = grille or GrilleQualite(plan=plan, exercice=exercice)
    for champ, valeur in champs.items():
        setattr(grille, champ, valeur)
    grille.par, grille.maj_le, grille.version = par, timezone.now(), version_lue + 1
    grille.full_clean(validate_unique=False, validate_constraints=False)
    _ecrire(grille, neuve)
    sujets = [f"plan:{plan.pk}", f"organisation:{plan.organisation_id}"]
    transaction.on_commit(lambda: live.publier(sujets))
    return grille


def _ecrire(grille: GrilleQualite, neuve: bool) -> None:
    """The constraints of the database have the last word; two first writers at once are a conflict."""
    grille.validate_constraints(exclude={"plan", "exercice"} if neuve else None)
    try:
        with transaction.atomic(), pghistory.context(note=grille.motif):
            grille.save(force_insert=neuve)
    except IntegrityError:
        raise ConflitFiche(GrilleQualite.objects.filter(plan=grille.plan, exercice=grille.exercice).first()) from None
