"""Quality of plans, second reading of all of them, simulation."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.views.pages import avec_pagination

from ..enums import Niveau
from ..forms.notation import FiltresListe, FormulaireQualite
from ..permissions_notation import exiger_interne, exiger_juger, plan_a_qualifier_ou_404
from ..selectors import qualite as lire_qualite
from ..selectors import qualite_liste, relecture_plans, simulation_page
from ..services.qualite import juger_qualite
from ._edition import traiter

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}


@login_required
@require_safe
def qualite(request: HttpRequest) -> HttpResponseBase:
    """Plans to assess."""
    exiger_interne(request.user)
    demande = qualite_liste.Demande.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        return EXPORTS[request.GET["format"]](*qualite_liste.export(request.user, demande))
    contexte, annees, page = qualite_liste.page(request.user, demande, request.GET.get("page"))
    donnees = {"exercice": str(annees.voulu), **{cle: getattr(demande, cle) for cle in ("organisation", "q", "voir")}}
    caches = ["voir"] if demande.voir else []
    filtres = FiltresListe(donnees, exercices=annees.choix(), organisations=contexte["organisations"], caches=caches)
    contexte |= {"filtres": filtres, "pagination": avec_pagination(request, page)}
    return render(request, "pilotage/notation/qualite.html", contexte)


@login_required
@require_http_methods(["GET", "POST"])
def qualite_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid of a plan in a fiscal year."""
    plan = plan_a_qualifier_ou_404(request.user, pk)
    if request.method == "POST":
        exiger_juger(request.user, plan)
    contexte, annees = lire_qualite.ouvrir(plan, request.user, request.GET.get("exercice"))
    form = FormulaireQualite(request.POST or None, grille=contexte["grille"])
    return traiter(
        request,
        form,
        lambda f: juger_qualite(
            par=request.user, plan=plan, exercice=annees.voulu, version_lue=f.version_lue, **f.champs()
        ),
        gabarit="pilotage/notation/qualite_plan.html",
        contexte=contexte | {"choix": annees.choix()},
        suite=lambda _: f"{reverse('pilotage:qualite_plan', args=[pk])}?exercice={annees.voulu}",
        succes="La grille est enregistrée.",
    )


@login_required
@require_safe
def relecture(request: HttpRequest) -> HttpResponseBase:
    """What a careful reader would mend in all the plans."""
    exiger_interne(request.user)
    demande = relecture_plans.Demande.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        lignes = relecture_plans.export(demande)
        return EXPORTS[request.GET["format"]]("relecture-des-plans", relecture_plans.ENTETES, lignes)
    contexte, page = relecture_plans.page(request.user, demande, request.GET.get("page"))
    donnees = {cle: getattr(demande, cle) for cle in ("organisation", "q", "regle", "par")}
    caches = [cle for cle in ("regle", "par") if donnees[cle]]
    filtres = FiltresListe(donnees, organisations=contexte["organisations"], caches=caches)
    contexte |= {"filtres": filtres, "pagination": avec_pagination(request, page)}
    return render(request, "pilotage/notation/relecture.html", contexte)


@login_required
@require_safe
def simulation(request: HttpRequest, niveau: str, pk: int) -> HttpResponseBase:
    """« Et si »: reads, and never writes. An address with empty fields is made canonical, so that it can be shared."""
    niveaux = {n.name.lower(): n for n in Niveau}
    if niveau not in niveaux:
        raise Http404
    vue = simulation_page.ouvrir(request.user, niveaux[niveau], pk, request.GET)
    if request.GET.get("format") == "csv":
        return reponse_csv(*simulation_page.export(vue))
    if "" in request.GET.values():
        return redirect(f"{request.path}{vue.adresse()}")
    choix = {"choix_exercices": vue.annees.choix()}
    return render(request, "pilotage/notation/simulation.html", simulation_page.contexte(vue) | choix)
