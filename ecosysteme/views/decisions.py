"""The register of decisions."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ..exports import reponse_csv, reponse_xlsx
from ..forms.decisions import FiltresDecisions, FormulaireDecision, FormulaireRevision
from ..permissions_decisions import (
    decision_lisible_ou_404,
    decision_tenue_ou_404,
    decisions_lisibles,
    exiger_decider,
    organisations_confiables,
)
from ..selectors import decision as lire_une
from ..selectors import decisions as lire
from ..selectors.personnes import proposees
from ..services.decisions import inscrire_decision, modifier_decision, reviser_decision
from .edition import traiter
from .pages import avec_pagination, page_ou_fragment, rubriques_fiche

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}
FORMULAIRE = require_http_methods(["GET", "POST"])
GABARIT = "ecosysteme/decisions/formulaire.html"


@login_required
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """One view for the page, its fragment and its files."""
    decisions_lisibles(request.user)
    demande = lire.DemandeDecisions.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        lignes = lire.export(request.user, demande)
        return EXPORTS[request.GET["format"]]("decisions", lire.ENTETES, lignes)
    contexte, page = lire.page(request.user, demande, request.GET.get("page", "1"))
    contexte |= avec_pagination(request, page)
    contexte["filtres"] = FiltresDecisions({"organe": demande.organe, "q": demande.q}, organes=contexte["organes"])
    contexte["url_ajouter"] = reverse("decision_ajouter") if lire_une.peut_inscrire(request.user) else ""
    return page_ou_fragment(
        request, "ecosysteme/decisions/liste.html", "ecosysteme/decisions/_tableau.html", contexte, demande.adresse()
    )


@login_required
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    objet = decision_lisible_ou_404(request.user, pk)
    contexte = lire_une.fiche(request.user, objet) | rubriques_fiche(request, "decision", objet)
    return render(request, "ecosysteme/decisions/decision.html", contexte)


@login_required
@FORMULAIRE
def decision_ajouter(request: HttpRequest) -> HttpResponse:
    exiger_decider(request.user)
    organisations = organisations_confiables(request.user)
    return traiter(
        request,
        FormulaireDecision(request.POST or None, organisations=organisations),
        lambda f: inscrire_decision(par=request.user, **f.a_creer()),
        gabarit=GABARIT,
        contexte=lire_une.cadre_ajouter() | {"personnes": proposees()},
        suite=lambda inscrite: reverse("decision", args=[inscrite.pk]),
        succes="La décision est inscrite au registre.",
    )


@login_required
@FORMULAIRE
def decision_modifier(request: HttpRequest, pk: int) -> HttpResponse:
    d = decision_tenue_ou_404(request.user, pk)
    form = FormulaireDecision(request.POST or None, instance=d, organisations=organisations_confiables(request.user))
    return traiter(
        request,
        form,
        lambda f: modifier_decision(par=request.user, decision=d, version_lue=f.version_lue, champs=f.champs()),
        gabarit=GABARIT,
        contexte=lire_une.cadre_modifier(d) | {"personnes": proposees(d.organisation)},
        suite=lambda ecrite: reverse("decision", args=[ecrite.pk]),
        succes="La décision est corrigée ; l'historique garde l'ancien texte.",
    )


@login_required
@FORMULAIRE
def decision_reviser(request: HttpRequest, pk: int) -> HttpResponse:
    d = decision_tenue_ou_404(request.user, pk)
    return traiter(
        request,
        FormulaireRevision(request.POST or None, instance=d),
        lambda f: reviser_decision(
            par=request.user,
            decision=d,
            version_lue=f.version_lue,
            constat=f.cleaned_data["constat"],
            prochaine=f.cleaned_data["prochaine"],
        ),
        gabarit=GABARIT,
        contexte=lire_une.cadre_reviser(d) | {"personnes": []},
        suite=lambda ecrite: reverse("decision", args=[ecrite.pk]),
        succes="La révision est inscrite.",
    )
