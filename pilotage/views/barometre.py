"""The public barometer: the whole, an organisation, an indicator, and how to read them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..selectors import barometre as lire
from ..selectors import barometre_indicateur
from ._publiques import page


def _exercice(request: HttpRequest) -> str:
    """« 2025 » or nothing: four digits, so that the pages kept are few."""
    voulu = request.GET.get("exercice", "")
    return voulu if len(voulu) == 4 and voulu.isascii() and voulu.isdigit() else ""


@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    exercice = _exercice(request)
    return page(request, "barometre/accueil.html", f"accueil:{exercice}", lambda: lire.accueil(exercice))


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    exercice, cle = _exercice(request), f"organisation:{pk}:{_exercice(request)}"
    return page(request, "barometre/organisation.html", cle, lambda: lire.organisation(pk, exercice))


@require_safe
def indicateur(request: HttpRequest, pk: int) -> HttpResponse:
    return page(request, "barometre/indicateur.html", f"indicateur:{pk}", lambda: barometre_indicateur.contexte(pk))


@require_safe
def methode(request: HttpRequest) -> HttpResponse:
    return page(request, "barometre/methode.html", "methode", dict)
