"""Who reads the register of decisions, enters one, corrects and reviews it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from .models import Decision, Organisation, Personne
from .permissions import Droits, droits, exiger_membre

RAISON = "Une décision est tenue par la personne qui la porte, qui l'a inscrite, ou qui gère l'organisation."


def lecteur_interne_ou_404(personne: Personne) -> Droits:
    """The rights of a person who reads the internal pages; for the others, these pages do not exist."""
    acces = exiger_membre(personne)
    if not acces.lit_interne:
        raise Http404
    return acces


def decisions_lisibles(personne: Personne) -> QuerySet[Decision]:
    lecteur_interne_ou_404(personne)
    return Decision.objects.select_related("organisation", "responsable", "prise_par", "initiative")


def decision_lisible_ou_404(personne: Personne, pk: int) -> Decision:
    return get_object_or_404(decisions_lisibles(personne), pk=pk)


def tient_decision(personne: Personne, decision: Decision) -> bool:
    """Carries it, entered it, or holds its organisation; the coordination holds those of no organisation."""
    if personne.pk in (decision.responsable_id, decision.prise_par_id):
        return True
    if decision.organisation is None:
        return droits(personne).peut("coordonner")
    return droits(personne).peut("saisir", decision.organisation)


def decision_tenue_ou_404(personne: Personne, pk: int) -> Decision:
    """The decision, if the person may correct and review it; 403 with the reason when only readable."""
    decision = decision_lisible_ou_404(personne, pk)
    if not tient_decision(personne, decision):
        raise PermissionDenied(RAISON)
    return decision


def organisations_confiables(personne: Personne) -> QuerySet[Organisation]:
    """Organisations of the State that the person holds, where she enters decisions and entrusts actions."""
    racines = droits(personne).organisations("saisir")
    return Organisation.objects.publiques().filter(chemin__overlap=racines).order_by("nom_cle", "pk")


def exiger_decider(personne: Personne) -> Droits:
    acces = lecteur_interne_ou_404(personne)
    if not acces.peut("saisir"):
        raise PermissionDenied("Une décision s'inscrit par les gestionnaires, dans leur organisation, ou en rencontre.")
    return acces


def a_moi(personne: Personne) -> Q:
    """Condition on decisions: those of the organisations the person holds, and those she carries."""
    return Q(responsable=personne) | Q(organisation__chemin__overlap=droits(personne).organisations("saisir"))
