"""Practices: the table, the sheet, the writing of one, its publication."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ecosysteme import registries
from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.permissions import exiger_membre
from ecosysteme.selectors.indicateurs_nommes import proposes
from ecosysteme.views.edition import traiter
from ecosysteme.views.pages import avec_pagination, page_ou_fragment

from .. import forms as formulaires
from .. import permissions as acces
from ..models import Pratique
from ..selectors import pratique as fiche
from ..selectors import pratiques as lire
from ..services import pratiques as services

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}
FORMULAIRE = require_http_methods(["GET", "POST"])
ACTE = "communaute/acte.html"


def url(pratique: Pratique) -> str:
    return reverse("communaute:pratique", args=[pratique.pk])


@login_required
@require_safe
def pratiques(request: HttpRequest) -> HttpResponseBase:
    """The table, its fragment and its exports."""
    exiger_membre(request.user)
    demande = lire.Demande.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        return EXPORTS[request.GET["format"]]("pratiques", lire.ENTETES, lire.export(request.user, demande))
    contexte, feuille = lire.page(request.user, demande, request.GET.get("page", "1"))
    contexte |= avec_pagination(request, feuille)
    contexte["filtres"] = formulaires.FiltresPratiques(
        demande.parametres, organisations=lire.choix_organisations(request.user), tris=lire.TRIS
    )
    gabarits = ("communaute/pratiques.html", "communaute/_pratiques.html")
    return page_ou_fragment(request, *gabarits, contexte, demande.adresse())


@login_required
@require_safe
def pratique(request: HttpRequest, pk: int) -> HttpResponse:
    contexte = fiche.page(request.user, acces.pratique_lisible_ou_404(request.user, pk))
    return page_ou_fragment(request, "communaute/pratique.html", "communaute/_pratique.html", contexte)


def _lecon(request: HttpRequest) -> tuple[str, registries.Lecon | None]:
    """What the address says it was learned from (`?origine=demande:12`); 404 when one may not make a practice of it."""
    origine = request.GET.get("origine", "")
    genre, _, pk = origine.partition(":")
    source = registries.source(genre)
    if not origine:
        return "", None
    if source is None or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        raise Http404
    if (lecon := source.tirer(request.user, int(pk))) is None:
        raise Http404
    return f"{genre}:{int(pk)}", lecon


@login_required
@FORMULAIRE
def ajouter(request: HttpRequest) -> HttpResponse:
    exiger_membre(request.user)
    origine, lecon = _lecon(request)
    depart, plus = fiche.depart(lecon), {"origine": origine, "initiative": lecon.initiative if lecon else None}
    form = formulaires.FormulaireAjout(
        request.POST or None, par=request.user, plus=lecon.organisation if lecon else None, initial=depart
    )
    if not form.fields["organisation"].queryset.exists():
        raise PermissionDenied(acces.PARTAGER)
    return traiter(
        request, form, lambda f: services.rediger(par=request.user, **plus, **f.champs()),
        gabarit=ACTE, contexte=_cadre(request, "Partager une pratique", fiche.fil(None, "Partager une pratique")),
        suite=url, succes="Le brouillon est gardé. Relisez-le, puis publiez-le.",
    )  # fmt: skip


def _cadre(request: HttpRequest, titre: str, fil: list[dict[str, str]], **plus: Any) -> dict[str, Any]:
    return {
        "titre": titre, "fil": fil, "bouton": "Garder le brouillon", "retour": reverse("communaute:pratiques"),
        "indicateurs": proposes(request.user), "sous_titre": "",
    } | plus  # fmt: skip


@login_required
@FORMULAIRE
def corriger(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft again, or a published practice: then with what changes."""
    p = acces.pratique_tenue_ou_404(request.user, pk)
    genre = formulaires.FormulaireRecriture if p.publiee_le else formulaires.FormulairePratique
    form = genre(request.POST or None, par=request.user, version=p.version, initial=genre.depart(p))
    bouton = "Publier la nouvelle rédaction" if p.publiee_le else "Garder le brouillon"
    return traiter(
        request, form,
        lambda f: services.recrire(par=request.user, pratique=p, version_lue=f.version_lue, **f.champs()),
        gabarit=ACTE, suite=url, succes="C'est récrit." if p.publiee_le else "Le brouillon est gardé.",
        contexte=_cadre(request, "Récrire la pratique", fiche.fil(p, "Récrire"), bouton=bouton, retour=url(p)),
    )  # fmt: skip


@login_required
@FORMULAIRE
def publier(request: HttpRequest, pk: int) -> HttpResponse:
    """Read it again beside what looks alike, then publish."""
    p = acces.pratique_tenue_ou_404(request.user, pk)
    form = formulaires.FormulaireVersionne(request.POST if request.method == "POST" else None, version=p.version)
    return traiter(
        request, form, lambda f: services.publier(par=request.user, pratique=p, version_lue=f.version_lue),
        gabarit="communaute/publier.html", contexte=fiche.relecture(request.user, p), suite=url,
        succes="La pratique est publiée.",
    )  # fmt: skip
