"""Detailed reports: mine, a new one, its progress, its pages and its PDF."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from ecosysteme.pdf import reponse_pdf
from ecosysteme.views.pages import inserer

from ..enums import EtatRapport
from ..forms.rapports import RapportForm
from ..models import Rapport
from ..permissions_rapports import exiger_interne, rapport_ou_404
from ..selectors import rapports as lire
from ..selectors.rapport_selection import Selection, choisir_organisations
from ..services import rapports as services
from ..services import rapports_depot as depot
from ..services.rapports import RapportImpossible


@login_required
@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    return render(request, "pilotage/rapports/liste.html", lire.liste(request.user))


@login_required
@require_http_methods(["GET", "POST"])
def nouveau(request: HttpRequest) -> HttpResponse:
    """The form, filled by the address of a dashboard; its selection is checked before anything is made."""
    exiger_interne(request.user)
    selection = Selection.lire(request.POST or request.GET)
    choix = lire.choix(request.user, selection.exercice)
    defaut = selection.a_garder() | {"organisation": selection.organisation or selection.portefeuille}
    form = RapportForm(request.POST or None, initial=defaut, **choix)
    if request.method == "POST" and form.is_valid():
        voulu = choisir_organisations(request.user, Selection.lire(form.cleaned_data))
        try:
            services.verifier(voulu)
            return redirect("pilotage:rapport", services.demander_rapport(par=request.user, choix=voulu).pk)
        except RapportImpossible as refus:
            form.add_error(None, str(refus))
    return render(request, "pilotage/rapports/nouveau.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_GET
def rapport(request: HttpRequest, pk: int) -> HttpResponse:
    lu = rapport_ou_404(request.user, pk)
    if lu.etat != EtatRapport.PRET:
        return render(request, "pilotage/rapports/cours.html", {"rapport": lu, "echec": lu.etat == EtatRapport.ECHEC})
    return _partie(request, lu, depot.COUVERTURE)


@login_required
@require_GET
def organisation(request: HttpRequest, pk: int, organisation: int) -> HttpResponse:
    return _partie(request, rapport_ou_404(request.user, pk), depot.section(organisation), organisation)


def _partie(request: HttpRequest, lu: Rapport, nom: str, courante: int | None = None) -> HttpResponse:
    """A part as it was written when the report was made."""
    corps, contexte = depot.lire(lu.chemin, nom), lire.detail(lu, courante)
    if corps is None or (courante is not None and not contexte["connue"]):
        raise Http404
    return inserer(render(request, "pilotage/rapports/rapport.html", contexte), {"partie": corps})


@login_required
@require_GET
@never_cache
def avancement(request: HttpRequest, pk: int) -> HttpResponse:
    lu = rapport_ou_404(request.user, pk)
    if lu.etat not in services.EN_COURS:
        return HttpResponseClientRedirect(reverse("pilotage:rapport", args=[pk]))
    return render(request, "pilotage/rapports/_avancement.html", {"rapport": lu})


@login_required
@require_GET
@never_cache
def en_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    lu = rapport_ou_404(request.user, pk)
    contenu = depot.lire(lu.chemin, depot.PDF) if lu.etat == EtatRapport.PRET else None
    if contenu is None:
        raise Http404
    return reponse_pdf(f"rapport {lu.titre}", contenu)


@login_required
@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    lu = rapport_ou_404(request.user, pk)
    services.retirer_rapport(par=request.user, rapport=lu)
    messages.success(request, f"Rapport retiré\u00a0: {lu.titre}.")
    return redirect("pilotage:rapports")
