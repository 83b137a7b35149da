"""Blocks of other pages about proposals, that those pages fetch once they are there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ecosysteme.permissions import exiger_membre, indicateur_lisible_ou_404, organisation_lisible_ou_404

from ..selectors import propositions_blocs as lire

GABARIT = "forum/propositions/_attendues.html"


@login_required
@require_safe
def travail(request: HttpRequest) -> HttpResponse:
    """The block of « Mon travail »; a page that is not asked for by htmx leads to the table."""
    exiger_membre(request.user)
    if not request.htmx:
        return redirect(f"{reverse('forum:propositions')}?voir=moi")
    return render(request, "forum/propositions/_travail.html", lire.travail(request.user))


@login_required
@require_safe
def indicateur(request: HttpRequest, pk: int) -> HttpResponse:
    exiger_membre(request.user)
    objet = indicateur_lisible_ou_404(request.user, pk)
    if not request.htmx:
        return redirect(reverse("forum:propositions"))
    return render(request, GABARIT, lire.de_l_indicateur(request.user, objet.pk))


@login_required
@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    exiger_membre(request.user)
    objet = organisation_lisible_ou_404(request.user, pk)
    if not request.htmx:
        return redirect(f"{reverse('forum:propositions')}?organisation={objet.pk}")
    return render(request, GABARIT, lire.de_l_organisation(request.user, objet))
