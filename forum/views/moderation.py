"""Moderation: the queue, flagging a message, deciding, appealing, settling the appeal."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ecosysteme.views.edition import traiter

from ..forms import moderation as formulaires
from ..models import Message, Signalement
from ..permissions import sujet_lisible_ou_404
from ..permissions_moderation import exiger_moderer, signalement_ou_404
from ..selectors import moderation as lire
from ..services import moderation as services

FORMULAIRE = require_http_methods(["GET", "POST"])
GABARIT = "forum/moderation/acte.html"


@login_required
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    exiger_moderer(request.user)
    return render(request, "forum/moderation/file.html", lire.file(request.user))


def _acte(
    request: HttpRequest, form: Any, ecrire: Callable[[Any], Any], titre: str, bouton: str, retour: str, succes: str,
    signalement: Signalement | None = None,
) -> HttpResponse:  # fmt: skip
    contexte = {"titre": titre, "bouton": bouton, "retour": retour}
    contexte["s"] = lire.ligne(signalement) if signalement else None
    return traiter(request, form, ecrire, gabarit=GABARIT, contexte=contexte, suite=lambda _: retour, succes=succes)


def _message(m: Message) -> str:
    return f"{reverse('forum:sujet', args=[m.sujet_id])}?message={m.numero}#m{m.numero}"


@login_required
@FORMULAIRE
def message_signaler(request: HttpRequest, pk: int) -> HttpResponse:
    m = get_object_or_404(Message.objects.select_related("sujet"), pk=pk)
    sujet_lisible_ou_404(request.user, m.sujet_id)
    return _acte(
        request, formulaires.FormulaireSignaler(request.POST or None),
        lambda f: services.signaler(par=request.user, message=m, motif=f.cleaned_data["raison"]),
        "Signaler ce message", "Signaler le message", _message(m),
        "Le message est signalé. Vous apprendrez ce qui en est décidé.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def signalement_traiter(request: HttpRequest, pk: int) -> HttpResponse:
    s = signalement_ou_404(request.user, pk)
    exiger_moderer(request.user)
    return _acte(
        request, formulaires.FormulaireTraiter(request.POST or None),
        lambda f: services.traiter_signalement(par=request.user, signalement=s, **f.champs()),
        "Traiter ce signalement", "Enregistrer la décision", reverse("forum:moderation"),
        "La décision est prise ; les personnes concernées l'apprennent.", s,
    )  # fmt: skip


@login_required
@FORMULAIRE
def appel_faire(request: HttpRequest, pk: int) -> HttpResponse:
    s = signalement_ou_404(request.user, pk)
    if s.message.auteur_id != request.user.pk:
        raise PermissionDenied(services.SON_APPEL)
    return _acte(
        request, formulaires.FormulaireAppel(request.POST or None),
        lambda f: services.faire_appel(par=request.user, signalement=s, texte=f.cleaned_data["raison"]),
        "Faire appel du retrait", "Faire appel", _message(s.message), "L'appel est fait.", s,
    )  # fmt: skip


@login_required
@FORMULAIRE
def appel_trancher(request: HttpRequest, pk: int) -> HttpResponse:
    s = signalement_ou_404(request.user, pk)
    exiger_moderer(request.user)
    if request.user.pk in (s.traite_par_id, s.message.auteur_id):
        raise PermissionDenied(services.AUTRE)
    return _acte(
        request, formulaires.FormulaireTrancher(request.POST or None),
        lambda f: services.trancher_appel(par=request.user, signalement=s, **f.champs()),
        "Trancher cet appel", "Enregistrer la décision", reverse("forum:moderation"), "L'appel est tranché.", s,
    )  # fmt: skip
