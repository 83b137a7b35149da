"""Plan, objective, calculation, method: pages that read."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.views.pages import rubriques_fiche

from ..enums import Niveau
from ..forms.fiches_filtre import FiltrePeriode
from ..selectors import calcul as lire_calcul
from ..selectors import methode as lire_methode
from ..selectors import objectif as lire_objectif
from ..selectors import plan as lire_plan
from ..selectors.exercices import Exercices


def _toutes(request: HttpRequest) -> bool:
    return request.GET.get("annees") == "toutes"


def _filtre(request: HttpRequest, annees: Exercices) -> dict:
    """The period selector, and the address the live fragment fetches again."""
    filtre = FiltrePeriode(exercices=annees.choix(), voulu=annees.voulu)
    return {"filtre": filtre, "requete": request.GET.urlencode(), "exercice": annees.voulu, "exercices": annees}


@login_required
@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    arbre, annees = lire_plan.ouvrir(request.user, pk, request.GET.get("exercice"), _toutes(request))
    contexte = lire_plan.contexte(request.user, arbre, _toutes(request)) | _filtre(request, annees)
    if not request.htmx:
        contexte |= rubriques_fiche(request, "plan", arbre.plan, annees.voulu)
    return render(request, f"pilotage/plans/{'_plan' if request.htmx else 'plan'}.html", contexte)


@login_required
@require_GET
def plan_exporter(request: HttpRequest, pk: int, genre: str) -> HttpResponseBase:
    if genre not in ("csv", "xlsx"):
        raise Http404
    arbre, annees = lire_plan.ouvrir(request.user, pk, request.GET.get("exercice"), True)
    repondre = reponse_csv if genre == "csv" else reponse_xlsx
    nom = lire_plan.nom_export(arbre.plan, annees.voulu)
    return repondre(nom, lire_plan.entetes_export(arbre), lire_plan.lignes_export(arbre))


@login_required
@require_GET
def objectif(request: HttpRequest, pk: int) -> HttpResponse:
    lu, arbre, annees = lire_objectif.ouvrir(request.user, pk, request.GET.get("exercice"), _toutes(request))
    contexte = lire_objectif.contexte(request.user, lu, arbre, _toutes(request)) | _filtre(request, annees)
    if not request.htmx:
        contexte |= rubriques_fiche(request, "objectif", lu, annees.voulu)
    return render(request, f"pilotage/plans/{'_objectif' if request.htmx else 'objectif'}.html", contexte)


@login_required
@require_GET
def calcul(request: HttpRequest, niveau: str, pk: int) -> HttpResponse:
    niveaux = {n.name.lower(): n for n in Niveau}
    if niveau not in niveaux:
        raise Http404
    exercice, methode = request.GET.get("exercice"), request.GET.get("methode", "")
    lu, annees = lire_calcul.lire(request.user, niveaux[niveau], pk, exercice, methode)
    contexte = lu | _filtre(request, annees)
    contexte["filtre"].proposer_methodes(lu["methodes"], lu["methode"])
    return render(request, f"pilotage/calculs/{'_calcul' if request.htmx else 'calcul'}.html", contexte)


@login_required
@require_GET
def methode(request: HttpRequest) -> HttpResponse:
    return render(request, "pilotage/methode.html", lire_methode.contexte(request.user))
