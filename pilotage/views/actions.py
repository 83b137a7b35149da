"""The action log."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosysteme import live
from ecosysteme.adresses import entier
from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.permissions import indicateur_lisible_ou_404, organisation_lisible_ou_404
from ecosysteme.permissions_decisions import organisations_confiables
from ecosysteme.selectors.personnes import proposees
from ecosysteme.services.lignes import ConflitFiche
from ecosysteme.views.edition import traiter
from ecosysteme.views.pages import avec_pagination, page_ou_fragment

from ..forms.actions import FiltresActions, FormulaireAction, FormulaireCloture
from ..permissions_actions import action_lisible_ou_404, action_tenue_ou_404, actions_lisibles
from ..permissions_actions import organisations_d_origine as permises
from ..selectors import action as lire_une
from ..selectors import actions as lire
from ..selectors import actions_blocs
from ..services.actions import clore_action, confier_action, modifier_action, rouvrir_action

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}
FORMULAIRE = require_http_methods(["GET", "POST"])
GABARIT = "pilotage/actions/formulaire.html"
BLOCS = {
    "indicateur": (indicateur_lisible_ou_404, actions_blocs.d_un_indicateur),
    "organisation": (organisation_lisible_ou_404, actions_blocs.d_une_organisation),
}


@login_required
@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """One view for the page, its fragment and its files."""
    actions_lisibles(request.user)
    demande = lire.DemandeActions.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        lignes = lire.export(request.user, demande)
        return EXPORTS[request.GET["format"]]("actions", lire.ENTETES, lignes)
    contexte, page = lire.page(request.user, demande, request.GET.get("page", "1"))
    contexte |= {"revision": live.revision()} | avec_pagination(request, page)
    contexte["filtres"] = FiltresActions(demande.filtres, organisations=contexte["organisations"])
    contexte["url_ajouter"] = lire_une.url_ajouter(request.user)
    return page_ou_fragment(
        request, "pilotage/actions/liste.html", "pilotage/actions/_tableau.html", contexte, demande.adresse()
    )


@login_required
@require_safe
def actions_miennes(request: HttpRequest) -> HttpResponse:
    """The block of « Mon travail »; without script, the table."""
    actions_lisibles(request.user)
    if not request.htmx:
        return redirect(f"{reverse('pilotage:actions')}?voir=miennes")
    return render(request, "pilotage/actions/_travail.html", actions_blocs.a_faire(personne=request.user))


@login_required
@require_safe
def actions_bloc(request: HttpRequest, genre: str, pk: int) -> HttpResponse:
    """The block of a sheet; without script, the table."""
    actions_lisibles(request.user)
    if genre not in BLOCS:
        raise Http404
    lire_objet, bloc = BLOCS[genre]
    objet = lire_objet(request.user, pk)
    if not request.htmx:
        return redirect(f"{reverse('pilotage:actions')}?voir=toutes&{genre}={pk}")
    return render(request, "pilotage/actions/_bloc.html", bloc(request.user, objet))


@login_required
@require_safe
def action(request: HttpRequest, pk: int) -> HttpResponse:
    contexte = lire_une.fiche(request.user, action_lisible_ou_404(request.user, pk))
    return render(request, "pilotage/actions/action.html", contexte)


@login_required
@FORMULAIRE
def action_ajouter(request: HttpRequest) -> HttpResponse:
    """From nothing, or from what the address names (« ?indicateur=12 »)."""
    genre, origine = lire_une.origine_demandee(request.user, request.GET)
    organisations = permises(request.user, origine)
    initial = {"organisation": lire_une.organisation_proposee(request.GET, origine, organisations)}
    return traiter(
        request,
        FormulaireAction(request.POST or None, organisations=organisations, initial=initial),
        lambda f: confier_action(par=request.user, **f.a_creer(), **({genre: origine} if origine else {})),
        gabarit=GABARIT,
        contexte=lire_une.cadre_ajouter(genre, origine) | {"personnes": proposees(initial["organisation"])},
        suite=lambda confiee: reverse("pilotage:action", args=[confiee.pk]),
        succes="L'action est confiée.",
    )


@login_required
@FORMULAIRE
def action_modifier(request: HttpRequest, pk: int) -> HttpResponse:
    a = action_tenue_ou_404(request.user, pk)
    form = FormulaireAction(request.POST or None, instance=a, organisations=organisations_confiables(request.user))
    return traiter(
        request,
        form,
        lambda f: modifier_action(
            par=request.user, action=a, version_lue=f.version_lue, champs=f.champs(), motif=f.cleaned_data["motif"]
        ),
        gabarit=GABARIT,
        contexte=lire_une.cadre_modifier(a) | {"personnes": proposees(a.organisation)},
        suite=lambda ecrite: reverse("pilotage:action", args=[ecrite.pk]),
        succes="L'action est enregistrée.",
    )


@login_required
@FORMULAIRE
def action_clore(request: HttpRequest, pk: int) -> HttpResponse:
    a = action_tenue_ou_404(request.user, pk)
    return traiter(
        request,
        FormulaireCloture(request.POST or None, instance=a),
        lambda f: clore_action(par=request.user, action=a, version_lue=f.version_lue, **f.champs()),
        gabarit=GABARIT,
        contexte=lire_une.cadre_clore(a) | {"personnes": []},
        suite=lambda close: reverse("pilotage:action", args=[close.pk]),
        succes="L'action est close.",
    )


@login_required
@require_POST
def action_faite(request: HttpRequest, pk: int) -> HttpResponse:
    """« C'est fait », in one click; somebody else's change meanwhile is shown before anything is closed."""
    a = action_tenue_ou_404(request.user, pk)
    try:
        clore_action(par=request.user, action=a, version_lue=entier(request.POST.get("version", "")))
    except ConflitFiche as conflit:
        return _conflit(request, a, str(conflit))
    messages.success(request, f"Faite : {a.quoi}")
    return redirect(lire_une.suite(request.POST.get("suite", ""), pk))


@login_required
@require_POST
def action_rouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    a = action_tenue_ou_404(request.user, pk)
    try:
        rouvrir_action(par=request.user, action=a, version_lue=entier(request.POST.get("version", "")))
    except ConflitFiche as conflit:
        return _conflit(request, a, str(conflit))
    messages.success(request, f"Remise à faire : {a.quoi}")
    return redirect(lire_une.suite(request.POST.get("suite", ""), pk))


def _conflit(request: HttpRequest, action, phrase: str) -> HttpResponse:
    """The sheet as it stands, with the sentence: nothing was done."""
    messages.warning(request, f"{phrase} Voici l'action telle qu'elle est ; rien n'a été fait.")
    contexte = lire_une.fiche(request.user, action_lisible_ou_404(request.user, action.pk))
    return render(request, "pilotage/actions/action.html", contexte, status=409)
