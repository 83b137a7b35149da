"""What asks for attention, counted for each organisation with everything below it."""

from collections import defaultdict
from dataclasses import astuple, dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from ecosysteme.enums import EtatPlan
from ecosysteme.models import Cible, Personne

from ..enums import TypeAlerte, Variation
from . import publies

PLAN = "objectif__orientation__plan"


@dataclass(frozen=True, slots=True)
class Alertes:
    """Numbers of indicators: with a signal, late, without any target from this year on, due and without a result, with
    a target met at the start, of which figures are invented.

    Signals and delays are today's. What somebody answered for (Acquittement) is left out until its date.
    """

    favorables: int = 0
    defavorables: int = 0
    retards: int = 0
    sans_cible: int = 0
    non_calcules: int = 0
    departs: int = 0
    illustratifs: int = 0

    def __add__(self, autre: "Alertes") -> "Alertes":
        return Alertes(*(a + b for a, b in zip(astuple(self), astuple(autre), strict=True)))


def par_organisation(personne: Personne | None, exercice: int) -> dict[int, Alertes]:
    """In one query; a private partner is told neither delays nor signals that rest on a provisional result."""
    complet = publies.complet(personne)
    signal = publies.signal_lisible(personne)
    favorable = Q(etat_courant__variation=Variation.FAVORABLE)
    defavorable = (
        en_alerte(TypeAlerte.SIGNAL, exercice) if complet else Q(etat_courant__variation=Variation.DEFAVORABLE)
    )
    comptes = (
        publies.indicateurs(personne)
        .exclude(**{f"{PLAN}__etat": EtatPlan.BROUILLON})
        .order_by()
        .values_list(f"{PLAN}__organisation__chemin")
        .annotate(
            favorables=Count("pk", filter=signal & favorable),
            defavorables=Count("pk", filter=signal & defavorable),
            retards=_compter(TypeAlerte.RETARD, exercice, complet),
            sans_cible=Count("pk", filter=_sans_cible(exercice)),
            non_calcules=_compter(TypeAlerte.NON_CALCULE, exercice, complet),
            departs=_compter(TypeAlerte.DEPART, exercice, complet),
            illustratifs=Count("pk", filter=Q(illustratif=True) | Q(**{f"{PLAN}__illustratif": True})),
        )
    )
    totaux: dict[int, Alertes] = defaultdict(Alertes)
    for chemin, *nombres in comptes:
        for organisation in chemin:
            totaux[organisation] += Alertes(*nombres)
    return dict(totaux)


def en_alerte(type_alerte: TypeAlerte, exercice: int) -> Q:
    """Condition on indicators: this alert stands and nobody answered for it (pilotage/sql/alertes.sql)."""
    requete = "SELECT indicateur_id FROM pilotage_alertes(%s, %s) WHERE type = %s AND acquittement_id IS NULL"
    return Q(pk__in=RawSQL(requete, [exercice, timezone.localdate(), str(type_alerte)]))  # noqa: S611


def en_retard() -> Q:
    """Indicators of published plans whose next result is overdue."""
    return Q(**{"etat_courant__prochaine_maj__lt": timezone.localdate(), f"{PLAN}__etat": EtatPlan.PUBLIE})


def _compter(type_alerte: TypeAlerte, exercice: int, complet: bool) -> Any:
    """What a private partner is not told counts as nothing."""
    return Count("pk", filter=en_alerte(type_alerte, exercice) if complet else Q(pk__in=[]))


def _sans_cible(exercice: int) -> Q:
    cibles = Cible.objects.filter(indicateur=OuterRef("pk"), territoire="", exercice__gte=exercice)
    en_vigueur = Q(**{f"{PLAN}__exercice_debut__lte": exercice, f"{PLAN}__exercice_fin__gte": exercice})
    return en_vigueur & ~Exists(cibles)
