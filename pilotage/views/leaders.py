"""Convinced leaders: who they are, becoming one, withdrawing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosysteme.views.edition import traiter

from ..forms.accompagnement import FormulaireLeader
from ..permissions_accompagnement import exiger_interne, leader_de
from ..selectors import leaders as lire
from ..selectors.demande import fil
from ..services import leaders as services
from .accompagnement import EXPORTS


@login_required
@require_safe
def leaders(request: HttpRequest) -> HttpResponseBase:
    exiger_interne(request.user)
    if request.GET.get("format") in EXPORTS:
        return EXPORTS[request.GET["format"]]("leaders", lire.ENTETES, lire.export())
    return render(
        request, "pilotage/accompagnement/leaders.html", lire.page(request.user, request.GET.get("genre", ""))
    )


@login_required
@require_http_methods(["GET", "POST"])
def devenir(request: HttpRequest) -> HttpResponse:
    exiger_interne(request.user)
    moi = leader_de(request.user)
    initial = (
        {"organisation": moi.organisation_id, "genres": moi.genres, "presentation": moi.presentation} if moi else {}
    )
    titre = "Modifier mon offre d'aide" if moi else "Devenir leader convaincu"
    return traiter(
        request,
        FormulaireLeader(request.POST or None, par=request.user, initial=initial),
        lambda f: services.devenir_leader(par=request.user, **f.cleaned_data),
        gabarit="pilotage/accompagnement/acte.html",
        contexte={
            "fil": fil(titre),
            "titre": titre,
            "sous_titre": "Offrez ce que vous savez faire à une autre organisation ; retirez-vous quand vous voulez.",
            "bouton": "Offrir mon aide",
            "retour": reverse("pilotage:leaders"),
        },
        suite=lambda _: reverse("pilotage:leaders"),
        succes="Merci. Vous serez averti des demandes qui cherchent cette aide.",
    )


@login_required
@require_POST
def quitter(request: HttpRequest) -> HttpResponse:
    exiger_interne(request.user)
    services.ne_plus_etre_leader(par=request.user)
    messages.success(request, "Vous n'êtes plus inscrit parmi les leaders.")
    return redirect("pilotage:leaders")
