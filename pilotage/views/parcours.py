"""The adoption path: the coordinator's table, and that of one organisation."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ecosysteme.permissions import exiger, organisation_lisible_ou_404
from ecosysteme.views.pages import page_ou_fragment

from ..forms.accompagnement import FiltreParcours
from ..permissions_accompagnement import exiger_interne
from ..selectors import parcours as lire
from .accompagnement import EXPORTS


@login_required
@require_safe
def parcours(request: HttpRequest) -> HttpResponseBase:
    exiger_interne(request.user)
    exiger(request.user, "coordonner", raison="Le parcours de toutes les organisations est suivi par la coordination.")
    demande = lire.Demande.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        nom, lignes = lire.export(demande)
        return EXPORTS[request.GET["format"]](nom, lire.entetes(), lignes)
    contexte = lire.page(demande) | {"filtres": FiltreParcours(demande.parametres)}
    page, fragment = "pilotage/accompagnement/parcours.html", "pilotage/accompagnement/_parcours.html"
    return page_ou_fragment(request, page, fragment, contexte, demande.adresse())


@login_required
@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, or the steps alone for the organisation's sheet."""
    exiger_interne(request.user)
    contexte = lire.organisation(request.user, organisation_lisible_ou_404(request.user, pk))
    page, fragment = "pilotage/accompagnement/parcours_un.html", "pilotage/accompagnement/_etapes.html"
    return page_ou_fragment(request, page, fragment, contexte)
