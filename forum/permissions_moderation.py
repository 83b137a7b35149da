"""Who moderates: whoever holds the forum. An appeal goes to another person than the one who removed the message."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ecosysteme.enums import RoleAdhesion
from ecosysteme.models import Adhesion, Personne
from ecosysteme.permissions import ROLES, exiger_membre

from .models import Signalement
from .permissions import anime_forum, sujets_lisibles

MODERER = "La modération revient à qui anime le forum."


def exiger_moderer(personne: Personne) -> None:
    exiger_membre(personne)
    if not anime_forum(personne):
        raise PermissionDenied(MODERER)


def animateurs() -> QuerySet[Personne]:
    """Everyone who holds the forum today."""
    roles = [role for role in RoleAdhesion if "animer_forum" in ROLES[role].verbes]
    tenues = Adhesion.objects.filter(role__in=roles).en_vigueur()
    return Personne.objects.filter(adhesions__in=tenues, is_active=True).distinct()


def signalement_ou_404(personne: Personne, pk: int) -> Signalement:
    """A flag on a message the person reads; what she may do with it is for the services to say."""
    lus = Signalement.objects.filter(message__sujet__in=sujets_lisibles(personne))
    return get_object_or_404(lus.select_related("message__sujet", "message__auteur", "par", "traite_par"), pk=pk)
