"""Who reads reports: a member who reads the inside makes them, and each reads their own."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from ecosysteme.models import Personne
from ecosysteme.permissions import exiger_membre

from .models import Rapport


def exiger_interne(personne: Personne) -> None:
    """403 without a role; for a private partner these pages do not exist."""
    if not exiger_membre(personne).lit_interne:
        raise Http404


def rapports_de(personne: Personne):
    exiger_interne(personne)
    return Rapport.objects.filter(par=personne)


def rapport_ou_404(personne: Personne, pk: int) -> Rapport:
    return get_object_or_404(rapports_de(personne), pk=pk)
