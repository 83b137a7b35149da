"""Acts on a blocker: the right in the lookup, the rules in the services, one question a page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ecosysteme.permissions import droits
from ecosysteme.services import abonnements
from ecosysteme.services.fiches import ConflitFiche

from ..enums import IssueEscalade
from ..forms import bloquants as formulaires
from ..models import Escalade
from ..permissions_bloquants import (
    aide_possible_ou_403,
    bloquant_abandonnable_ou_403,
    bloquant_du_palier_ou_403,
    bloquant_lisible_ou_404,
    bloquant_tenu_ou_403,
    exiger_retirer_offre,
    offre_du_bloquant_ou_404,
)
from ..selectors import bloquant as lire
from ..selectors import bloquants_actes as actes
from ..services import bloquants as services
from ..services import bloquants_initiative as services_initiative
from ..services.bloquants_preciser import preciser_bloquant
from ._edition import traiter
from .bloquants import fiche_du_bloquant

FORMULAIRE = require_http_methods(["GET", "POST"])


def _acte(request: HttpRequest, b: Any, form: Any, ecrire: Any, acte: actes.Acte, succes: str) -> HttpResponse:
    """The page of an act: shown, sent, refused, in conflict, done."""
    return traiter(
        request,
        form,
        lambda f: ecrire(version_lue=f.version_lue, **f.champs()),
        gabarit="pilotage/bloquants/acte.html",
        contexte=actes.page(b, acte),
        suite=lambda _: reverse("pilotage:bloquant", args=[b.pk]),
        succes=succes,
    )


def _en_attente(b: Any) -> Escalade:
    """The escalation that waits, or the last one: its service says that it waits no more."""
    escalades = Escalade.objects.select_related("bloquant").filter(bloquant=b)
    attendue = escalades.filter(issue=IssueEscalade.EN_ATTENTE).first()
    return attendue or get_object_or_404(escalades.order_by("-demandee_le", "-pk")[:1])


@login_required
@FORMULAIRE
def escalader(request: HttpRequest, pk: int) -> HttpResponse:
    b = bloquant_tenu_ou_403(request.user, pk)
    form = formulaires.FormulaireEscalade(request.POST or None, bloquant=b)
    succes = "L'escalade est demandée. Sans réponse à l'échéance, elle montera d'elle-même."
    return _acte(
        request, b, form, lambda **c: services.escalader(par=request.user, bloquant=b, **c), actes.ESCALADER, succes
    )


@login_required
@FORMULAIRE
def repondre(request: HttpRequest, pk: int) -> HttpResponse:
    b = bloquant_du_palier_ou_403(request.user, pk)
    escalade, personnes = _en_attente(b), lire.personnes_designables(request.user, b)
    form = formulaires.FormulaireReponse(request.POST or None, bloquant=b, personnes=personnes)
    succes = "La réponse est donnée : le bloquant redescend avec la décision."
    return _acte(
        request, b, form, lambda **c: services.repondre_escalade(par=request.user, escalade=escalade, **c),
        actes.REPONDRE, succes,
    )  # fmt: skip


@login_required
@FORMULAIRE
def retirer_escalade(request: HttpRequest, pk: int) -> HttpResponse:
    b = bloquant_tenu_ou_403(request.user, pk)
    escalade, form = _en_attente(b), formulaires.FormulaireRetrait(request.POST or None, bloquant=b)
    return _acte(
        request, b, form, lambda **c: services.retirer_escalade(par=request.user, escalade=escalade, **c),
        actes.RETIRER, "L'escalade est retirée ; elle reste à l'histoire du bloquant.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def resoudre(request: HttpRequest, pk: int) -> HttpResponse:
    b = bloquant_tenu_ou_403(request.user, pk)
    form = formulaires.FormulaireResolution(request.POST or None, bloquant=b)
    succes = "Le bloquant est résolu. Ce qui l'a réglé servira à d'autres."
    return _acte(
        request, b, form, lambda **c: services.resoudre(par=request.user, bloquant=b, **c), actes.RESOUDRE, succes
    )


@login_required
@FORMULAIRE
def abandonner(request: HttpRequest, pk: int) -> HttpResponse:
    b = bloquant_abandonnable_ou_403(request.user, pk)
    form = formulaires.FormulaireAbandon(request.POST or None, bloquant=b)
    succes = "Le bloquant est abandonné. Il reste lisible, avec la raison."
    return _acte(
        request, b, form, lambda **c: services.abandonner(par=request.user, bloquant=b, **c), actes.ABANDONNER, succes
    )


@login_required
@FORMULAIRE
def preciser(request: HttpRequest, pk: int) -> HttpResponse:
    b = bloquant_abandonnable_ou_403(request.user, pk)
    form = formulaires.FormulairePrecision(request.POST or None, bloquant=b)
    return _acte(
        request, b, form, lambda **c: preciser_bloquant(par=request.user, bloquant=b, **c), actes.PRECISER,
        "C'est dit autrement ; les mots d'avant restent à l'histoire.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def initiative(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an initiative from a blocker, or join one."""
    b = bloquant_tenu_ou_403(request.user, pk)
    a_rejoindre = actes.initiatives_a_rejoindre(request.user, b)
    options = {"initiatives": a_rejoindre, "ouvrir": droits(request.user).peut("ouvrir_initiative")}
    form = formulaires.FormulaireInitiative(request.POST or None, bloquant=b, **options)

    def ecrire(**champs: Any) -> Any:
        faire = services_initiative.rejoindre if "initiative" in champs else services_initiative.ouvrir
        return faire(par=request.user, bloquant=b, **champs)

    return _acte(request, b, form, ecrire, actes.RATTACHER, "Le bloquant est rattaché à l'initiative.")


