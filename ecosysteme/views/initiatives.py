"""Initiatives: the list, the thread's page, opening, describing, the next step, attaching, closing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..exports import reponse_csv, reponse_xlsx
from ..forms import initiatives as formulaires
from ..models import Initiative
from ..permissions import initiatives_lisibles
from ..permissions_initiatives import exiger_ouvrir, initiative_modifiable_ou_404
from ..selectors import initiatives as lire
from ..selectors import initiatives_liste, initiatives_rattacher
from ..services import initiatives as services
from ..services.fiches import ConflitFiche
from .edition import traiter
from .pages import avec_pagination, page_ou_fragment, rubriques_fiche

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}
FORMULAIRE = require_http_methods(["GET", "POST"])
ACTE = "ecosysteme/initiatives/acte.html"


def _url(initiative: Initiative) -> str:
    return reverse("initiative", args=[initiative.pk])


def _cadre(initiative: Initiative, titre: str, bouton: str, sous_titre: str = "") -> dict:
    """The frame of an act on an initiative."""
    fil = [*lire.fil(initiative.titre, initiative.pk), {"libelle": titre, "url": ""}]
    cadre = {"fil": fil, "titre": titre, "sous_titre": sous_titre or initiative.titre, "bouton": bouton}
    return cadre | {"retour": _url(initiative)}


@login_required
@require_safe
def liste(request: HttpRequest) -> HttpResponseBase:
    """One view for the page, its fragment and its exports."""
    demande = initiatives_liste.Demande.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        nom, lignes = initiatives_liste.export(request.user, demande)
        return EXPORTS[request.GET["format"]](nom, initiatives_liste.ENTETES, lignes)
    contexte = initiatives_liste.page(request.user, demande, request.GET.get("page", "1"))
    lisibles = initiatives_lisibles(request.user)
    contexte["filtres"] = formulaires.FiltresInitiatives(demande.parametres, initiatives=lisibles)
    contexte["pagination"] = avec_pagination(request, contexte["page"])
    return page_ou_fragment(
        request, "ecosysteme/initiatives/liste.html", "ecosysteme/initiatives/_liste.html", contexte, demande.adresse()
    )


@login_required
@require_safe
def fiche(request: HttpRequest, pk: int) -> HttpResponse:
    initiative = lire.initiative_ou_404(request.user, pk)
    contexte = lire.page(request.user, initiative)
    if not request.htmx:
        contexte |= rubriques_fiche(request, "initiative", initiative)
    return page_ou_fragment(
        request, "ecosysteme/initiatives/fiche.html", "ecosysteme/initiatives/_fiche.html", contexte
    )


@login_required
@FORMULAIRE
def ouvrir(request: HttpRequest) -> HttpResponse:
    exiger_ouvrir(request.user)
    liees = initiatives_rattacher.indicateurs_demandes(request.user, request.GET)
    form = formulaires.FormulaireOuverture(request.POST or None, par=request.user)
    return traiter(
        request,
        form,
        lambda f: services.ouvrir_initiative(
            par=request.user,
            titre=f.cleaned_data["titre"],
            description=f.cleaned_data["description"],
            organisations=[o for o in [f.cleaned_data["organisation"]] if o],
            indicateurs=liees,
        ),
        gabarit=ACTE,
        contexte=initiatives_rattacher.ouverture(liees),
        suite=_url,
        succes="L'initiative est ouverte. Dites maintenant ce qui doit arriver ensuite.",
    )


@login_required
@FORMULAIRE
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    i = initiative_modifiable_ou_404(request.user, pk)
    initial = {"titre": i.titre, "description": i.description}
    form = formulaires.FormulaireDescription(request.POST or None, initial=initial, version=i.version)
    return traiter(
        request,
        form,
        lambda f: services.modifier_initiative(par=request.user, initiative=i, version_lue=f.version_lue, **f.champs()),
        gabarit=ACTE,
        contexte=_cadre(i, "Modifier l'initiative", "Enregistrer"),
        suite=_url,
        succes="L'initiative est enregistrée.",
    )


@login_required
@FORMULAIRE
def etape(request: HttpRequest, pk: int) -> HttpResponse:
    i = initiative_modifiable_ou_404(request.user, pk)
    form = formulaires.FormulaireEtape(request.POST or None, initiative=i)
    return traiter(
        request,
        form,
        lambda f: services.fixer_etape(par=request.user, initiative=i, version_lue=f.version_lue, **f.champs()),
        gabarit=ACTE,
        contexte=_cadre(i, "Ce qui doit arriver ensuite", "Fixer la prochaine étape"),
        suite=_url,
        succes="La prochaine étape est fixée.",
    )


@login_required
@FORMULAIRE
def clore(request: HttpRequest, pk: int) -> HttpResponse:
    i = initiative_modifiable_ou_404(request.user, pk)
    form = formulaires.FormulaireCloture(request.POST or None, initial={"issue": i.issue}, version=i.version)
    return traiter(
        request,
        form,
        lambda f: services.clore_initiative(par=request.user, initiative=i, version_lue=f.version_lue, **f.champs()),
        gabarit=ACTE,
        contexte=_cadre(i, "Clore l'initiative", "Clore l'initiative"),
        suite=_url,
        succes="L'initiative est close. Ce qui en est sorti reste lisible ici.",
    )


@login_required
@require_POST
def rouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    i = initiative_modifiable_ou_404(request.user, pk)
    version = request.POST.get("version", "")
    lue = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        services.rouvrir_initiative(par=request.user, initiative=i, version_lue=lue)
    except ConflitFiche as conflit:
        messages.error(request, f"{conflit} Relisez-la avant de la rouvrir.")
    else:
        messages.success(request, "L'initiative est rouverte.")
    return redirect(_url(i))


@login_required
@FORMULAIRE
def rattacher(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for indicators and organisations to attach; attach or detach one."""
    i = initiative_modifiable_ou_404(request.user, pk)
    if request.method == "GET":
        contexte = initiatives_rattacher.page(request.user, i, request.GET.get("q", ""))
        return render(request, "ecosysteme/initiatives/rattacher.html", contexte)
    objet = initiatives_rattacher.objet_ou_404(request.user, request.POST)
    retire = request.POST.get("geste") == "retirer"
    try:
        (services.retirer if retire else services.rattacher)(par=request.user, initiative=i, objet=objet)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, f"{objet} : {'retiré' if retire else 'rattaché'}.")
    return redirect(_url(i))
