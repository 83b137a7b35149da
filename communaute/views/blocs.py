"""Blocks about practices that other pages fetch once they are there."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ecosysteme import adresses
from ecosysteme.permissions import droits, exiger, exiger_membre, sujet_lisible_ou_404

from ..selectors import blocs as lire
from ..selectors.semblables import semblables as chercher


def _bloc(request: HttpRequest, gabarit: str, contexte: dict[str, Any], sinon: dict[str, str]) -> HttpResponse:
    """The block; a page that is not asked for by htmx leads to the table."""
    if not request.htmx:
        return redirect(reverse("communaute:pratiques") + adresses.avec(sinon))
    return render(request, gabarit, contexte)


@login_required
@require_safe
def travail(request: HttpRequest) -> HttpResponse:
    exiger_membre(request.user)
    return _bloc(request, "communaute/_travail.html", lire.travail(request.user), {"voir": "miennes"})


@login_required
@require_safe
def travail_pres(request: HttpRequest) -> HttpResponse:
    exiger(request.user, "valider", raison="Les pratiques se vérifient par les gestionnaires et la coordination.")
    return _bloc(request, "communaute/_travail_pres.html", lire.pres(request.user), {"voir": "perimees"})


@login_required
@require_safe
def pratiques_de(request: HttpRequest, genre: str, pk: int) -> HttpResponse:
    """Of an indicator, an initiative, an organisation one may read."""
    exiger_membre(request.user)
    sujet_lisible_ou_404(request.user, f"{genre}:{pk}")
    sinon = {"organisation": str(pk)} if genre == "organisation" else {}
    return _bloc(request, "communaute/_de.html", lire.de(request.user, genre, pk), sinon)


@login_required
@require_safe
def apprise(request: HttpRequest, genre: str, pk: int) -> HttpResponse:
    """The practice made of a request or of a blocker; what one may not know of is empty."""
    if not exiger_membre(request.user).lit_interne:
        raise Http404
    return _bloc(request, "communaute/_apprise.html", lire.apprise(request.user, genre, pk), {})


@login_required
@require_safe
def semblables(request: HttpRequest) -> HttpResponse:
    """The practices that answer the words of the address, or of a form being written."""
    exiger_membre(request.user)
    lu = {cle: request.GET.get(cle, "") for cle in ("titre", "description", "cause", "indicateur")}
    lu["titre"] = lu["titre"] or request.GET.get("sujet", "")
    numero = lu["indicateur"]
    indicateur = int(numero) if numero.isascii() and numero.isdigit() and len(numero) < 19 else None
    if indicateur and not droits(request.user).lit_interne:
        indicateur = None
    trouvees = chercher(request.user, lu["titre"], lu["description"], cause=lu["cause"], indicateur=indicateur)
    contexte = {
        "semblables": trouvees,
        "url_toutes": reverse("communaute:pratiques") + adresses.avec({"q": lu["titre"][:200]}),
    }
    return _bloc(request, "communaute/_semblables.html", contexte, {"q": lu["titre"][:200]})
