"""Proposals on other pages: a space, a topic, an initiative, an indicator, an organisation, « Mon travail »."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ecosysteme.format import date_longue
from ecosysteme.models import Organisation, Personne
from ecosysteme.permissions import droits

from ..enums import EtatAmendement, EtatProposition
from ..models import Amendement, Proposition, ReponseOfficielle
from ..permissions import raison_de_ne_pas_ecrire
from ..permissions_propositions import propositions_lisibles
from .propositions import ENCORE, avec_titre, ligne

AFFICHEES = 8


def _lignes(personne: Personne, condition: Q) -> list[dict[str, Any]]:
    lues = avec_titre(propositions_lisibles(personne).filter(condition)).order_by("-etat_depuis", "-pk")
    return [ligne(p) for p in lues[:AFFICHEES]]


def d_un_espace(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    ajouter = "" if raison_de_ne_pas_ecrire(personne, objet) else reverse("forum:proposition_ajouter", args=[objet.pk])
    return {"lignes": _lignes(personne, Q(espace=objet)), "url_ajouter": ajouter}


def d_une_initiative(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    lignes = _lignes(personne, Q(initiative=objet) & ~Q(etat=EtatProposition.BROUILLON))
    return {"lignes": lignes, "url_ajouter": ""} if lignes else {}


def du_sujet(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    """On a proposal's own topic: the way back to it."""
    lignes = _lignes(personne, Q(sujet=objet))
    return {"lignes": lignes, "url_ajouter": ""} if lignes else {}


def annonce(genre: str):
    """The block of a sheet, which fetches itself: no query on the page that carries it."""

    def bloc(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
        if not droits(personne).est_membre:
            return {}
        return {"url": reverse(f"forum:propositions_{genre}", args=[objet.pk]), "genre": genre}

    return bloc


def annonce_travail(*, personne: Personne) -> dict[str, Any]:
    return {"url": reverse("forum:propositions_travail")} if droits(personne).est_membre else {}


def de_l_indicateur(personne: Personne, pk: int) -> dict[str, Any]:
    """Published proposals that concern an indicator or aim at it in any version they published."""
    vise = Q(indicateurs=pk) | Q(versions__effet_indicateur=pk, versions__publiee_le__isnull=False)
    lues = Proposition.objects.filter(vise).exclude(etat=EtatProposition.BROUILLON).values("pk")
    return {"lignes": _lignes(personne, Q(pk__in=lues)), "url_ajouter": ""}


def de_l_organisation(personne: Personne, organisation: Organisation) -> dict[str, Any]:
    """Official answers an organisation and those under it owe, late ones first; then the proposals that touch it."""
    touche = Proposition.objects.filter(organisations=organisation).exclude(etat=EtatProposition.BROUILLON).values("pk")
    dues = _dues(personne, Q(organisation__chemin__contains=[organisation.pk]))
    return {"dues": dues, "lignes": _lignes(personne, Q(pk__in=touche)), "url_ajouter": ""}


def _dues(personne: Personne, condition: Q) -> list[dict[str, Any]]:
    """Official answers still owed, the earliest deadline first."""
    lisibles = {p.pk: p for p in avec_titre(propositions_lisibles(personne).filter(
        pk__in=ReponseOfficielle.objects.filter(condition, donnee_le__isnull=True).values("proposition")
    ))}  # fmt: skip
    dues = ReponseOfficielle.objects.filter(condition, donnee_le__isnull=True, proposition__in=lisibles)
    return [
        {"titre": lisibles[r.proposition_id].titre, "organisation": r.organisation.nom,
         "due": date_longue(r.due_le), "retard": r.due_le < timezone.localdate(),
         "url": reverse("forum:reponse_donner", args=[r.pk]) if droits(personne).peut("saisir", r.organisation)
         else reverse("forum:proposition", args=[r.proposition_id])}
        for r in dues.select_related("organisation").order_by("due_le", "pk")[:AFFICHEES]
    ]  # fmt: skip


def travail(personne: Personne) -> dict[str, Any]:
    """What is awaited of the person: her drafts and votes to hold, amendments to treat, answers to give."""
    miennes = [a.organisation_id for a in droits(personne).adhesions if droits(personne).peut("saisir", a.organisation)]
    a_traiter = Amendement.objects.filter(
        etat=EtatAmendement.PROPOSE, visee__proposition__auteur=personne, visee__proposition__etat__in=ENCORE
    ).select_related("visee", "auteur")
    attendu = Q(attendu_de=personne, etat__in=[EtatProposition.BROUILLON, EtatProposition.AU_VOTE])
    return {
        "dues": _dues(personne, Q(organisation__in=miennes)),
        "amendements": [
            {"titre": a.visee.titre, "auteur": str(a.auteur),
             "url": f"{reverse('forum:proposition', args=[a.visee.proposition_id])}#a{a.pk}"}
            for a in a_traiter.order_by("cree_le")[:AFFICHEES]
        ],
        "lignes": _lignes(personne, attendu),
    }  # fmt: skip
