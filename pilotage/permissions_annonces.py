"""Announcements: written by the coordination, read by those they were published for."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ecosysteme.models import Personne
from ecosysteme.permissions import droits, exiger, exiger_membre

from .models import Annonce

RAISON = "Les annonces sont écrites par la coordination."


def annonces_lisibles(personne: Personne) -> QuerySet[Annonce]:
    """What was published for the person; for the coordination, everything, drafts too."""
    if exiger_membre(personne).peut("coordonner"):
        return Annonce.objects.all()
    return Annonce.objects.filter(publiee_le__isnull=False, lectures__personne=personne)


def annonce_lisible_ou_404(personne: Personne, pk: int) -> Annonce:
    return get_object_or_404(annonces_lisibles(personne).select_related("par"), pk=pk)


def annonce_tenue_ou_404(personne: Personne, pk: int) -> Annonce:
    """An announcement the person may write, publish or throw away: a draft; 403 for who only reads, 404 once out."""
    exiger(personne, "coordonner", raison=RAISON)
    return get_object_or_404(Annonce.objects.filter(publiee_le__isnull=True).select_related("par"), pk=pk)


def redige(personne: Personne) -> bool:
    return droits(personne).peut("coordonner")
