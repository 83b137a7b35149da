"""Personal API tokens: list, create (shown once), revoke."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..forms.jetons import FormulaireJeton
from ..models import JetonApi
from ..permissions import exiger_membre
from ..selectors import comptes
from ..services import jetons as services


@login_required
def jetons(request: HttpRequest) -> HttpResponse:
    exiger_membre(request.user)
    return render(request, "ecosysteme/jetons/liste.html", {"lignes": comptes.jetons(request.user)})


@login_required
@reauthentication_required
@never_cache
def creer_jeton(request: HttpRequest) -> HttpResponse:
    """The secret is in this answer only: not in a session, not in a redirect."""
    exiger_membre(request.user)
    formulaire = FormulaireJeton(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            jeton, secret = services.creer_jeton(par=request.user, **formulaire.cleaned_data)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            contexte = {"jeton": jeton, "secret": secret, "expire": comptes.jour(jeton.expire_le)}
            return render(request, "ecosysteme/jetons/cree.html", contexte)
    statut = 422 if formulaire.errors else 200
    return render(request, "ecosysteme/jetons/creer.html", {"formulaire": formulaire}, status=statut)


@login_required
@require_POST
def revoquer_jeton(request: HttpRequest, pk: int) -> HttpResponse:
    jeton = get_object_or_404(JetonApi, pk=pk, personne=request.user)
    services.revoquer_jeton(par=request.user, jeton=jeton)
    messages.success(request, f"Le jeton « {jeton.nom} » est révoqué.")
    return redirect("jetons")
