"""Blockers: the board, the sheet of one, the raising of one. A page and its fragment share one view."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ecosysteme import live
from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.permissions import organisation_lisible_ou_404
from ecosysteme.views.pages import page_ou_fragment, rubriques_fiche

from ..forms.bloquants import FiltresBloquants, FormulaireSignaler
from ..permissions_bloquants import bloquant_lisible_ou_404, exiger_interne
from ..selectors import bloquant as fiche
from ..selectors import bloquants as lire
from ..selectors import bloquants_fiches, bloquants_signaler
from ..selectors.bloquants_filtre import ETATS, DemandeBloquants
from ..selectors.bloquants_semblables import semblables as chercher
from ..selectors.exercices import exercice_voulu
from ..services import bloquants as services

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}


@login_required
@require_safe
def tableau(request: HttpRequest) -> HttpResponse:
    """The board by tier, its fragment and its exports."""
    exiger_interne(request.user)
    demande = DemandeBloquants.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        return EXPORTS[request.GET["format"]]("bloquants", lire.ENTETES, lire.export(request.user, demande))
    contexte = {"revision": live.revision()} | lire.page(request.user, demande, request.GET.get("page", ""))
    contexte["signaler"] = bloquants_signaler.url(request.user)
    choix = {"organisations": lire.choix_organisations(), "etats": ETATS}
    contexte["filtres"] = FiltresBloquants(demande.parametres, **choix)
    return page_ou_fragment(
        request, "pilotage/bloquants/tableau.html", "pilotage/bloquants/_tableau.html", contexte, demande.adresse()
    )


@login_required
@require_safe
def bloquant(request: HttpRequest, pk: int) -> HttpResponse:
    revision = live.revision()
    contexte = fiche_du_bloquant(request, pk) | {"revision": revision}
    return page_ou_fragment(request, "pilotage/bloquants/bloquant.html", "pilotage/bloquants/_bloquant.html", contexte)


def fiche_du_bloquant(request: HttpRequest, pk: int) -> dict[str, Any]:
    b = bloquant_lisible_ou_404(request.user, pk, fiche.avec_suivi(request.user))
    contexte = fiche.page(request.user, b, exercice_voulu(request.GET.get("exercice"), request.user))
    return contexte | rubriques_fiche(request, "bloquant", b) | {"conflit": ""}


@login_required
@require_http_methods(["GET", "POST"])
def signaler(request: HttpRequest) -> HttpResponse:
    """Raise a blocker; « apercu » shows who already solved the like, without writing anything."""
    depart = bloquants_signaler.depart(request.user, request.GET)
    form, statut = FormulaireSignaler(request.POST or None, depart=depart), 200
    if request.method == "POST" and "apercu" not in request.POST:
        statut = 422
        if form.is_valid():
            try:
                ecrit = services.signaler_bloquant(par=request.user, **form.champs())
            except ValidationError as refus:
                form.refuser(refus)
            else:
                messages.success(request, "Le bloquant est signalé. Les gestionnaires de son palier sont avertis.")
                return redirect("pilotage:bloquant", ecrit.pk)
    contexte = bloquants_signaler.page(depart, request.POST) | {"form": form}
    return render(request, "pilotage/bloquants/signaler.html", contexte, status=statut)


@login_required
@require_safe
def semblables(request: HttpRequest) -> HttpResponse:
    """As one types: who already solved the like."""
    exiger_interne(request.user)
    mots = (request.GET.get("titre", ""), request.GET.get("description", ""))
    trouves = chercher(*mots, cause=request.GET.get("cause", ""))
    return render(
        request, "pilotage/bloquants/_semblables.html", {"semblables": trouves, "cherche": any(m.strip() for m in mots)}
    )


@login_required
@require_safe
def de_l_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """The open blockers of an organisation, for the block of its page."""
    exiger_interne(request.user)
    organisation = organisation_lisible_ou_404(request.user, pk)
    contexte = bloquants_fiches.liste_organisation(request.user, organisation)
    return render(request, "pilotage/bloquants/_liste.html", contexte)
