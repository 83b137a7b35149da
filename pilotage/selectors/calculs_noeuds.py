"""The nodes of the tree, as a calculation names them: a node by its level, and its children with their weights."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from ecosysteme.enums import EtatPlan
from ecosysteme.models import Indicateur, Objectif, Organisation, Orientation, Personne, PlanStrategique
from ecosysteme.permissions import exiger_membre, indicateur_lisible_ou_404

from ..enums import Niveau
from ..permissions import objectif_lisible_ou_404, plan_lisible_ou_404, plans_lisibles
from . import publies
from .ordre import trier


@dataclass(frozen=True, slots=True)
class Noeud:
    """A node: its name, the page that shows it, its weight among its siblings."""

    niveau: Niveau
    pk: int
    nom: str
    url: str
    poids: Decimal = Decimal(1)


def noeud_ou_404(personne: Personne, niveau: Niveau, pk: int) -> Noeud:
    """The node, if the person may read it."""
    if niveau == Niveau.INDICATEUR:
        return noeud_indicateur(indicateur_lisible_ou_404(personne, pk))
    if niveau == Niveau.OBJECTIF:
        return noeud_objectif(objectif_lisible_ou_404(personne, pk))
    if niveau == Niveau.ORIENTATION:
        orientations = Orientation.objects.filter(plan__in=plans_lisibles(personne)).select_related("plan")
        orientation = get_object_or_404(orientations, pk=pk)
        if not publies.complet(personne) and not _porte_un_public(orientation):
            raise Http404
        return _orientation(orientation)
    if niveau == Niveau.PLAN:
        return _plan(plan_lisible_ou_404(personne, pk))
    exiger_membre(personne)
    return _organisation(get_object_or_404(publies.organisations(), pk=pk))


def enfants(personne: Personne | None, niveau: Niveau, pk: int) -> list[Noeud]:
    """The children that weigh in a node, in the order they are shown. At most two queries."""
    if niveau == Niveau.OBJECTIF:
        return [noeud_indicateur(i) for i in trier(publies.indicateurs(personne).filter(objectif=pk), lambda i: i.code)]
    if niveau == Niveau.ORIENTATION:
        return [noeud_objectif(o) for o in trier(Objectif.objects.filter(orientation=pk), lambda o: o.numero)]
    if niveau == Niveau.PLAN:
        orientations = Orientation.objects.filter(plan=pk).select_related("plan")
        return [_orientation(o) for o in trier(orientations, lambda o: o.numero)]
    plans = PlanStrategique.objects.filter(organisation=pk).exclude(etat=EtatPlan.BROUILLON)
    dessous = Organisation.objects.filter(parent=pk)
    return [*map(_plan, plans), *map(_organisation, dessous)]


def _porte_un_public(orientation: Orientation) -> bool:
    return Indicateur.objects.publics().filter(objectif__orientation=orientation).exists()


def noeud_indicateur(i: Indicateur) -> Noeud:
    return Noeud(Niveau.INDICATEUR, i.pk, f"{i.code} {i.nom}", reverse("pilotage:indicateur", args=[i.pk]), i.poids)


def noeud_objectif(o: Objectif) -> Noeud:
    return Noeud(Niveau.OBJECTIF, o.pk, f"{o.numero} {o.titre}", reverse("pilotage:objectif", args=[o.pk]), o.poids)


def _orientation(o: Orientation) -> Noeud:
    url = f"{reverse('pilotage:plan', args=[o.plan_id])}#orientation-{o.pk}"
    return Noeud(Niveau.ORIENTATION, o.pk, f"{o.numero} {o.titre}", url, o.poids)


def _plan(p: PlanStrategique) -> Noeud:
    return Noeud(Niveau.PLAN, p.pk, p.titre, reverse("pilotage:plan", args=[p.pk]), p.poids)


def _organisation(o: Organisation) -> Noeud:
    return Noeud(Niveau.ORGANISATION, o.pk, o.nom, reverse("pilotage:organisation", args=[o.pk]), o.poids)
