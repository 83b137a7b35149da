"""« Suivre » and « Ne plus suivre »."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ..permissions import sujet_lisible_ou_404
from ..services import abonnements


@login_required
@require_POST
def suivre(request: HttpRequest) -> HttpResponse:
    """Follow or stop following; back to the page, or the button alone for htmx."""
    sujet = request.POST.get("sujet", "")
    objet = sujet_lisible_ou_404(request.user, sujet)
    suivi = request.POST.get("suivre") == "oui"
    (abonnements.suivre if suivi else abonnements.ne_plus_suivre)(par=request.user, sujet=sujet)
    if request.htmx:
        return render(request, "composants/suivre.html", {"sujet": sujet, "suivi": suivi})
    messages.success(request, f"Vous suivez {objet}." if suivi else f"Vous ne suivez plus {objet}.")
    suite = request.POST.get("suite", "")
    return redirect(suite if url_has_allowed_host_and_scheme(suite, {request.get_host()}) else "accueil")
