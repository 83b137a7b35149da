"""Proposed corrections: the list, one proposal and its decision."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.format import unite_courte
from ecosysteme.services.mesures import ConflitVersion

from ..forms.corrections import FormulaireCorrection, FormulaireRefus
from ..models import CorrectionProposee
from ..permissions_corrections import (
    correction_decidable_ou_404,
    correction_lisible_ou_404,
    correction_mienne_ou_404,
    indicateur_corrigeable_ou_404,
)
from ..permissions_meteo import exiger_interne
from ..selectors import corrections as lire
from ..services import corrections as services

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}


@login_required
@require_GET
def corrections(request: HttpRequest) -> HttpResponseBase:
    exiger_interne(request.user)
    demande = lire.DemandeCorrections.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        return EXPORTS[request.GET["format"]]("corrections", lire.ENTETES, lire.export(request.user, demande))
    return render(request, "pilotage/corrections/liste.html", lire.liste(request.user, demande))


@login_required
@require_http_methods(["GET", "POST"])
def proposer(request: HttpRequest, pk: int) -> HttpResponse:
    indicateur = indicateur_corrigeable_ou_404(request.user, pk)
    form = FormulaireCorrection(
        request.POST or None, periodes=lire.periodes(indicateur), unite=unite_courte(indicateur.unite)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.proposer(par=request.user, indicateur=indicateur, **form.champs())
        except ValidationError as refus:
            form.refuser(refus)
        else:
            messages.success(request, "La correction est proposée. Qui tient l'indicateur est averti.")
            return redirect("pilotage:indicateur", pk)
    statut = 422 if request.method == "POST" else 200
    return render(
        request, "pilotage/corrections/proposer.html", {"form": form, "indicateur": indicateur}, status=statut
    )


def _page(request: HttpRequest, c: CorrectionProposee, statut: int = 200, **plus: Any) -> HttpResponse:
    actuelle = services.officielle(c.indicateur, c.fin, c.territoire)
    contexte = lire.detail(request.user, c, actuelle) | {"form": FormulaireRefus()} | plus
    return render(request, "pilotage/corrections/correction.html", contexte, status=statut)


@login_required
@require_GET
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, correction_lisible_ou_404(request.user, pk))


@login_required
@require_POST
def accepter(request: HttpRequest, pk: int) -> HttpResponse:
    """Refused when the official value is not the one that was read; sending again, having seen it, accepts."""
    c, version = correction_decidable_ou_404(request.user, pk), request.POST.get("version", "")
    lue = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
    try:
        services.accepter(par=request.user, correction=c, version_lue=lue)
    except ConflitVersion as conflit:
        actuelle = conflit.actuelle
        return _page(request, c, 409, version=actuelle.version if actuelle else 0, conflit=True)
    except services.DejaDecidee as deja:
        messages.info(request, str(deja))
        return _page(request, correction_lisible_ou_404(request.user, pk), 409)
    messages.success(request, "La correction est acceptée : sa valeur est maintenant le résultat officiel.")
    return redirect("pilotage:indicateur", c.indicateur_id)


@login_required
@require_POST
def refuser(request: HttpRequest, pk: int) -> HttpResponse:
    c, form = correction_decidable_ou_404(request.user, pk), FormulaireRefus(request.POST)
    if not form.is_valid():
        return _page(request, c, 422, form=form)
    try:
        services.refuser(par=request.user, correction=c, raison=form.cleaned_data["raison"])
    except services.DejaDecidee as deja:
        messages.info(request, str(deja))
        return _page(request, correction_lisible_ou_404(request.user, pk), 409, form=form)
    messages.success(request, "La correction est refusée, avec sa raison. La personne qui l'a proposée est avertie.")
    return redirect("pilotage:correction", pk)


@login_required
@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    c = correction_mienne_ou_404(request.user, pk)
    try:
        services.retirer(par=request.user, correction=c)
        messages.success(request, "La correction est retirée.")
    except services.DejaDecidee as deja:
        messages.info(request, str(deja))
    return redirect("pilotage:correction", pk)
