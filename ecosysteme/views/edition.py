"""The one way a form is shown, sent, refused (422), in conflict (409), and followed by a redirect."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ..services.fiches import ConflitFiche


def traiter(
    request: HttpRequest,
    form: Any,
    ecrire: Callable[[Any], Any],
    *,
    gabarit: str,
    contexte: dict[str, Any],
    suite: Callable[[Any], str],
    succes: str,
) -> HttpResponse:
    """`ecrire` calls the service with the form; `suite` says where to go with what it returned."""
    statut = 200
    if request.method == "POST":
        statut = 422
        if form.is_valid():
            try:
                ecrit = ecrire(form)
            except ConflitFiche as conflit:
                form.montrer_conflit(conflit.actuelle)
                statut = 409
            except ValidationError as refus:
                form.refuser(refus)
            else:
                messages.success(request, succes)
                return redirect(suite(ecrit))
    return render(request, gabarit, contexte | {"form": form}, status=statut)
