"""« Mon travail »: what is expected of me, what changed, what is near me, gathered from the registry."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from .. import live, registries
from ..permissions import droits
from ..selectors import accueil as lire
from .pages import page_ou_fragment


@login_required
@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    acces = droits(request.user)
    if not acces.est_membre:
        return redirect("compte_sans_role")
    contexte = {"revision": live.revision()} | lire.cadre(request.user) | _rubriques(request)
    return page_ou_fragment(request, "ecosysteme/accueil.html", "ecosysteme/_accueil.html", contexte)


def _rubriques(request: HttpRequest) -> dict[str, Any]:
    """The blocks of each question, rendered, and what they listen to."""
    rendus: dict[str, list[str]] = {question.value: [] for question in registries.Question}
    sujets: list[str] = []
    for rubrique in registries.rubriques_accueil():
        if contexte := rubrique.contexte(personne=request.user):
            sujets += contexte.get("sujets", [])
            rendus[rubrique.question].append(render_to_string(rubrique.gabarit, contexte, request))
    return {"rubriques": rendus, "sujets": ",".join(dict.fromkeys(sujets))}
