"""Who reads a proposal: whoever reads its space, once it is published; before, its author alone."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from ecosysteme.models import Personne

from .enums import EtatProposition
from .models import Amendement, Proposition
from .models.proposition import PropositionQuerySet
from .permissions import espaces_lisibles


def propositions_lisibles(personne: Personne) -> PropositionQuerySet:
    publiees = ~Q(etat=EtatProposition.BROUILLON) & ~Q(etat=EtatProposition.RETIREE, sujet__isnull=True)
    return Proposition.objects.filter(publiees | Q(auteur=personne), espace__in=espaces_lisibles(personne))


def proposition_lisible_ou_404(personne: Personne, pk: int) -> Proposition:
    lues = propositions_lisibles(personne).select_related(
        "espace__instance", "auteur", "attendu_de", "sujet", "initiative"
    )
    return get_object_or_404(lues, pk=pk)


def amendement_lisible_ou_404(personne: Personne, pk: int) -> Amendement:
    amendement = get_object_or_404(Amendement.objects.select_related("visee", "auteur"), pk=pk)
    amendement.visee.proposition = proposition_lisible_ou_404(personne, amendement.visee.proposition_id)
    return amendement
