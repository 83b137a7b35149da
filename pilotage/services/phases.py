"""Process changes: from their date on, the control chart has limits of its own."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ecosysteme.ecriture import after_commit, ecriture
from ecosysteme.models import Indicateur, Personne

from ..models import EtatIndicateur, PhaseSpc

SIGNAUX = "pilotage.tasks.recalculer_signaux"


def _refaire(indicateur: Indicateur) -> None:
    """The chart is to be drawn again, whatever becomes of the task."""
    EtatIndicateur.objects.filter(indicateur=indicateur).update(spc_a_refaire=True)
    after_commit(SIGNAUX)


@ecriture
def noter_phase(*, par: Personne, indicateur: Indicateur, debut: date, motif: str) -> PhaseSpc:
    """Record that the process changed on a day, and why. Raises ValidationError when that day is taken."""
    phase = PhaseSpc(indicateur=indicateur, debut=debut, motif=motif.strip(), auteur=par)
    phase.full_clean()
    try:
        with transaction.atomic():
            phase.save(force_insert=True)
    except IntegrityError as erreur:
        raise ValidationError("Une phase commence déjà à cette date.") from erreur
    _refaire(indicateur)
    return phase


@ecriture
def retirer_phase(*, par: Personne, phase: PhaseSpc) -> None:
    """Undo a recorded change; history keeps it. Removing it twice changes nothing."""
    if PhaseSpc.objects.filter(pk=phase.pk).delete()[0]:
        _refaire(phase.indicateur)
