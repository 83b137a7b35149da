"""Who may read the quality of plans, and who judges it: lookup and right in one gesture."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from ecosysteme.enums import EtatPlan
from ecosysteme.models import Personne, PlanStrategique
from ecosysteme.permissions import exiger, exiger_membre

RAISON = "La grille de qualité est remplie par la coordination."


def exiger_interne(personne: Personne) -> None:
    """404 for who reads published figures only: the quality of plans is not published."""
    if not exiger_membre(personne).lit_interne:
        raise Http404


def plan_a_qualifier_ou_404(personne: Personne, pk: int) -> PlanStrategique:
    """A plan that is not a draft, for who reads what is internal."""
    exiger_interne(personne)
    return get_object_or_404(
        PlanStrategique.objects.exclude(etat=EtatPlan.BROUILLON).select_related("organisation"), pk=pk
    )


def exiger_juger(personne: Personne, plan: PlanStrategique) -> None:
    exiger(personne, "coordonner", plan.organisation, raison=RAISON)
