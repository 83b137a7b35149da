"""Who is told what of an initiative: its participants, and those who follow it and may read it."""

from django.urls import reverse

from ..enums import RoleAdhesion, TypeNotification
from ..models import Adhesion, Initiative, Personne
from .notifications import avertir


def dire(initiative: Initiative, geste: str, titre: str, *, par: Personne, sauf: Personne | None = None) -> None:
    """Tell participants, then followers, once for this version of the initiative; never who did it."""
    en_vigueur = Adhesion.objects.en_vigueur()
    gens = Personne.objects.exclude(pk__in=[p.pk for p in (par, sauf) if p is not None])
    participants = list(gens.filter(participations__initiative=initiative, adhesions__in=en_vigueur).distinct())
    internes = en_vigueur.exclude(role=RoleAdhesion.MEMBRE_PRIVE)
    suiveurs = gens.filter(abonnements__sujet=f"initiative:{initiative.pk}", adhesions__in=internes).exclude(
        pk__in=[p.pk for p in participants]
    )
    _avertir(initiative, participants, TypeNotification.INITIATIVE, geste, titre)
    _avertir(initiative, list(suiveurs.distinct()), TypeNotification.SUIVI, geste, titre)


def dire_a(initiative: Initiative, personne: Personne | None, geste: str, titre: str, *, par: Personne) -> None:
    """Tell one person, unless she did it herself."""
    if personne is not None and personne != par:
        _avertir(initiative, [personne], TypeNotification.INITIATIVE, geste, titre)


def _avertir(initiative: Initiative, personnes: list[Personne], type: TypeNotification, geste: str, titre: str) -> None:
    avertir(
        personnes=personnes,
        type=type,
        cle=f"initiative:{initiative.pk}:{geste}",
        titre=titre,
        url=reverse("initiative", args=[initiative.pk]),
        sujet=f"initiative:{initiative.pk}",
    )
