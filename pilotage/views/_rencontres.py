"""How an act of a meeting answers: a hint to refresh for htmx, a page for the others, the refusal in its own words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ..models import Rencontre
from ..services.rencontres import ActeRefuse


def entier(texte: Any, defaut: int = 0) -> int:
    """A small whole number of a form, or nothing."""
    brut = str(texte or "")
    return int(brut) if brut.isascii() and brut.isdigit() and len(brut) < 10 else defaut


def agir(request: HttpRequest, rencontre: Rencontre, acte: Callable[[], Any], succes: str = "") -> HttpResponse:
    """Do it, then refresh (204 and an event for htmx) or come back to the page; 409 when the meeting moved on."""
    try:
        acte()
    except (ActeRefuse, ValidationError) as refus:
        texte = " ".join(refus.messages) if isinstance(refus, ValidationError) else str(refus)
        if request.htmx:
            return render(request, "pilotage/rencontres/_refus.html", {"texte": texte}, status=409)
        messages.error(request, texte)
        return redirect("pilotage:rencontre", rencontre.pk)
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Trigger": "rencontre:rafraichir"})
    if succes:
        messages.success(request, succes)
    return redirect(reverse("pilotage:rencontre", args=[rencontre.pk]))
