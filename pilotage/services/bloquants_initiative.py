"""From a blocker to the thread: it opens an initiative, or joins one."""

from django.core.exceptions import ValidationError

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Initiative, Personne
from ecosysteme.services.initiatives import FERMEES, ouvrir_initiative

from ..models import Bloquant
from ..vie_bloquant import Geste
from ._bloquants import Acte, concernes, prevenir


@ecriture
def ouvrir(*, par: Personne, bloquant: Bloquant, titre: str, version_lue: int | None = None) -> Initiative:
    """Open an initiative from it, tied to its organisation and its indicator; its author takes part in it."""
    acte = Acte.commencer(bloquant, Geste.RATTACHER, version_lue)
    b = acte.bloquant
    initiative = ouvrir_initiative(
        par=par,
        titre=titre,
        description=b.description,
        organisations=[b.organisation],
        indicateurs=[b.indicateur] if b.indicateur else [],
    )
    _lier(acte, par, initiative)
    return initiative


@ecriture
def rejoindre(
    *, par: Personne, bloquant: Bloquant, initiative: Initiative, version_lue: int | None = None
) -> Initiative:
    """Tie it to an open initiative. Joining the one it already has changes nothing."""
    acte = Acte.commencer(bloquant, Geste.RATTACHER, version_lue)
    actuelle = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if actuelle.etat in FERMEES:
        raise ValidationError({"initiative": "Cette initiative est close : rejoignez-en une autre, ou ouvrez-en une."})
    if acte.bloquant.initiative_id != actuelle.pk:
        _lier(acte, par, actuelle)
    return actuelle


def _lier(acte: Acte, par: Personne, initiative: Initiative) -> None:
    evenement = acte.conclure(par=par, genre="initiative", texte=initiative.titre, initiative=initiative)
    prevenir(evenement, "Bloquant rattaché à une initiative", concernes(acte.bloquant))