def _faire(request: HttpRequest, pk: int, ecrire: Any, succes: str) -> HttpResponse:
    """An act of one click: done, refused with a message, or the sheet with what the other did (409)."""
    try:
        ecrire()
    except ConflitFiche as conflit:
        contexte = fiche_du_bloquant(request, pk) | {"conflit": formulaires.en_mots(conflit.actuelle), "revision": ""}
        return render(request, "pilotage/bloquants/bloquant.html", contexte, status=409)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, succes)
    return redirect("pilotage:bloquant", pk)


def _numero(texte: str) -> int | None:
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 10 else None


@login_required
@require_POST
def prendre(request: HttpRequest, pk: int) -> HttpResponse:
    b, version = bloquant_du_palier_ou_403(request.user, pk), _numero(request.POST.get("version", ""))
    faire = lambda: services.prendre_en_charge(par=request.user, bloquant=b, version_lue=version or 0)  # noqa: E731
    return _faire(request, pk, faire, "Vous avez ce bloquant en charge.")


@login_required
@require_POST
def aider(request: HttpRequest, pk: int) -> HttpResponse:
    """One click; an organisation is named when the person belongs to several, words are optional."""
    organisation, texte = _numero(request.POST.get("organisation", "")), request.POST.get("texte", "")
    b, lieu = aide_possible_ou_403(request.user, pk, organisation)
    faire = lambda: services.offrir_aide(par=request.user, bloquant=b, organisation=lieu, texte=texte)  # noqa: E731
    return _faire(request, pk, faire, f"L'aide de {lieu.nom} est offerte. La personne en charge est avertie.")


@login_required
@require_POST
def accepter(request: HttpRequest, pk: int, offre: int) -> HttpResponse:
    b = bloquant_tenu_ou_403(request.user, pk)
    acceptee = offre_du_bloquant_ou_404(b, offre)
    faire = lambda: services.accepter_offre(par=request.user, offre=acceptee)  # noqa: E731
    return _faire(request, pk, faire, f"L'aide de {acceptee.organisation.nom} est acceptée.")


@login_required
@require_POST
def retirer_offre(request: HttpRequest, pk: int, offre: int) -> HttpResponse:
    retiree = offre_du_bloquant_ou_404(bloquant_lisible_ou_404(request.user, pk), offre)
    exiger_retirer_offre(request.user, retiree)
    faire = lambda: services.retirer_offre(par=request.user, offre=retiree)  # noqa: E731
    return _faire(request, pk, faire, "L'offre d'aide est retirée.")


@login_required
@require_POST
def suivre(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow or stop following."""
    b, suivi = bloquant_lisible_ou_404(request.user, pk), request.POST.get("suivre") == "oui"
    (abonnements.suivre if suivi else abonnements.ne_plus_suivre)(par=request.user, sujet=f"bloquant:{b.pk}")
    messages.success(request, "Vous suivez ce bloquant." if suivi else "Vous ne suivez plus ce bloquant.")
    return redirect("pilotage:bloquant", pk)
