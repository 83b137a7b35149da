"""« Mon travail »: what each pillar expects of me, gathered from the registry."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from .. import registries
from ..permissions import exiger_membre


@login_required
def accueil(request: HttpRequest) -> HttpResponse:
    acces = exiger_membre(request.user)
    rubriques = [
        render_to_string(r.gabarit, r.contexte(personne=request.user), request) for r in registries.rubriques_accueil()
    ]
    return render(request, "ecosysteme/accueil.html", {"rubriques": rubriques, "adhesions": acces.adhesions})
