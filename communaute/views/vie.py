"""A practice is verified, its stamp taken back, the practice withdrawn or put back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from ecosysteme.services.fiches import ConflitFiche
from ecosysteme.views.edition import traiter

from .. import forms as formulaires
from .. import permissions as acces
from ..models import Pratique
from ..selectors.pratique import fil
from ..services import verification as services
from .pratiques import ACTE, url

FORMULAIRE = require_http_methods(["GET", "POST"])
DEPASSEE = "La pratique a changé entre-temps\u00a0: relisez-la, puis recommencez."


def _acte(p: Pratique, titre: str, bouton: str, sous_titre: str = "") -> dict[str, Any]:
    return {"titre": titre, "fil": fil(p, titre), "bouton": bouton, "retour": url(p), "sous_titre": sous_titre}


@login_required
@FORMULAIRE
def verifier(request: HttpRequest, pk: int) -> HttpResponse:
    p = acces.pratique_a_verifier_ou_404(request.user, pk)
    return traiter(
        request, formulaires.FormulaireVerification(request.POST or None, version=p.version),
        lambda f: services.verifier(par=request.user, pratique=p, version_lue=f.version_lue, **f.champs()),
        gabarit=ACTE, suite=url, succes="La pratique est vérifiée.",
        contexte=_acte(p, "Vérifier la pratique", "Vérifier la pratique", p.titre),
    )  # fmt: skip


@login_required
@FORMULAIRE
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    p = acces.pratique_tenue_ou_404(request.user, pk)
    return traiter(
        request, formulaires.FormulaireMotif(request.POST or None, version=p.version),
        lambda f: services.retirer(par=request.user, pratique=p, version_lue=f.version_lue, **f.champs()),
        gabarit=ACTE, suite=url, succes="La pratique est retirée ; on peut la remettre.",
        contexte=_acte(p, "Retirer la pratique", "Retirer la pratique", "Elle reste lisible ici, avec votre raison."),
    )  # fmt: skip


def _d_un_geste(request: HttpRequest, geste: Callable[..., Pratique], p: Pratique, succes: str) -> HttpResponse:
    """One act without a page of its own, on the version that was read; its refusal is told on the sheet."""
    lue = request.POST.get("version", "")
    try:
        geste(par=request.user, pratique=p, version_lue=int(lue) if lue.isascii() and lue.isdigit() else p.version)
    except ConflitFiche:
        messages.error(request, DEPASSEE)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, succes)
    return redirect(url(p))


@login_required
@require_POST
def lever(request: HttpRequest, pk: int) -> HttpResponse:
    p = acces.pratique_verifiee_par_soi_ou_404(request.user, pk)
    return _d_un_geste(request, services.lever_verification, p, "Votre vérification est levée.")


@login_required
@require_POST
def remettre(request: HttpRequest, pk: int) -> HttpResponse:
    p = acces.pratique_tenue_ou_404(request.user, pk)
    return _d_un_geste(request, services.remettre, p, "La pratique est remise.")
