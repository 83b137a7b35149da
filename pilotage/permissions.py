"""Who may read and change plans, objectives and sheets: lookup and right in one gesture.

A node is published when it carries a published indicator: a private partner knows of no other.
"""

from django.shortcuts import get_object_or_404

from ecosysteme.models import Cible, Indicateur, Objectif, Orientation, Personne, PlanStrategique
from ecosysteme.permissions import exiger, exiger_membre, indicateur_lisible_ou_404

from .models import PhaseSpc


def fiche_modifiable_ou_404(personne: Personne, pk: int) -> Indicateur:
    """The indicator, if the person may change its sheet and targets; 404 when unreadable, 403 when only readable."""
    indicateur = indicateur_lisible_ou_404(personne, pk)
    raison = f"La fiche de cet indicateur est tenue par {indicateur.organisation.nom}."
    exiger(personne, "valider", indicateur.organisation, raison=raison)
    return indicateur


def cible_modifiable_ou_404(personne: Personne, indicateur: int, pk: int) -> Cible:
    fiche = fiche_modifiable_ou_404(personne, indicateur)
    cible = get_object_or_404(Cible, pk=pk, indicateur=fiche)
    cible.indicateur = fiche
    return cible


def phase_ou_404(indicateur: Indicateur, pk: int) -> PhaseSpc:
    return get_object_or_404(PhaseSpc.objects.select_related("auteur"), pk=pk, indicateur=indicateur)


def plans_lisibles(personne: Personne):
    """Plans the person may read."""
    if exiger_membre(personne).lit_interne:
        return PlanStrategique.objects.all()
    publics = Indicateur.objects.publics().order_by().values("objectif__orientation__plan")
    return PlanStrategique.objects.filter(pk__in=publics)


def plan_lisible_ou_404(personne: Personne, pk: int) -> PlanStrategique:
    return get_object_or_404(plans_lisibles(personne).select_related("organisation"), pk=pk)


def plan_modifiable_ou_404(personne: Personne, pk: int) -> PlanStrategique:
    """The plan, if the person may change what it holds."""
    plan = plan_lisible_ou_404(personne, pk)
    exiger(personne, "valider", plan.organisation, raison=f"Ce plan est tenu par {plan.organisation.nom}.")
    return plan


def objectif_lisible_ou_404(personne: Personne, pk: int) -> Objectif:
    objectifs = Objectif.objects.select_related("orientation__plan__organisation")
    if not exiger_membre(personne).lit_interne:
        objectifs = objectifs.filter(pk__in=Indicateur.objects.publics().order_by().values("objectif"))
    return get_object_or_404(objectifs, pk=pk)


def objectif_modifiable_ou_404(personne: Personne, pk: int) -> Objectif:
    objectif = objectif_lisible_ou_404(personne, pk)
    organisation = objectif.orientation.plan.organisation
    exiger(personne, "valider", organisation, raison=f"Ce plan est tenu par {organisation.nom}.")
    return objectif


def orientation_modifiable_ou_404(personne: Personne, pk: int) -> Orientation:
    orientation = get_object_or_404(
        Orientation.objects.select_related("plan__organisation"), pk=pk, plan__in=plans_lisibles(personne)
    )
    organisation = orientation.plan.organisation
    exiger(personne, "valider", organisation, raison=f"Ce plan est tenu par {organisation.nom}.")
    return orientation
