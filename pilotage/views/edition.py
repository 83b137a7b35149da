"""Changing sheets and targets: the right in the lookup, the rules in the services."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from ecosysteme.permissions import indicateur_modifiable_ou_404
from ecosysteme.services import cibles, fiches
from ecosysteme.services.fiches import ConflitFiche

from ..forms.cibles import FormulaireCible
from ..forms.fiches import FormulaireFiche
from ..forms.phases import FormulairePhase
from ..permissions import cible_modifiable_ou_404, fiche_modifiable_ou_404, objectif_modifiable_ou_404, phase_ou_404
from ..selectors import edition as lire
from ..selectors.fiche import url_fiche
from ..services import phases
from ._edition import traiter

FORMULAIRE = require_http_methods(["GET", "POST"])


@login_required
@FORMULAIRE
def indicateur_modifier(request: HttpRequest, pk: int) -> HttpResponse:
    i = fiche_modifiable_ou_404(request.user, pk)
    form = FormulaireFiche(request.POST or None, instance=i, objectif=i.objectif)
    return traiter(
        request,
        form,
        lambda f: fiches.modifier_fiche(
            par=request.user, indicateur=i, champs=f.champs(), version_lue=f.version_lue, note=f.note
        ),
        gabarit="pilotage/edition/fiche.html",
        contexte=lire.fiche(i),
        suite=lambda ecrite: url_fiche(ecrite.pk),
        succes="La fiche est enregistrée.",
    )


@login_required
@FORMULAIRE
def indicateur_ajouter(request: HttpRequest, pk: int) -> HttpResponse:
    objectif = objectif_modifiable_ou_404(request.user, pk)
    form = FormulaireFiche(request.POST or None, objectif=objectif)
    return traiter(
        request,
        form,
        lambda f: fiches.creer_fiche(par=request.user, objectif=objectif, champs=f.champs(), note=f.note),
        gabarit="pilotage/edition/fiche.html",
        contexte=lire.nouvelle_fiche(objectif),
        suite=lambda ecrite: url_fiche(ecrite.pk),
        succes="L'indicateur est ajouté. Fixez maintenant ses cibles.",
    )


@login_required
@FORMULAIRE
def cible_ajouter(request: HttpRequest, pk: int) -> HttpResponse:
    i = fiche_modifiable_ou_404(request.user, pk)
    form = FormulaireCible(request.POST or None, indicateur=i)
    return traiter(
        request,
        form,
        lambda f: cibles.creer_cible(par=request.user, indicateur=i, champs=f.champs(), note=f.note),
        gabarit="pilotage/edition/cible.html",
        contexte=lire.cible(i, None),
        suite=lambda _: url_fiche(pk),
        succes="La cible est fixée.",
    )


@login_required
@FORMULAIRE
def cible_modifier(request: HttpRequest, pk: int, cible: int) -> HttpResponse:
    c = cible_modifiable_ou_404(request.user, pk, cible)
    form = FormulaireCible(request.POST or None, instance=c, indicateur=c.indicateur)
    return traiter(
        request,
        form,
        lambda f: cibles.modifier_cible(
            par=request.user, cible=c, champs=f.champs(), version_lue=f.version_lue, note=f.note
        ),
        gabarit="pilotage/edition/cible.html",
        contexte=lire.cible(c.indicateur, c),
        suite=lambda _: url_fiche(pk),
        succes="La cible est enregistrée.",
    )


@login_required
@require_POST
def cible_retirer(request: HttpRequest, pk: int, cible: int) -> HttpResponse:
    c = cible_modifiable_ou_404(request.user, pk, cible)
    version, note = request.POST.get("version", ""), request.POST.get("note_changement", "")
    try:
        lue = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
        cibles.retirer_cible(par=request.user, cible=c, version_lue=lue, note=note)
    except (ConflitFiche, ValidationError) as refus:
        messages.error(request, " ".join(refus.messages) if isinstance(refus, ValidationError) else str(refus))
        return redirect("pilotage:cible_modifier", pk, cible)
    messages.success(request, "La cible est retirée ; l'historique la garde.")
    return redirect(url_fiche(pk))


@login_required
@FORMULAIRE
def phase_ajouter(request: HttpRequest, pk: int) -> HttpResponse:
    i = indicateur_modifiable_ou_404(request.user, pk)
    form = FormulairePhase(request.POST or None)
    return traiter(
        request,
        form,
        lambda f: phases.noter_phase(par=request.user, indicateur=i, **f.cleaned_data),
        gabarit="pilotage/edition/phase.html",
        contexte=lire.phase(i),
        suite=lambda _: url_fiche(pk),
        succes="Le changement est noté : la carte de contrôle prend de nouvelles limites à cette date.",
    )


@login_required
@require_POST
def phase_retirer(request: HttpRequest, pk: int, phase: int) -> HttpResponse:
    i = indicateur_modifiable_ou_404(request.user, pk)
    phases.retirer_phase(par=request.user, phase=phase_ou_404(i, phase))
    messages.success(request, "Le changement de processus est retiré ; l'historique le garde.")
    return redirect(url_fiche(pk))
