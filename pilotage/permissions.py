"""Who may read and change plans, objectives and sheets: lookup and right in one gesture.

A private partner knows of no draft plan, and of no objective without a published indicator.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from ecosysteme.enums import EtatMesure, EtatPlan
from ecosysteme.models import (
    Cible,
    Indicateur,
    LotSaisie,
    Mesure,
    Objectif,
    Organisation,
    Orientation,
    Personne,
    PlanStrategique,
)
from ecosysteme.permissions import (
    droits,
    exiger,
    exiger_membre,
    indicateur_lisible_ou_404,
    indicateurs_lisibles,
    indicateurs_modifiables,
)

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
    tous = PlanStrategique.objects.all()
    return tous if exiger_membre(personne).lit_interne else tous.exclude(etat=EtatPlan.BROUILLON)


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


def indicateurs_a_saisir_ou_404(personne: Personne, pks: Iterable[int]) -> dict[int, Indicateur]:
    """These indicators, if the person may enter the results of every one; 404 when one is unreadable, else 403."""
    voulus = set(pks)
    siens = indicateurs_modifiables(personne).filter(pk__in=voulus)
    trouves = siens.select_related("organisation", "objectif__orientation__plan").in_bulk()
    if autres := voulus - trouves.keys():
        lus = indicateurs_lisibles(personne).filter(pk__in=autres).select_related("organisation").in_bulk()
        if autres - lus.keys():
            raise Http404
        noms = sorted({indicateur.organisation.nom for indicateur in lus.values()})
        raise PermissionDenied(f"Les résultats de ces indicateurs sont saisis par {', '.join(noms)}.")
    return trouves


def lot_annulable_ou_404(personne: Personne, pk: int) -> LotSaisie:
    """One's own batch, as long as one may still enter, and validate where something was validated, what it touched."""
    lot = get_object_or_404(LotSaisie, pk=pk, par=personne)
    touches = indicateurs_a_saisir_ou_404(personne, {e[0] for e in lot.ecritures})
    reserves = {i.pk for i in touches.values() if not droits(personne).peut("valider", i.organisation)}
    mesures = {e[3] for e in lot.ecritures if e[0] in reserves}
    validees = Q(etat=EtatMesure.VALIDEE)
    if mesures and (
        Mesure.objects.filter(validees, pk__in=mesures).exists()
        or Mesure.pgh_event_model.objects.filter(validees, pgh_obj_id__in=mesures).exists()
    ):
        raise PermissionDenied("Cet enregistrement touche des résultats validés : qui valide peut l'annuler.")
    return lot


def organisation_planifiable_ou_404(personne: Personne, pk: int) -> Organisation:
    """An organisation of the State in which the person may start a plan."""
    exiger_membre(personne)
    organisation = get_object_or_404(Organisation.objects.publiques(), pk=pk)
    exiger(personne, "valider", organisation, raison=f"Les plans y sont tenus par {organisation.nom}.")
    return organisation
