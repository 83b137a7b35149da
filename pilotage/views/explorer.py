"""Exploring a chart: the page, and the figure it draws. Plotly is loaded here and nowhere else (docs/adr/0010)."""

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..selectors import explorer as lire
from ..selectors import fiche


def _ouvrir(request: HttpRequest, pk: int) -> fiche.Vue:
    return fiche.ouvrir(request.user, pk, request.GET.get("exercice"), request.GET.get("territoire", ""))


@login_required
@require_GET
@csp_update({"img-src": ["blob:"]})
def explorer(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture to download is painted from a blob: the page's policy allows these images, and only them."""
    contexte = lire.contexte(_ouvrir(request, pk), request.GET.urlencode())
    return render(request, "pilotage/fiches/explorer.html", contexte)


@login_required
@require_GET
def figure(request: HttpRequest, pk: int) -> JsonResponse:
    return JsonResponse(lire.figure_de(_ouvrir(request, pk)))
