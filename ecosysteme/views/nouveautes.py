"""What is new in the portal, for whoever has an account."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..format import date_longue
from ..nouveautes import NOUVEAUTES
from ..permissions import droits


@login_required
@require_safe
def nouveautes(request: HttpRequest) -> HttpResponse:
    """By day, the latest first; a private partner is told what he may use."""
    lues = [n for n in NOUVEAUTES if not n.interne or droits(request.user).lit_interne]
    jours = [
        {
            "jour": date_longue(jour),
            "lignes": [{"titre": n.titre, "texte": n.texte, "url": reverse(n.url_name)} for n in groupe],
        }
        for jour, groupe in groupby(lues, key=lambda n: n.jour)
    ]
    return render(request, "ecosysteme/nouveautes.html", {"jours": jours})
