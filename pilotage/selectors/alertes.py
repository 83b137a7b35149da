"""What asks for attention, counted for each organisation with everything below it."""

from collections import defaultdict
from dataclasses import astuple, dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from ecosysteme.enums import EtatPlan
from ecosysteme.models import Cible, Personne

from ..enums import Variation
from . import publies

PLAN = "objectif__orientation__plan"


@dataclass(frozen=True, slots=True)
class Alertes:
    """Numbers of indicators: with a signal, late, without any target from this year on, of which figures are invented.

    Signals and delays are today's.
    """

    favorables: int = 0
    defavorables: int = 0
    retards: int = 0
    sans_cible: int = 0
    illustratifs: int = 0

    def __add__(self, autre: "Alertes") -> "Alertes":
        return Alertes(*(a + b for a, b in zip(astuple(self), astuple(autre), strict=True)))


def par_organisation(personne: Personne | None, exercice: int) -> dict[int, Alertes]:
    """In one query; a private partner is told neither delays nor signals that rest on a provisional result."""
    signal = publies.signal_lisible(personne)
    comptes = (
        publies.indicateurs(personne)
        .exclude(**{f"{PLAN}__etat": EtatPlan.BROUILLON})
        .order_by()
        .values_list(f"{PLAN}__organisation__chemin")
        .annotate(
            favorables=Count("pk", filter=signal & Q(etat_courant__variation=Variation.FAVORABLE)),
            defavorables=Count("pk", filter=signal & Q(etat_courant__variation=Variation.DEFAVORABLE)),
            retards=_retards(personne),
            sans_cible=Count("pk", filter=_sans_cible(exercice)),
            illustratifs=Count("pk", filter=Q(illustratif=True) | Q(**{f"{PLAN}__illustratif": True})),
        )
    )
    totaux: dict[int, Alertes] = defaultdict(Alertes)
    for chemin, *nombres in comptes:
        for organisation in chemin:
            totaux[organisation] += Alertes(*nombres)
    return dict(totaux)


def en_retard() -> Q:
    """Indicators of published plans whose next result is overdue."""
    return Q(**{"etat_courant__prochaine_maj__lt": timezone.localdate(), f"{PLAN}__etat": EtatPlan.PUBLIE})


def _retards(personne: Personne | None) -> Any:
    dits = en_retard() if publies.complet(personne) else Q(pk__in=[])
    return Count("pk", filter=dits)


def _sans_cible(exercice: int) -> Q:
    cibles = Cible.objects.filter(indicateur=OuterRef("pk"), territoire="", exercice__gte=exercice)
    en_vigueur = Q(**{f"{PLAN}__exercice_debut__lte": exercice, f"{PLAN}__exercice_fin__gte": exercice})
    return en_vigueur & ~Exists(cibles)
