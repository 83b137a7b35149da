"""A3/PDCA sheets."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.views.edition import traiter
from ecosysteme.views.pages import avec_pagination, page_ou_fragment

from ..forms.a3 import SECTIONS, FiltresA3, FormulaireOuverture, FormulaireSection
from ..permissions_actions import (
    fiche_a3_lisible_ou_404,
    fiche_a3_tenue_ou_404,
    fiches_a3_lisibles,
    organisations_d_origine,
)
from ..selectors import a3 as lire
from ..selectors.action import organisation_proposee, origine_demandee
from ..services.a3 import ecrire_section, ouvrir_fiche_a3

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}
FORMULAIRE = require_http_methods(["GET", "POST"])
ORIGINES = ("indicateur", "bloquant", "initiative")


@login_required
@require_safe
def fiches_a3(request: HttpRequest) -> HttpResponse:
    """One view for the page, its fragment and its files."""
    fiches_a3_lisibles(request.user)
    demande = lire.DemandeA3.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        return EXPORTS[request.GET["format"]]("fiches-a3", lire.ENTETES, lire.export(request.user, demande))
    contexte, page = lire.page(request.user, demande, request.GET.get("page", "1"))
    contexte |= avec_pagination(request, page)
    contexte["filtres"] = FiltresA3(demande.filtres, organisations=contexte["organisations"])
    return page_ou_fragment(request, "pilotage/a3/liste.html", "pilotage/a3/_tableau.html", contexte, demande.adresse())


@login_required
@require_safe
def fiche_a3(request: HttpRequest, pk: int) -> HttpResponse:
    contexte = lire.fiche(request.user, fiche_a3_lisible_ou_404(request.user, pk))
    return render(request, "pilotage/a3/fiche.html", contexte)


@login_required
@FORMULAIRE
def a3_ajouter(request: HttpRequest) -> HttpResponse:
    """From nothing, or from what the address names (« ?bloquant=12 »)."""
    genre, origine = origine_demandee(request.user, request.GET, ORIGINES)
    organisations = organisations_d_origine(request.user, origine)
    initial = {"organisation": organisation_proposee(request.GET, origine, organisations)}
    return traiter(
        request,
        FormulaireOuverture(request.POST or None, organisations=organisations, initial=initial),
        lambda f: ouvrir_fiche_a3(par=request.user, **f.a_creer(), **({genre: origine} if origine else {})),
        gabarit="pilotage/actions/formulaire.html",
        contexte=lire.cadre_ouvrir(genre, origine),
        suite=lambda fiche: reverse("pilotage:fiche_a3", args=[fiche.pk]),
        succes="La fiche est ouverte : écrivez-la section par section.",
    )


@login_required
@FORMULAIRE
def a3_modifier(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    fiche = fiche_a3_tenue_ou_404(request.user, pk)
    if section not in SECTIONS:
        raise Http404
    return traiter(
        request,
        FormulaireSection(request.POST or None, instance=fiche, section=section),
        lambda f: ecrire_section(par=request.user, fiche=fiche, version_lue=f.version_lue, champs=f.champs()),
        gabarit="pilotage/actions/formulaire.html",
        contexte=lire.cadre_section(fiche, str(SECTIONS[section].label)),
        suite=lambda ecrite: f"{reverse('pilotage:fiche_a3', args=[ecrite.pk])}#{section}",
        succes="La section est enregistrée.",
    )
