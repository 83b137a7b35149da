"""What support and solved blockers taught, for whoever took part to make a practice of."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ecosysteme.models import Personne
from ecosysteme.permissions import droits
from ecosysteme.registries import Lecon, Source

from ..enums import EtatBloquant, EtatDemande
from ..models import Bloquant, DemandeAccompagnement

RECENTES, MONTREES = timedelta(days=60), 20
LIENS = ("organisation", "indicateur", "initiative")


def _demandes(personne: Personne) -> Any:
    """Answered requests the person asked or took."""
    parties = Q(par=personne) | Q(prise_par=personne)
    return DemandeAccompagnement.objects.filter(parties, etat=EtatDemande.REPONDUE)


def tirer_demande(personne: Personne, pk: int) -> Lecon | None:
    d = _demandes(personne).select_related(*LIENS).filter(pk=pk).first()
    if d is None or not droits(personne).lit_interne:
        return None
    return Lecon(d.sujet, d.description, d.issue, d.organisation, d.indicateur, d.initiative)


def lien_demande(personne: Personne, pk: int) -> dict[str, str] | None:
    d = DemandeAccompagnement.objects.filter(pk=pk).first() if droits(personne).lit_interne else None
    if d is None:
        return None
    return {
        "libelle": f"la demande d'accompagnement «\u00a0{d.sujet}\u00a0»",
        "url": reverse("pilotage:demande", args=[pk]),
    }


def demandes_recentes(personne: Personne) -> list[tuple[int, str]]:
    recentes = _demandes(personne).filter(repondue_le__gte=timezone.now() - RECENTES)
    return list(recentes.order_by("-repondue_le").values_list("pk", "sujet")[:MONTREES])


def _bloquants(personne: Personne) -> Any:
    """Solved blockers the person raised or had in charge."""
    parties = Q(signale_par=personne) | Q(responsable=personne)
    return Bloquant.objects.filter(parties, etat=EtatBloquant.RESOLU)


def tirer_bloquant(personne: Personne, pk: int) -> Lecon | None:
    b = _bloquants(personne).select_related(*LIENS).filter(pk=pk).first()
    if b is None or not droits(personne).lit_interne:
        return None
    return Lecon(b.titre, b.description, b.denouement, b.organisation, b.indicateur, b.initiative, (b.cause,))


def lien_bloquant(personne: Personne, pk: int) -> dict[str, str] | None:
    b = Bloquant.objects.filter(pk=pk).first() if droits(personne).lit_interne else None
    if b is None:
        return None
    return {"libelle": f"le bloquant «\u00a0{b.titre}\u00a0»", "url": reverse("pilotage:bloquant", args=[pk])}


def bloquants_recents(personne: Personne) -> list[tuple[int, str]]:
    recents = _bloquants(personne).filter(clos_le__gte=timezone.now() - RECENTES)
    return list(recents.order_by("-clos_le").values_list("pk", "titre")[:MONTREES])


SOURCES = (
    Source("demande", tirer_demande, lien_demande, demandes_recentes),
    Source("bloquant", tirer_bloquant, lien_bloquant, bloquants_recents),
)
