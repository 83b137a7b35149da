"""What the portal wrote to whom: on a developer's machine only. Elsewhere this page does not exist."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import Courriel
from ..selectors import courriels as lire
from .pages import avec_pagination


@require_safe
def courriels(request: HttpRequest) -> HttpResponse:
    if not settings.COURRIELS_VISIBLES:
        raise Http404
    page = lire.boite(request.GET.get("page", 1))
    contexte = {"lignes": page.object_list, **avec_pagination(request, page)}
    return render(request, "ecosysteme/courriels/boite.html", contexte)


@require_safe
def courriel(request: HttpRequest, pk: int) -> HttpResponse:
    if not settings.COURRIELS_VISIBLES:
        raise Http404
    lettre = get_object_or_404(Courriel.objects.select_related("personne"), pk=pk)
    return render(request, "ecosysteme/courriels/lettre.html", lire.lettre(lettre))
