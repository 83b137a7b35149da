"""Taking part in an initiative."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ..forms.initiatives import FormulaireInviterParticipant
from ..permissions_initiatives import initiative_a_joindre_ou_404, initiative_modifiable_ou_404
from ..selectors import initiatives as lire
from ..services import participations as services
from .edition import traiter


@login_required
@require_POST
def participer(request: HttpRequest, pk: int) -> HttpResponse:
    """Join in one click; the same form says what one brings."""
    initiative = initiative_a_joindre_ou_404(request.user, pk)
    try:
        services.participer(par=request.user, initiative=initiative, apport=request.POST.get("apport", ""))
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, "Vous participez à cette initiative.")
    return redirect("initiative", pk)


@login_required
@require_POST
def quitter(request: HttpRequest, pk: int) -> HttpResponse:
    initiative = initiative_a_joindre_ou_404(request.user, pk)
    services.quitter(par=request.user, initiative=initiative)
    messages.success(request, f"Vous ne participez plus à « {initiative.titre} ».")
    return redirect("initiatives")


@login_required
@require_http_methods(["GET", "POST"])
def inviter(request: HttpRequest, pk: int) -> HttpResponse:
    i = initiative_modifiable_ou_404(request.user, pk)
    titre, retour = "Inviter une personne à participer", reverse("initiative", args=[pk])
    return traiter(
        request,
        FormulaireInviterParticipant(request.POST or None),
        lambda f: services.inviter_a_participer(
            par=request.user, initiative=i, personne=f.cleaned_data["courriel"], apport=f.cleaned_data["apport"]
        ),
        gabarit="ecosysteme/initiatives/acte.html",
        contexte={
            "fil": [*lire.fil(i.titre, pk), {"libelle": titre, "url": ""}],
            "titre": titre,
            "sous_titre": i.titre,
            "precision": "Un partenaire privé invité lit l'initiative, sans les chiffres internes ni l'historique.",
            "bouton": "Inviter cette personne",
            "retour": retour,
        },
        suite=lambda _: retour,
        succes="La personne participe à l'initiative.",
    )
