"""Blocks of the action log on the sheets and on « Mon travail »."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ecosysteme.format import compte, date_longue
from ecosysteme.models import Decision, Personne
from ecosysteme.permissions import droits

from ..enums import EtatAction
from ..models import Action
from .actions import SEMAINE, ligne

MONTREES = 6


def a_faire(*, personne: Personne) -> dict[str, Any]:
    """« Mon travail »: my actions late or due within a week, those closed today, to be undone, the decisions I carry
    whose review is due within a week: two queries."""
    jour = timezone.localdate()
    ouvertes = Q(etat=EtatAction.A_FAIRE, echeance__lte=jour + SEMAINE)
    closes = Q(etat=EtatAction.FAITE, close_le__date=jour)
    lues = list(
        Action.objects.filter(ouvertes | closes, responsable=personne)
        .select_related("organisation", "responsable", "rencontre", "bloquant", "initiative", "indicateur", "fiche_a3")
        .order_by("etat", "echeance", "pk")[: 2 * MONTREES + 1]
    )
    faites = [a for a in lues if a.etat == EtatAction.FAITE][:MONTREES]
    dues = [a for a in lues if a.etat == EtatAction.A_FAIRE]
    return {
        "dues": [ligne(a, jour, personne) for a in dues[:MONTREES]],
        "faites": [ligne(a, jour, personne) for a in faites],
        "autres": reverse("pilotage:actions") + "?voir=miennes" if len(dues) > MONTREES else "",
        "decisions": [_a_reviser(d, jour) for d in _decisions(personne, jour)],
    }


def _decisions(personne: Personne, jour: date) -> QuerySet[Decision]:
    siennes = Decision.objects.filter(responsable=personne, revision_le__lte=jour + SEMAINE)
    return siennes.order_by("revision_le", "pk")[:MONTREES]


def _a_reviser(decision: Decision, jour: date) -> dict[str, Any]:
    quand = decision.revision_le
    depuis = f"depuis {compte((jour - quand).days, 'jour')}" if quand < jour else ""
    return {
        "texte": decision.texte,
        "url": reverse("decision", args=[decision.pk]),
        "quand": "aujourd'hui" if quand == jour else depuis or f"le {date_longue(quand)}",
        "retard": bool(depuis),
    }


def annonce_travail(*, personne: Personne) -> dict[str, Any]:
    """Block of « Mon travail », which fetches and refreshes itself: no query here."""
    if not droits(personne).lit_interne:
        return {}
    return {
        "url": reverse("pilotage:actions_miennes"),
        "url_voir": reverse("pilotage:actions") + "?voir=miennes",
        "sujets": [f"actions:{personne.pk}"],
    }


def _bloc(personne: Personne, condition: Q, ajouter: str, voir: str) -> dict[str, Any]:
    """Open actions of a sheet, the most pressing first: one query."""
    if not droits(personne).lit_interne:
        return {}
    jour = timezone.localdate()
    lues = list(
        Action.objects.ouvertes()
        .filter(condition)
        .select_related("organisation", "responsable", "rencontre", "bloquant", "initiative", "indicateur", "fiche_a3")
        .order_by("echeance", "pk")[: MONTREES + 1]
    )
    return {
        "lignes": [ligne(action, jour, personne) for action in lues[:MONTREES]],
        "autres": len(lues) > MONTREES,
        "url_voir": voir,
        "url_ajouter": ajouter,
    }


def d_un_indicateur(personne: Personne, objet: Any) -> dict[str, Any]:
    """The actions of an indicator, and those of its blockers and A3 sheets."""
    siennes = Q(indicateur=objet) | Q(bloquant__indicateur=objet) | Q(fiche_a3__indicateur=objet)
    peut = droits(personne).peut("saisir", objet.organisation) or objet.responsable_id == personne.pk
    ajouter = f"{reverse('pilotage:action_ajouter')}?indicateur={objet.pk}" if peut else ""
    bloc = _bloc(personne, siennes, ajouter, "")
    return bloc | {"url_a3": f"{reverse('pilotage:a3_ajouter')}?indicateur={objet.pk}" if peut else ""}


def annonce(genre: str, voir: str = "") -> Callable[..., dict[str, Any]]:
    """Block of a sheet, which the page fetches once it stands: no query here."""

    def contexte(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
        if not droits(personne).lit_interne:
            return {}
        url = reverse("pilotage:actions_bloc", args=[genre, objet.pk])
        return {"url": url, "url_voir": f"{reverse('pilotage:actions')}{voir.format(objet.pk)}"}

    return contexte


def d_une_organisation(personne: Personne, objet: Any) -> dict[str, Any]:
    """The actions of its whole subtree."""
    peut = droits(personne).peut("saisir", objet)
    ajouter = f"{reverse('pilotage:action_ajouter')}?organisation={objet.pk}" if peut else ""
    voir = f"{reverse('pilotage:actions')}?organisation={objet.pk}"
    bloc = _bloc(personne, Q(organisation__chemin__contains=[objet.pk]), ajouter, voir)
    return bloc | {"url_a3": ""}


def d_une_initiative(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    """Block of an initiative's sheet."""
    siennes = Q(initiative=objet) | Q(bloquant__initiative=objet) | Q(fiche_a3__initiative=objet)
    acces = droits(personne)
    ajouter = f"{reverse('pilotage:action_ajouter')}?initiative={objet.pk}" if acces.peut("saisir") else ""
    bloc = _bloc(personne, siennes, ajouter, "")
    return (
        bloc | {"url_a3": f"{reverse('pilotage:a3_ajouter')}?initiative={objet.pk}" if ajouter else ""} if bloc else {}
    )
