"""What a person may read of the figures: everything inside, published figures only for a private partner (adr/0009).

Every selector reads bilans, measures and states from here. For a partner, bilans are counted live from the published
bilans of indicators (`pilotage/sql/publies.sql`): public indicators of plans that are not drafts, validated results.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from ecosysteme.enums import EtatMesure, EtatPlan, Visibilite
from ecosysteme.models import (
    Indicateur,
    Mesure,
    Organisation,
    Orientation,
    Personne,
    PlanStrategique,
)
from ecosysteme.permissions import droits, indicateurs_lisibles

from ..enums import Niveau
from ..models import Bilan, EtatIndicateur

Cle = tuple[int, int]
# Who reads the barometer and the open data: nobody in particular, who knows published figures only.
PUBLIC: Any = AnonymousUser()

_PLANS_DE = {
    Niveau.OBJECTIF: "SELECT r.plan_id FROM ecosysteme_objectif o"
    " JOIN ecosysteme_orientation r ON r.id = o.orientation_id WHERE o.id = ANY (%(noeuds)s::bigint[])",
    Niveau.ORIENTATION: "SELECT plan_id FROM ecosysteme_orientation WHERE id = ANY (%(noeuds)s::bigint[])",
    Niveau.PLAN: "SELECT unnest(%(noeuds)s::bigint[])",
}


def complet(personne: Personne | None) -> bool:
    """Whether everything may be read; None is the portal itself (commands, tasks)."""
    return personne is None or droits(personne).lit_interne


def organisations():
    """The organisations of the State; private partners stand apart and hold no figures."""
    return Organisation.objects.publiques()


def plans(personne: Personne | None):
    """For a partner, those that carry a published indicator."""
    tous = PlanStrategique.objects.all()
    if complet(personne):
        return tous
    portes = Indicateur.objects.publics().filter(objectif__orientation__plan=OuterRef("pk"))
    return tous.filter(Exists(portes))


def indicateurs(personne: Personne | None):
    if personne is PUBLIC:
        return Indicateur.objects.publics()
    return Indicateur.objects.all() if personne is None else indicateurs_lisibles(personne)


def mesures(personne: Personne | None):
    """Results the person may read."""
    toutes = Mesure.objects.all()
    if complet(personne):
        return toutes
    publiques = toutes.filter(etat=EtatMesure.VALIDEE, indicateur__visibilite=Visibilite.PUBLIQUE)
    return publiques.exclude(indicateur__objectif__orientation__plan__etat=EtatPlan.BROUILLON)


def signal_lisible(personne: Personne | None) -> Q:
    """Condition on indicators: a chart with a provisional point is not published."""
    if complet(personne):
        return Q()
    provisoires = Bilan.objects.filter(niveau=Niveau.INDICATEUR, provisoire=True).values("noeud_id")
    return ~Q(pk__in=provisoires)


def etats(personne: Personne | None):
    """States of the indicators whose signals the person may read."""
    tous = EtatIndicateur.objects.all()
    if complet(personne):
        return tous
    return tous.filter(indicateur__in=indicateurs(personne).filter(signal_lisible(personne)))


def lire(
    personne: Personne | None,
    niveau: Niveau,
    noeuds: Iterable[int],
    exercices: Iterable[int],
    territoire: str = "",
) -> dict[Cle, Bilan]:
    """Bilans by (node, fiscal year), in one query; nodes that have none, or none to show, are absent."""
    voulus, annees = list(noeuds), list(exercices)
    if not voulus:
        return {}
    if complet(personne):
        lignes: Iterable[Bilan] = Bilan.objects.filter(
            niveau=niveau, noeud_id__in=voulus, exercice__in=annees, territoire=territoire
        )
    else:
        lignes = _publies(niveau, {"noeuds": voulus, "annees": annees, "territoire": territoire})
    return {(bilan.noeud_id, bilan.exercice): bilan for bilan in lignes}


def lire_plans(
    personne: Personne | None, plans: Iterable[int], indicateurs: Iterable[Indicateur], exercices: Iterable[int]
) -> dict[tuple[int, int, int], Bilan]:
    """Bilans by (level, node, year) of plans, their orientations, these indicators and their objectives: one query."""
    voulus, annees, fiches = list(plans), list(exercices), list(indicateurs)
    if complet(personne):
        noeuds = (
            Q(niveau=Niveau.INDICATEUR, noeud_id__in=[i.pk for i in fiches])
            | Q(niveau=Niveau.OBJECTIF, noeud_id__in={i.objectif_id for i in fiches})
            | Q(niveau=Niveau.ORIENTATION, noeud_id__in=Orientation.objects.filter(plan__in=voulus).values("pk"))
            | Q(niveau=Niveau.PLAN, noeud_id__in=voulus)
        )
        lignes: Iterable[Bilan] = Bilan.objects.filter(noeuds, exercice__in=annees, territoire="")
    else:
        requete = "SELECT * FROM pilotage_publies(%s::bigint[], %s::smallint[], '')"
        lignes = Bilan.objects.raw(requete, [voulus, annees])
    return {(bilan.niveau, bilan.noeud_id, bilan.exercice): bilan for bilan in lignes}


def _publies(niveau: Niveau, parametres: dict[str, Any]) -> Iterable[Bilan]:
    suite = "%(annees)s::smallint[], %(territoire)s"
    if niveau == Niveau.INDICATEUR:
        appel = f"pilotage_publies_indicateurs(NULL, %(noeuds)s::bigint[], {suite})"
    elif niveau == Niveau.ORGANISATION:
        appel = f"pilotage_publies_organisations(%(noeuds)s::bigint[], {suite})"
    else:
        appel = f"pilotage_publies(ARRAY({_PLANS_DE[niveau]}), {suite})"
    requete = f"SELECT * FROM {appel} WHERE niveau = {int(niveau)} AND noeud_id = ANY (%(noeuds)s::bigint[])"  # noqa: S608
    return Bilan.objects.raw(requete, parametres)
