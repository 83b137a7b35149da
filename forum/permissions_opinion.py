"""Who reads a consultation: whoever reads its topic. Who holds it: the topic's author, or whoever holds the forum."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from ecosysteme.models import Personne

from .models import Consultation, Enonce, Sujet
from .permissions import anime_forum, raison_de_ne_pas_ecrire, sujets_lisibles

TENIR = "Une consultation se tient par l'auteur du sujet ou par l'animation du forum."


def tient_consultation(personne: Personne, sujet: Sujet) -> bool:
    return personne.pk == sujet.auteur_id or anime_forum(personne)


def exiger_tenir_consultation(personne: Personne, sujet: Sujet) -> None:
    if not tient_consultation(personne, sujet):
        raise PermissionDenied(TENIR)


def consultation_lisible_ou_404(personne: Personne, pk: int) -> Consultation:
    lues = Consultation.objects.filter(sujet__in=sujets_lisibles(personne))
    return get_object_or_404(lues.select_related("sujet__espace__instance", "ouverte_par"), pk=pk)


def consultation_ouverte_ou_403(personne: Personne, pk: int) -> Consultation:
    """One the person answers; 404 when unreadable, 403 with the reason when she only reads its topic."""
    consultation = consultation_lisible_ou_404(personne, pk)
    if raison := raison_de_ne_pas_ecrire(personne, consultation.sujet.espace, consultation.sujet):
        raise PermissionDenied(raison)
    return consultation


def enonce_ouvert_ou_403(personne: Personne, pk: int) -> Enonce:
    enonce = get_object_or_404(Enonce, pk=pk)
    enonce.consultation = consultation_ouverte_ou_403(personne, enonce.consultation_id)
    return enonce
