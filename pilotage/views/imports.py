"""The import wizard: choose, match columns, preview, publish, report and undo."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.permissions import exiger

from ..enums import EtatImport
from ..forms_imports import ColonnesForm, DepotForm
from ..importation import gabarit
from ..importation.profils import PROFILS
from ..importation.refus import FichierRefuse
from ..selectors import imports as lire
from ..selectors.imports_detail import detail as lire_detail
from ..selectors.imports_detail import ecritures, remarques_a_telecharger
from ..services import imports as services
from ..services.imports import EtapeImpossible

GABARITS = {
    EtatImport.PRET: "pilotage/imports/apercu.html",
    EtatImport.PUBLIE: "pilotage/imports/rapport.html",
    EtatImport.ANNULE: "pilotage/imports/rapport.html",
    EtatImport.ECHEC: "pilotage/imports/echec.html",
    EtatImport.ABANDONNE: "pilotage/imports/echec.html",
}


def _page(request: HttpRequest) -> int:
    texte = request.GET.get("page", "1")
    return min(max(int(texte), 1), 100_000) if texte.isascii() and texte.isdigit() and len(texte) < 7 else 1


@login_required
@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    return render(request, "pilotage/imports/liste.html", lire.liste(request.user, _page(request)))


@login_required
@require_http_methods(["GET", "POST"])
def nouveau(request: HttpRequest) -> HttpResponse:
    exiger(request.user, "importer", raison=lire.RAISON)
    form = DepotForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        fichier = form.cleaned_data["fichier"]
        try:
            depot = services.deposer(
                par=request.user, profil=form.cleaned_data["profil"], fichier=fichier, nom=fichier.name
            )
            return redirect("pilotage:import_colonnes", depot.pk)
        except FichierRefuse as refus:
            form.add_error("fichier", str(refus))
    return render(request, "pilotage/imports/nouveau.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def colonnes(request: HttpRequest, pk: int) -> HttpResponse:
    depot = lire.import_modifiable_ou_404(request.user, pk)
    if depot.etat not in (EtatImport.DEPOSE, EtatImport.PRET, EtatImport.ECHEC):
        return redirect("pilotage:import_detail", pk)
    form = ColonnesForm(request.POST or None, importation=depot, colonnes=lire.colonnes(depot))
    if request.method == "POST" and form.is_valid():
        return _essayer(request, services.lancer_analyse, depot, colonnes=form.cleaned_data["correspondance"])
    contexte = {"form": form, "importation": depot, "profil": PROFILS[depot.profil]} | lire.correspondance(depot)
    return render(request, "pilotage/imports/colonnes.html", contexte, status=422 if form.errors else 200)


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    importation = lire.import_visible_ou_404(request.user, pk)
    if importation.etat == EtatImport.DEPOSE:
        return redirect("pilotage:import_colonnes", pk)
    if importation.etat in services.TACHES:
        return render(request, "pilotage/imports/cours.html", {"importation": importation})
    if importation.etat == EtatImport.PRET and not services.apercu_intact(importation):
        return _essayer(request, services.lancer_analyse, importation, colonnes=importation.correspondance)
    contexte = lire_detail(importation, request.GET.get("voir", ""), _page(request), request.GET.get("raison", ""))
    contexte |= {"ecritures": ecritures(importation), "sienne": importation.par_id == request.user.pk}
    return render(request, GABARITS[EtatImport(importation.etat)], contexte)


@login_required
@require_GET
def avancement(request: HttpRequest, pk: int) -> HttpResponse:
    importation = lire.import_visible_ou_404(request.user, pk)
    if importation.etat not in services.TACHES:
        return HttpResponseClientRedirect(importation_url(pk))
    return render(request, "pilotage/imports/_avancement.html", {"importation": importation})


def importation_url(pk: int) -> str:
    return redirect("pilotage:import_detail", pk).url


@login_required
@require_http_methods(["GET", "POST"])
def publier(request: HttpRequest, pk: int) -> HttpResponse:
    importation = lire.import_modifiable_ou_404(request.user, pk)
    if request.method == "POST":
        return _essayer(request, services.demander_publication, importation)
    if importation.etat != EtatImport.PRET:
        return redirect("pilotage:import_detail", pk)
    return render(request, "pilotage/imports/publier.html", lire_detail(importation, "refusees", 1))


@login_required
@require_http_methods(["GET", "POST"])
def annuler(request: HttpRequest, pk: int) -> HttpResponse:
    importation = lire.import_visible_ou_404(request.user, pk)
    if request.method == "POST":
        return _essayer(request, services.demander_annulation, importation)
    if importation.etat != EtatImport.PUBLIE:
        return redirect("pilotage:import_detail", pk)
    contexte = {"importation": importation, "ecritures": ecritures(importation)}
    return render(request, "pilotage/imports/annuler.html", contexte)


@login_required
@require_POST
def abandonner(request: HttpRequest, pk: int) -> HttpResponse:
    return _essayer(request, services.abandonner, lire.import_modifiable_ou_404(request.user, pk))


def _essayer(request: HttpRequest, service, importation, **champs) -> HttpResponse:
    """Run a step; when the import is not there any more, say so on its page."""
    try:
        service(par=request.user, importation=importation, **champs)
    except EtapeImpossible as refus:
        messages.error(request, str(refus))
    return redirect("pilotage:import_detail", importation.pk)


@login_required
@require_GET
def remarques(request: HttpRequest, pk: int) -> HttpResponse:
    importation = lire.import_visible_ou_404(request.user, pk)
    return reponse_csv(f"remarques-importation-{pk}", *remarques_a_telecharger(importation))


@login_required
@require_GET
def modele(request: HttpRequest, genre: str) -> HttpResponse:
    exiger(request.user, "importer", raison=lire.RAISON)
    if genre not in ("csv", "xlsx"):
        raise Http404
    repondre = reponse_csv if genre == "csv" else reponse_xlsx
    return repondre("gabarit-importation", gabarit.entetes(), gabarit.exemples())


@login_required
@require_GET
def exporter(request: HttpRequest) -> HttpResponse:
    """One's plans, targets and results in the portal's format: to be changed in a spreadsheet and imported back."""
    lignes = gabarit.exporter(lire.a_exporter(request.user))
    return reponse_csv("indicateurs-format-du-portail", gabarit.entetes(), lignes)
