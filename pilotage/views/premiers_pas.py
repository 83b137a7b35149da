"""Skipping first steps, and writing down those that are done."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ecosysteme.permissions import exiger_membre

from ..selectors.premiers_pas import bloc
from ..services import premiers_pas as services


@login_required
@require_POST
def premier_pas(request: HttpRequest) -> HttpResponse:
    exiger_membre(request.user)
    if "tout" in request.POST:
        services.tout_passer(par=request.user)
    elif "passer" in request.POST:
        services.passer(par=request.user, cles=[request.POST["passer"]])
    else:
        services.constater(par=request.user)
    if request.htmx:
        return render(request, "pilotage/travail/premiers_pas.html", bloc(personne=request.user))
    return redirect("accueil")
