"""Support: the board of requests, a request and what is done with it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.views.edition import traiter
from ecosysteme.views.pages import avec_pagination, page_ou_fragment, rubriques_fiche

from .. import permissions_accompagnement as acces
from ..forms.accompagnement import FiltresDemandes, FormulaireDemande, FormulaireIssue
from ..models import DemandeAccompagnement
from ..selectors import accompagnement as lire
from ..selectors import demande as fiche
from ..services import accompagnement as services

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}
FORMULAIRE = require_http_methods(["GET", "POST"])


def _url(demande: DemandeAccompagnement) -> str:
    return reverse("pilotage:demande", args=[demande.pk])


@login_required
@require_safe
def tableau(request: HttpRequest) -> HttpResponseBase:
    """One view for the page, its fragment and its exports."""
    acces.exiger_interne(request.user)
    demande = lire.Demande.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        nom, lignes = lire.export(request.user, demande)
        return EXPORTS[request.GET["format"]](nom, lire.ENTETES, lignes)
    contexte = lire.page(request.user, demande, request.GET.get("page", "1"))
    contexte |= {
        "filtres": FiltresDemandes(demande.parametres),
        "pagination": avec_pagination(request, contexte["page"]),
    }
    return page_ou_fragment(
        request,
        "pilotage/accompagnement/tableau.html",
        "pilotage/accompagnement/_tableau.html",
        contexte,
        demande.adresse(),
    )


@login_required
@FORMULAIRE
def demander(request: HttpRequest) -> HttpResponse:
    acces.exiger_demander(request.user)
    indicateur, initiative = fiche.sur_quoi(request.user, request.GET)
    form = FormulaireDemande(request.POST or None, par=request.user, indicateur=indicateur, initiative=initiative)
    return traiter(
        request,
        form,
        lambda f: services.demander(par=request.user, indicateur=indicateur, initiative=initiative, **f.cleaned_data),
        gabarit="pilotage/accompagnement/demander.html",
        contexte={
            "fil": fiche.fil("Demander de l'aide"),
            "titre": "Demander de l'aide",
            "sous_titre": f"Sur {indicateur or initiative}." if indicateur or initiative else "",
            "bouton": "Demander de l'aide",
            "retour": reverse("pilotage:accompagnement"),
        },
        suite=_url,
        succes="Votre demande est partie : les leaders qui offrent cette aide sont avertis.",
    )


@login_required
@require_safe
def demande(request: HttpRequest, pk: int) -> HttpResponse:
    lue = acces.demande_lisible_ou_404(request.user, pk)
    gabarits = ("pilotage/accompagnement/demande.html", "pilotage/accompagnement/_demande.html")
    return page_ou_fragment(request, *gabarits, _fiche(request, lue))


def _fiche(request: HttpRequest, demande: DemandeAccompagnement, texte: str = "") -> dict[str, Any]:
    return fiche.page(request.user, demande, texte) | rubriques_fiche(request, "demande", demande)


def _faire(request: HttpRequest, geste: object, succes: str, pk: int, **champs: object) -> HttpResponse:
    """One act without a page of its own; its refusal is told on the sheet."""
    try:
        geste(par=request.user, **champs)  # type: ignore[operator]
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, succes)
    return redirect("pilotage:demande", pk)


@login_required
@require_POST
def prendre(request: HttpRequest, pk: int) -> HttpResponse:
    lue = acces.demande_a_prendre_ou_404(request.user, pk)
    return _faire(request, services.prendre, "Vous avez pris la demande en charge.", pk, demande=lue)


@login_required
@require_POST
def rendre(request: HttpRequest, pk: int) -> HttpResponse:
    lue = acces.demande_en_charge_ou_404(request.user, pk)
    return _faire(request, services.rendre, "La demande attend de nouveau quelqu'un.", pk, demande=lue)


@login_required
@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    lue = acces.demande_a_soi_ou_404(request.user, pk)
    return _faire(request, services.retirer, "Votre demande est retirée.", pk, demande=lue)


@login_required
@require_POST
def noter(request: HttpRequest, pk: int) -> HttpResponse:
    lue, note = acces.demande_a_soi_ou_404(request.user, pk), request.POST.get("satisfaction", "")
    valeur = int(note) if note in ("1", "2", "3", "4", "5") else 0
    return _faire(request, services.noter, "Merci de votre réponse.", pk, demande=lue, satisfaction=valeur)


@login_required
@require_POST
def echanger(request: HttpRequest, pk: int) -> HttpResponse:
    """A message; one that is refused stays in its field."""
    lue, texte = acces.demande_echangeable_ou_404(request.user, pk), request.POST.get("texte", "")
    try:
        services.echanger(par=request.user, demande=lue, texte=texte)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
        return render(request, "pilotage/accompagnement/demande.html", _fiche(request, lue, texte), status=422)
    return redirect(f"{_url(lue)}#echanges")


@login_required
@FORMULAIRE
def repondre(request: HttpRequest, pk: int) -> HttpResponse:
    lue = acces.demande_en_charge_ou_404(request.user, pk)
    return traiter(
        request,
        FormulaireIssue(request.POST or None, initial={"issue": lue.issue}, version=lue.version),
        lambda f: services.repondre(par=request.user, demande=lue, version_lue=f.version_lue, **f.champs()),
        gabarit="pilotage/accompagnement/acte.html",
        contexte={
            "fil": [*fiche.fil(lue.sujet, pk), {"libelle": "Ce qui en est sorti", "url": ""}],
            "titre": "Dire ce qui en est sorti",
            "sous_titre": lue.sujet,
            "bouton": "Clore la demande avec cette réponse",
            "retour": _url(lue),
        },
        suite=_url,
        succes="La demande a sa réponse. Ce que vous avez appris peut servir ailleurs : tirez-en une pratique.",
    )
