"""Practices on other pages: the sheets, a blocker or a request for support, « Mon travail ».

Every block fetches itself: the page that carries it asks nothing of the database for it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from ecosysteme import adresses, registries
from ecosysteme.format import date_longue
from ecosysteme.models import Personne
from ecosysteme.permissions import droits

from ..enums import EtatPratique
from ..fraicheur import RECUL
from ..models import Adoption, Pratique
from ..permissions import peut_verifier, pratiques_lisibles
from .pratiques import avec_usage, ligne

AFFICHEES, A_VERIFIER, TEXTE_MAX = 6, 3, 600


def _lignes(personne: Personne, condition: Q) -> list[dict[str, Any]]:
    voulues = Pratique.objects.filter(condition).values("pk")
    lues = avec_usage(pratiques_lisibles(personne).filter(pk__in=voulues, etat=EtatPratique.PUBLIEE))
    return [
        ligne(p) for p in lues.order_by(F("verifiee_jusqu").desc(nulls_last=True), "-publiee_le", "-pk")[:AFFICHEES]
    ]


def annonce(genre: str) -> Callable[..., dict[str, Any]]:
    """The place of the block on a sheet of that kind."""

    def bloc(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
        if not droits(personne).est_membre:
            return {}
        return {"url": reverse("communaute:pratiques_de", args=[genre, objet.pk]), "genre": genre}

    return bloc


def de(personne: Personne, genre: str, pk: int) -> dict[str, Any]:
    """The practices that touch an indicator, an initiative, an organisation, or that it applies."""
    conditions = {
        "indicateur": Q(indicateur=pk),
        "initiative": Q(initiative=pk) | Q(adoptions__initiative=pk),
        "organisation": Q(organisation__chemin__contains=[pk])
        | Q(adoptions__organisation__chemin__contains=[pk], adoptions__cessee_le__isnull=True),
    }
    tirer = _a_tirer(personne, genre, pk)
    return {"lignes": _lignes(personne, conditions[genre]), "genre": genre, "url_tirer": tirer}


def _a_tirer(personne: Personne, genre: str, pk: int) -> str:
    """Where the person makes a practice of what that taught, when she may and nobody did."""
    source = registries.source(genre)
    if source is None or source.tirer(personne, pk) is None or tiree_de(genre, pk).exists():
        return ""
    return url_tirer(genre, pk)


def url_tirer(genre: str, pk: int) -> str:
    return f"{reverse('communaute:pratique_ajouter')}{adresses.avec({'origine': f'{genre}:{pk}'})}"


def tiree_de(genre: str, pk: int) -> Any:
    return Pratique.objects.filter(origine=f"{genre}:{pk}").exclude(etat=EtatPratique.RETIREE)


def sur_apprise(genre: str) -> Callable[..., dict[str, Any]]:
    """On something one learns from, once closed: the practice made of it, or the way to make one.

    While it is open: the practices that answer it. `objet` is told as its title, with a description.
    """

    def bloc(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
        if not droits(personne).lit_interne:
            return {}
        if getattr(objet, "clos_le", None) or getattr(objet, "repondue_le", None):
            return {"url": reverse("communaute:apprise", args=[genre, objet.pk]), "close": True}
        mots = {"titre": str(objet), "description": objet.description[:TEXTE_MAX]}
        mots |= {"cause": getattr(objet, "cause", ""), "indicateur": str(objet.indicateur_id or "")}
        return {"url": reverse("communaute:semblables") + adresses.avec(mots), "close": False}

    return bloc


def apprise(personne: Personne, genre: str, pk: int) -> dict[str, Any]:
    """The practice made of it, as far as the person reads it; otherwise the way to make one."""
    faite = pratiques_lisibles(personne).filter(pk__in=tiree_de(genre, pk).values("pk")).first()
    return {"pratique": faite, "url_tirer": "" if faite else _a_tirer(personne, genre, pk)}


def travail_annonce(*, personne: Personne) -> dict[str, Any]:
    return {"url": reverse("communaute:travail")} if droits(personne).est_membre else {}


def pres_annonce(*, personne: Personne) -> dict[str, Any]:
    return {"url": reverse("communaute:travail_pres")} if droits(personne).peut("valider") else {}


def travail(personne: Personne) -> dict[str, Any]:
    """What is awaited: drafts to finish, stamps that lapsed, what a practice gave, what one has just learned."""
    jour = timezone.localdate()
    miennes = pratiques_lisibles(personne).filter(auteur=personne)
    muettes = Adoption.objects.filter(
        par=personne, depuis__lte=jour - timedelta(days=RECUL), constat="", cessee_le__isnull=True,
        pratique__etat=EtatPratique.PUBLIEE,
    ).select_related("pratique")  # fmt: skip
    return {
        "brouillons": [_bref(p) for p in miennes.filter(etat=EtatPratique.BROUILLON).order_by("-pk")[:AFFICHEES]],
        "perimees": [_bref(p) for p in miennes.publiees().perimees(jour).order_by("verifiee_jusqu")[:AFFICHEES]],
        "a_dire": [
            {"titre": a.pratique.titre, "depuis": date_longue(a.depuis),
             "url": reverse("communaute:adoption_constater", args=[a.pk])}
            for a in muettes.order_by("depuis", "pk")[:AFFICHEES]
        ],
        "apprises": _apprises(personne),
    }  # fmt: skip


def _bref(p: Pratique) -> dict[str, str]:
    return {"titre": p.titre, "url": reverse("communaute:pratique", args=[p.pk])}


def _apprises(personne: Personne) -> list[dict[str, str]]:
    """What ended lately and became no practice yet."""
    vues = {f"{s.genre}:{pk}": (s.genre, pk, titre) for s in registries.sources() for pk, titre in s.recentes(personne)}
    faites = set(
        Pratique.objects.filter(origine__in=vues).exclude(etat=EtatPratique.RETIREE).values_list("origine", flat=True)
    )
    restent = [vue for cle, vue in vues.items() if cle not in faites]
    return [{"titre": titre, "url": url_tirer(genre, pk)} for genre, pk, titre in restent[:A_VERIFIER]]


def pres(personne: Personne) -> dict[str, Any]:
    """Practices of elsewhere that wait for a pair of eyes: never verified, or no longer."""
    jour = timezone.localdate()
    attendent = (
        pratiques_lisibles(personne).publiees().filter(Q(verifiee_jusqu__isnull=True) | Q(verifiee_jusqu__lt=jour))
    )
    appliquees = Exists(Adoption.objects.filter(pratique=OuterRef("pk"), cessee_le__isnull=True))
    trouvees = attendent.exclude(auteur=personne).select_related("organisation").annotate(appliquee=appliquees)
    miennes = [p for p in trouvees.order_by("-appliquee", "publiee_le", "pk")[:50] if peut_verifier(personne, p)]
    return {"lignes": [_bref(p) | {"organisation": p.organisation.sigle} for p in miennes[:A_VERIFIER]]}
