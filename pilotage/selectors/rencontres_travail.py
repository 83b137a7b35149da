"""Meetings in the pages that gather: « Mon travail », the sheet of an organisation."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ecosysteme.format import compte, date_heure, date_longue
from ecosysteme.models import Organisation, Personne
from ecosysteme.permissions import droits

from ..enums import EtatRencontre
from ..models import Rencontre

BIENTOT = timedelta(days=14)
MONTREES = 6


def place(*, personne: Personne) -> dict[str, Any]:
    """Where « Mon travail » loads one's meetings: the page itself asks nothing."""
    if not droits(personne).lit_interne:
        return {}
    return {"url": reverse("pilotage:rencontres_miennes"), "sujets": ["rencontre:0"]}


def place_organisation(*, personne: Personne, objet: Organisation, exercice: int | None) -> dict[str, Any]:
    """Where the sheet of an organisation loads its meetings."""
    if not droits(personne).lit_interne:
        return {}
    return {"url": reverse("pilotage:rencontres_organisation", args=[objet.pk]), "sujets": ["rencontre:0"]}


def attendues(personne: Personne) -> dict[str, Any]:
    """Meetings one is expected at, running now first: one query."""
    maintenant = timezone.now()
    proches = Q(etat=EtatRencontre.PLANIFIEE, prevue_le__range=(maintenant - timedelta(hours=2), maintenant + BIENTOT))
    miennes = (
        Rencontre.objects.filter(Q(etat=EtatRencontre.EN_COURS) | proches)
        .filter(presences__personne=personne, presences__attendue=True)
        .select_related("organisation")
        .order_by("etat", "prevue_le", "pk")[:MONTREES]
    )
    return {"lignes": [_ligne(r, personne) for r in miennes]}


def _ligne(r: Rencontre, personne: Personne) -> dict[str, Any]:
    return {
        "pk": r.pk,
        "titre": r.titre,
        "url": reverse("pilotage:rencontre", args=[r.pk]),
        "organisation": r.organisation.sigle,
        "en_cours": r.etat == EtatRencontre.EN_COURS,
        "quand": date_heure(r.prevue_le),
        "duree": compte(r.duree, "minute"),
        "anime": r.animation_id == personne.pk,
    }


def d_organisation(objet: Organisation) -> dict[str, Any]:
    """The running or next meeting of the organisation, and the last one held: one query."""
    ouvertes = Q(etat=EtatRencontre.EN_COURS) | Q(etat=EtatRencontre.PLANIFIEE, prevue_le__gt=timezone.now())
    siennes = Rencontre.objects.filter(organisation=objet)
    prochaines = siennes.filter(ouvertes).order_by("etat", "prevue_le")[:1]
    closes = siennes.filter(etat=EtatRencontre.CLOSE).order_by("-close_le")[:1]
    lues = list(prochaines.union(closes, all=True))
    prochaine = next((r for r in lues if r.etat != EtatRencontre.CLOSE), None)
    derniere = next((r for r in lues if r.etat == EtatRencontre.CLOSE), None)
    return {
        "prochaine": _ligne_courte(prochaine) if prochaine else None,
        "derniere": _ligne_courte(derniere) if derniere else None,
    }


def _ligne_courte(r: Rencontre) -> dict[str, Any]:
    en_cours = r.etat == EtatRencontre.EN_COURS
    quand = date_longue(r.close_le) if r.close_le else date_heure(r.prevue_le)
    return {
        "titre": r.titre,
        "url": reverse("pilotage:rencontre", args=[r.pk]),
        "quand": "en cours" if en_cours else quand,
        "en_cours": en_cours,
    }
