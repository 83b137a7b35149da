"""Indicator: the sheet, its history, its exports. A page and its fragment share one view and one context."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.views.pages import rubriques_fiche

from ..forms.fiches_filtre import FiltrePeriode
from ..selectors import fiche, fiche_historique, resultats


def _ouvrir(request: HttpRequest, pk: int) -> fiche.Vue:
    return fiche.ouvrir(request.user, pk, request.GET.get("exercice"), request.GET.get("territoire", ""))


@login_required
@require_GET
def indicateur(request: HttpRequest, pk: int) -> HttpResponse:
    vue = _ouvrir(request, pk)
    contexte = fiche.contexte(vue, tout="tout" in request.GET) | {
        "filtre": FiltrePeriode(
            exercices=vue.exercices.choix(),
            voulu=vue.exercice,
            territoires=vue.indicateur.territoires,
            territoire=vue.serie.territoire,
        ),
        "requete": request.GET.urlencode(),
    }
    if not request.htmx:
        contexte |= rubriques_fiche(request, "indicateur", vue.indicateur, vue.exercice)
    gabarit = "_indicateur.html" if request.htmx else "indicateur.html"
    return render(request, f"pilotage/fiches/{gabarit}", contexte)


@login_required
@require_GET
def historique(request: HttpRequest, pk: int) -> HttpResponse:
    contexte = fiche_historique.page(request.user, pk, request.GET.get("page", ""))
    return render(request, "pilotage/fiches/historique.html", contexte)


@login_required
@require_GET
def exporter(request: HttpRequest, pk: int, genre: str) -> HttpResponseBase:
    if genre not in ("csv", "xlsx"):
        raise Http404
    vue = _ouvrir(request, pk)
    repondre = reponse_csv if genre == "csv" else reponse_xlsx
    nom = f"indicateur-{vue.indicateur.code}-{vue.serie.territoire}".rstrip("-")
    return repondre(nom, resultats.ENTETES, resultats.lignes_export(vue.serie, vue.bilans))
