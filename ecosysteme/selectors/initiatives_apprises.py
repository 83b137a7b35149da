"""What an initiative that ended taught, for whoever took part to make a practice of."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ..enums import EtatInitiative
from ..models import Initiative, Personne
from ..permissions import initiatives_lisibles
from ..registries import Lecon, Source

RECENTES, MONTREES = timedelta(days=60), 20


def _terminees(personne: Personne) -> Any:
    return Initiative.objects.filter(etat=EtatInitiative.TERMINEE, participations__personne=personne)


def tirer(personne: Personne, pk: int) -> Lecon | None:
    """Its organisation is the first that takes part; the author of the practice may choose another of hers."""
    initiative = _terminees(personne).filter(pk=pk).first()
    if initiative is None:
        return None
    organisation, indicateur = initiative.organisations.first(), initiative.indicateurs.first()
    if organisation is None:
        return None
    return Lecon(initiative.titre[:200], initiative.description, initiative.issue, organisation, indicateur, initiative)


def lien(personne: Personne, pk: int) -> dict[str, str] | None:
    initiative = initiatives_lisibles(personne).filter(pk=pk).first()
    if initiative is None:
        return None
    return {"libelle": f"l'initiative «\u00a0{initiative.titre}\u00a0»", "url": reverse("initiative", args=[pk])}


def recentes(personne: Personne) -> list[tuple[int, str]]:
    closes = _terminees(personne).filter(close_le__gte=timezone.now() - RECENTES)
    return list(closes.order_by("-close_le").values_list("pk", "titre")[:MONTREES])


SOURCE = Source("initiative", tirer, lien, recentes)
