"""The home of the forum and its spaces: where people write, what is new there for a person."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from ecosysteme.format import compte, il_y_a, nombre
from ecosysteme.models import Personne

from ..enums import Portee
from ..models import Espace, Lecture, Sujet
from ..permissions import anime_forum, espaces_lisibles, raison_de_ne_pas_ecrire, sujets_lisibles

RECENTS, PAR_PAGE = 12, 40


def accueil(personne: Personne) -> dict[str, Any]:
    """Spaces with what is new in each, the latest topics, the questions nobody answered: three queries."""
    lu = Lecture.objects.filter(personne=personne, sujet=OuterRef("sujets__pk")).values("numero")[:1]
    neuf = Q(sujets__dernier_numero__gt=Coalesce(Subquery(lu), Value(0)))
    espaces = espaces_lisibles(personne).select_related("instance").annotate(
        nb_sujets=Count("sujets", distinct=True), nb_neufs=Count("sujets", filter=neuf, distinct=True),
    )  # fmt: skip
    recents = _avec_lecture(sujets_lisibles(personne), personne).order_by("-dernier_le", "-pk")[:RECENTS]
    attendent = _avec_lecture(sujets_lisibles(personne).filter(question=True, ferme=False), personne).exclude(
        messages__reponse=True, messages__retire_le__isnull=True
    )  # fmt: skip
    return {
        "espaces": [_espace(e) for e in espaces],
        "recents": [ligne(s) for s in recents],
        "attendent": [ligne(s) for s in attendent.order_by("-cree_le", "-pk")[:RECENTS]],
    }


def _espace(e: Espace) -> dict[str, Any]:
    return {
        "nom": e.nom,
        "url": reverse("forum:espace", args=[e.pk]),
        "description": e.description,
        "qui": str(e.instance) if e.portee == Portee.MEMBRES else Portee(e.portee).label,
        "sujets": compte(e.nb_sujets, "sujet", "sujets"),
        "neufs": f"{nombre(e.nb_neufs)} à lire" if e.nb_neufs else "",
        "clos": e.clos,
    }


def _avec_lecture(sujets: Any, personne: Personne) -> Any:
    lu = Lecture.objects.filter(personne=personne, sujet=OuterRef("pk")).values("numero")[:1]
    return sujets.select_related("espace", "auteur").annotate(lu=Coalesce(Subquery(lu), Value(0)))


def ligne(s: Sujet) -> dict[str, Any]:
    neufs = max(0, s.dernier_numero - s.lu)
    return {
        "titre": s.titre,
        "url": reverse("forum:sujet", args=[s.pk]) + (f"?apres={s.lu}" if s.lu and neufs else ""),
        "espace": s.espace.nom,
        "auteur": str(s.auteur),
        "messages": compte(s.nb_messages, "message", "messages"),
        "quand": il_y_a(s.dernier_le),
        "neufs": f"{nombre(neufs)} à lire" if neufs else "",
        "epingle": s.epingle,
        "ferme": s.ferme,
        "question": s.question,
    }


def page(personne: Personne, espace: Espace, numero: str) -> tuple[dict[str, Any], Page]:
    """A space: its topics, pinned first; why one does not write there, when one does not."""
    lus = _avec_lecture(Sujet.objects.filter(espace=espace), personne).order_by("-epingle", "-dernier_le", "-pk")
    feuille = Paginator(lus, PAR_PAGE).get_page(numero)
    raison = raison_de_ne_pas_ecrire(personne, espace)
    return {
        "espace": espace,
        "qui": str(espace.instance) if espace.portee == Portee.MEMBRES else Portee(espace.portee).label,
        "lignes": [ligne(s) for s in feuille],
        "raison": raison,
        "url_ouvrir": "" if raison else reverse("forum:sujet_ajouter", args=[espace.pk]),
        "anime": anime_forum(personne),
    }, feuille


def neufs(*, personne: Personne) -> dict[str, Any]:
    """« Mon travail »: topics one wrote in or follows where something is new; one query."""
    lues = Lecture.objects.filter(personne=personne, numero__lt=F("sujet__dernier_numero")).select_related("sujet")
    lignes = [
        {"titre": v.sujet.titre, "url": reverse("forum:sujet", args=[v.sujet_id]) + f"?apres={v.numero}",
         "neufs": compte(v.sujet.dernier_numero - v.numero, "nouveau message", "nouveaux messages")}
        for v in lues.filter(sujet__in=sujets_lisibles(personne)).order_by("-sujet__dernier_le")[:6]
    ]  # fmt: skip
    return {"lignes": lignes} if lignes else {}
