"""What a report reads of some organisations at once: plans, sheets, targets, results, judgements and blockers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from ecosysteme.models import Cible, Indicateur, Personne, PlanStrategique
from ecosysteme.periodes import exercice_de

from ..models import Bilan, Bloquant, Meteo, PhaseSpc
from . import publies
from .ordre import trier
from .serie import Serie

POINTS_MAX = 60
ANNEES = 4
# The last results of each indicator, by the index on (indicateur, fin, territoire).
_RESULTATS = """
    SELECT m.* FROM unnest(%s::bigint[]) i (id) CROSS JOIN LATERAL (
        SELECT indicateur_id, debut, fin, valeur, motif_absence, sans_objet, etat, commentaire, source
          FROM ecosysteme_mesure WHERE indicateur_id = i.id AND territoire = '' ORDER BY fin DESC LIMIT %s) m"""


@dataclass(frozen=True, slots=True)
class Resultat:
    """A result as `Serie` wants it, a hundred thousand of them at a time."""

    indicateur_id: int
    debut: date
    fin: date
    valeur: Decimal | None
    motif_absence: str
    sans_objet: bool
    etat: str
    commentaire: str
    source: str

    @property
    def exercice(self) -> int:
        return exercice_de(self.fin)


@dataclass(frozen=True, slots=True)
class Lues:
    """All of it, by what it hangs on."""

    exercice: int
    plans: Mapping[int, list[PlanStrategique]]
    indicateurs: Mapping[int, list[Indicateur]]
    series: Mapping[int, Serie]
    bilans: Mapping[tuple[int, int, int], Bilan]
    meteos: Mapping[int, Meteo]
    bloquants: Mapping[int, list[Bloquant]]


def lire(personne: Personne | None, organisations: Sequence[int], exercice: int) -> Lues:
    """Eight queries whatever the number of organisations; for who reads everything."""
    plans = list(
        publies.plans(personne)
        .filter(organisation__in=organisations, exercice_debut__lte=exercice, exercice_fin__gte=exercice)
        .order_by("exercice_debut", "pk")
    )
    fiches = trier(
        publies.indicateurs(personne)
        .filter(objectif__orientation__plan__in=plans)
        .select_related("objectif__orientation__plan", "organisation", "etat_courant")
        .order_by("pk"),
        lambda i: f"{i.objectif.numero} {i.code}",
    )
    annees = range(exercice - ANNEES + 1, exercice + 1)
    return Lues(
        exercice=exercice,
        plans=_grouper(plans, "organisation_id"),
        indicateurs=_par_plan(fiches),
        series=_series(fiches),
        bilans=publies.lire_plans(personne, [plan.pk for plan in plans], fiches, annees),
        meteos=_meteos(organisations, exercice),
        bloquants=_grouper(
            Bloquant.objects.ouverts().filter(organisation__in=organisations).select_related("responsable"),
            "organisation_id",
        ),
    )


def _grouper(objets: Any, cle: str) -> dict[int, list[Any]]:
    groupes: dict[int, list[Any]] = defaultdict(list)
    for objet in objets:
        groupes[getattr(objet, cle)].append(objet)
    return groupes


def _par_plan(fiches: Sequence[Indicateur]) -> dict[int, list[Indicateur]]:
    groupes: dict[int, list[Indicateur]] = defaultdict(list)
    for fiche in fiches:
        groupes[fiche.objectif.orientation.plan_id].append(fiche)
    return groupes


def _series(fiches: Sequence[Indicateur]) -> dict[int, Serie]:
    pks = [fiche.pk for fiche in fiches]
    with connection.cursor() as curseur:
        curseur.execute(_RESULTATS, [pks, POINTS_MAX])
        resultats = _grouper((Resultat(*ligne) for ligne in curseur.fetchall()), "indicateur_id")
    cibles = _grouper(Cible.objects.filter(indicateur__in=pks, territoire=""), "indicateur_id")
    phases = _grouper(PhaseSpc.objects.filter(indicateur__in=pks).select_related("auteur"), "indicateur_id")
    return {
        fiche.pk: Serie(
            indicateur=fiche,
            territoire="",
            mesures=resultats[fiche.pk][::-1],  # type: ignore[arg-type]
            cibles={cible.exercice: cible for cible in cibles[fiche.pk]},
            phases=phases[fiche.pk],
            complete=True,
        )
        for fiche in fiches
    }


def _meteos(organisations: Sequence[int], exercice: int) -> dict[int, Meteo]:
    """The one in force for each organisation: the latest published."""
    lues = Meteo.objects.publiees().filter(organisation__in=organisations, exercice=exercice)
    return {m.organisation_id: m for m in lues.select_related("auteur").order_by("publiee_le", "pk")}
