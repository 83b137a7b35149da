"""What the clock does to escalations: unanswered at their deadline, they rise by themselves, once.

A sweep is safe however often, by however many workers and in whatever order it runs: each escalation is dealt with in a
transaction of its own, under the lock of its blocker, and `precedente` is unique.
"""

import logging
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Exists, OuterRef, Q

from ecosysteme.ecriture import ecriture

from ..enums import IssueEscalade, Palier
from ..models import Bloquant, Escalade, EvenementBloquant
from ..vie_bloquant import Geste, GesteRefuse, appliquer, echeance_par_defaut, palier_suivant
from ._bloquants import Acte, concernes, horloge, noter, prevenir, situation, tenants, verrouiller_bloquant

LOT = 500
RETARD = "retard"
journal = logging.getLogger(__name__)


def monter_escalades(*, maintenant: datetime | None = None) -> int:
    """Let every escalation whose deadline has passed rise, or be told late at the last tier; returns how many moved."""
    return sum(_traiter(pk, maintenant) for pk in _echues(maintenant or horloge()))


def _echues(maintenant: datetime) -> list[int]:
    """Due ones, the oldest first; at the last tier, only those not yet told late."""
    dues = Escalade.objects.filter(issue=IssueEscalade.EN_ATTENTE, repondre_avant__lte=maintenant)
    dites = EvenementBloquant.objects.filter(
        genre=RETARD, bloquant=OuterRef("bloquant"), quand__gte=OuterRef("demandee_le")
    )
    restent = dues.exclude(Q(palier=Palier.GOUVERNEMENT) & Exists(dites))
    return list(restent.order_by("repondre_avant", "pk").values_list("pk", flat=True)[:LOT])


def _traiter(pk: int, maintenant: datetime | None) -> bool:
    """One of them; what fails is left for the next sweep and holds nobody else back."""
    try:
        return monter(escalade=pk, maintenant=maintenant)
    except DatabaseError:
        journal.exception("L'escalade %s n'a pas pu monter : le prochain balayage la reprendra.", pk)
        return False


@ecriture
def monter(*, escalade: int, maintenant: datetime | None = None) -> bool:
    """Close it « sans réponse » and ask the next tier the same, exactly once; False when there is nothing to do."""
    trouvee = Escalade.objects.select_related("bloquant").filter(pk=escalade).first()
    if trouvee is None:
        return False
    bloquant = verrouiller_bloquant(trouvee.bloquant, None)
    actuelle = Escalade.objects.select_for_update().get(pk=escalade)
    instant = maintenant or horloge()
    if actuelle.issue != IssueEscalade.EN_ATTENTE or instant < actuelle.repondre_avant:
        return False
    suivant = palier_suivant(actuelle.palier)
    if suivant is None:
        return _dire_en_retard(actuelle, bloquant, instant)
    try:
        acte = Acte(bloquant, appliquer(situation(bloquant), Geste.MONTER))
    except GesteRefuse:
        return False
    actuelle.issue, actuelle.close_le = IssueEscalade.SANS_REPONSE, instant
    actuelle.save(update_fields=["issue", "close_le"])
    Escalade.objects.create(
        bloquant=bloquant,
        precedente=actuelle,
        par=actuelle.par,
        palier=suivant,
        aide_demandee=actuelle.aide_demandee,
        demandee_le=instant,
        repondre_avant=echeance_par_defaut(suivant, instant),
    )
    evenement = acte.conclure(par=None, genre="montee", texte=actuelle.aide_demandee, quand=instant, palier=suivant)
    personnes = tenants(bloquant.organisation, suivant) | concernes(bloquant) | {actuelle.par_id}
    prevenir(evenement, "Escalade montée, restée sans réponse", personnes)
    return True


def _dire_en_retard(escalade: Escalade, bloquant: Bloquant, instant: datetime) -> bool:
    """At the last tier it stays, and is shown late: said once."""
    if bloquant.evenements.filter(genre=RETARD, quand__gte=escalade.demandee_le).exists():
        return False
    evenement = noter(bloquant, par=None, genre=RETARD, quand=instant)
    prevenir(evenement, "Réponse en retard", tenants(bloquant.organisation, escalade.palier) | {escalade.par_id})
    return True
