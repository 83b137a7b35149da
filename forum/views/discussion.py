"""The forum's home, its spaces, a topic; what is new in it; search."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosysteme import live
from ecosysteme.permissions import exiger_membre
from ecosysteme.views.edition import traiter
from ecosysteme.views.pages import avec_pagination, rubriques_fiche

from ..forms import messages as formulaires
from ..models import Message, PieceJointe, Sujet
from ..permissions import (
    anime_forum,
    espace_lisible_ou_404,
    espace_ouvert_ou_403,
    sujet_lisible_ou_404,
    sujet_ouvert_ou_403,
)
from ..selectors import espaces as lire
from ..selectors import recherche as trouver
from ..selectors import sujet as lire_sujet
from ..services.espaces import creer_espace, modifier_espace, regler_sujet
from ..services.lectures import noter_lecture
from ..services.messages import corriger_message, exiger_auteur, marquer_reponse, retirer_message
from ..services.messages_avis import suivre as noter_suivi
from ..services.sujets import ecrire_message, ouvrir_sujet
from .pieces import recevoir

FORMULAIRE = require_http_methods(["GET", "POST"])
ACTE = "forum/discussion/acte.html"
ANIMATION = "Cela revient à qui anime le forum."


def exiger_animation(personne) -> None:
    exiger_membre(personne)
    if not anime_forum(personne):
        raise PermissionDenied(ANIMATION)


@login_required
@require_safe
def forum(request: HttpRequest) -> HttpResponse:
    exiger_membre(request.user)
    contexte = lire.accueil(request.user) | {"anime": anime_forum(request.user)}
    return render(request, "forum/discussion/forum.html", contexte)


@login_required
@require_safe
def espace(request: HttpRequest, pk: int) -> HttpResponse:
    objet = espace_lisible_ou_404(request.user, pk)
    contexte, page = lire.page(request.user, objet, request.GET.get("page", "1"))
    contexte |= avec_pagination(request, page) | rubriques_fiche(request, "espace", objet)
    return render(request, "forum/discussion/espace.html", contexte)


@login_required
@FORMULAIRE
def espace_ajouter(request: HttpRequest) -> HttpResponse:
    exiger_animation(request.user)
    form = formulaires.FormulaireEspace(request.POST or None)
    return traiter(
        request, form, lambda f: creer_espace(par=request.user, **f.champs()), gabarit=ACTE,
        contexte={"titre": "Ouvrir un espace", "bouton": "Ouvrir l'espace", "retour": reverse("forum:forum")},
        suite=lambda e: reverse("forum:espace", args=[e.pk]), succes="L'espace est ouvert.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def espace_modifier(request: HttpRequest, pk: int) -> HttpResponse:
    objet = espace_lisible_ou_404(request.user, pk)
    exiger_animation(request.user)
    form = formulaires.FormulaireEspace(request.POST or None, instance=objet, initial={"version": objet.version})
    retour = reverse("forum:espace", args=[pk])
    return traiter(
        request, form,
        lambda f: modifier_espace(par=request.user, espace=objet, version_lue=f.version_lue, champs=f.champs()),
        gabarit=ACTE, contexte={"titre": "Modifier l'espace", "bouton": "Enregistrer l'espace", "retour": retour},
        suite=lambda _: retour, succes="L'espace est modifié.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def sujet_ajouter(request: HttpRequest, pk: int) -> HttpResponse:
    objet = espace_ouvert_ou_403(request.user, pk)
    form = formulaires.FormulaireSujet(request.POST or None)
    pieces = recevoir(request, form) if request.method == "POST" else []

    def ecrire(f):
        d = f.cleaned_data
        return ouvrir_sujet(
            par=request.user, espace=objet, titre=d["titre"], corps=d["corps"], question=d["question"], uuid=f.cle,
            pieces=pieces,
        )  # fmt: skip

    return traiter(
        request, form, ecrire, gabarit="forum/discussion/sujet_ajouter.html",
        contexte={"espace": objet, "pieces": pieces},
        suite=lambda s: reverse("forum:sujet", args=[s.pk]), succes="Le sujet est ouvert.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def sujet(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a stretch of the topic; write at its end."""
    objet = (sujet_ouvert_ou_403 if request.method == "POST" else sujet_lisible_ou_404)(request.user, pk)
    revision = live.revision()
    form = formulaires.FormulaireMessage(request.POST or None, initial={"cite": request.GET.get("cite")})
    pieces = recevoir(request, form) if request.method == "POST" else []
    if request.method == "POST" and (m := _ecrire(request, objet, form, pieces)):
        return redirect(f"{reverse('forum:sujet', args=[pk])}?message={m.numero}#m{m.numero}")
    contexte = lire_sujet.page(request.user, objet, lire_sujet.Tranche.lire(request.GET))
    contexte |= rubriques_fiche(request, "sujet", objet) | {"form": form, "revision": revision, "pieces": pieces}
    return render(request, "forum/discussion/sujet.html", contexte, status=422 if request.method == "POST" else 200)


def _ecrire(request: HttpRequest, objet: Sujet, form: Any, pieces: list[PieceJointe]) -> Message | None:
    """The message written, or None and the form says why not."""
    if not form.is_valid():
        return None
    cite = Message.objects.filter(pk=form.cleaned_data["cite"] or 0, sujet=objet).first()
    try:
        return ecrire_message(
            par=request.user, sujet=objet, corps=form.cleaned_data["corps"], uuid=form.cle, cite=cite, pieces=pieces
        )
    except ValidationError as refus:
        form.refuser(refus)
        return None


@login_required
@require_POST
def sujet_lu(request: HttpRequest, pk: int) -> HttpResponse:
    """What was shown is read: sent by the page itself, or by a button where no script runs."""
    objet = sujet_lisible_ou_404(request.user, pk)
    numero = min(lire_sujet.Tranche.lire(request.POST).apres, objet.dernier_numero)
    noter_lecture(par=request.user, sujet=objet, numero=numero)
    return HttpResponse(status=204) if request.htmx else redirect("forum:sujet", pk)


@login_required
@require_safe
def nouveaux(request: HttpRequest, pk: int) -> HttpResponse:
    """How many messages came after those shown: a notice to follow, nothing moves by itself."""
    objet = sujet_lisible_ou_404(request.user, pk)
    apres = lire_sujet.Tranche.lire(request.GET).apres
    return render(request, "forum/discussion/_nouveaux.html", lire_sujet.nouveaux(objet, apres))


@login_required
@FORMULAIRE
def sujet_regler(request: HttpRequest, pk: int) -> HttpResponse:
    objet = sujet_lisible_ou_404(request.user, pk)
    exiger_animation(request.user)
    noms = ("niveau_delegation", "epingle", "ferme")
    form = formulaires.FormulaireReglages(
        request.POST or None, version=objet.version, initial={nom: getattr(objet, nom) for nom in noms}
    )
    retour = reverse("forum:sujet", args=[pk])
    return traiter(
        request, form, lambda f: regler_sujet(par=request.user, sujet=objet, version_lue=f.version_lue, **f.champs()),
        gabarit=ACTE, contexte={"titre": "Régler ce sujet", "bouton": "Enregistrer", "retour": retour},
        suite=lambda _: retour, succes="Le sujet est réglé.",
    )  # fmt: skip


@login_required
@require_POST
def suivre(request: HttpRequest, genre: str, pk: int) -> HttpResponse:
    """Follow or mute a topic or a space."""
    lisible = {"sujet": sujet_lisible_ou_404, "espace": espace_lisible_ou_404}[genre]
    noter_suivi(par=request.user, mode=request.POST.get("mode", ""), **{genre: lisible(request.user, pk).pk})
    return redirect(f"forum:{genre}", pk)


def _message(request: HttpRequest, pk: int) -> Message:
    m = get_object_or_404(Message.objects.select_related("sujet__espace", "auteur"), pk=pk)
    sujet_ouvert_ou_403(request.user, m.sujet_id)
    return m


@login_required
@FORMULAIRE
def message_corriger(request: HttpRequest, pk: int) -> HttpResponse:
    m = _message(request, pk)
    exiger_auteur(request.user, m)
    form = formulaires.FormulaireCorriger(request.POST or None, version=m.version, initial={"corps": m.corps})
    return _acte_message(
        request, m, form,
        lambda f: corriger_message(
            par=request.user, message=m, corps=f.cleaned_data["corps"], version_lue=f.version_lue
        ),
        "Corriger mon message", "Enregistrer la correction", "Le message est corrigé.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def message_retirer(request: HttpRequest, pk: int) -> HttpResponse:
    m = _message(request, pk)
    exiger_auteur(request.user, m, ou_animation=True)
    form = formulaires.FormulaireRetirer(request.POST or None, version=m.version)
    return _acte_message(
        request, m, form,
        lambda f: retirer_message(
            par=request.user, message=m, motif=f.cleaned_data["motif"], version_lue=f.version_lue
        ),
        "Retirer ce message", "Retirer le message", "Le message est retiré.",
    )  # fmt: skip


def _acte_message(request: HttpRequest, m: Message, form, ecrire, titre: str, bouton: str, succes: str) -> HttpResponse:
    retour = f"{reverse('forum:sujet', args=[m.sujet_id])}?message={m.numero}#m{m.numero}"
    contexte = {"titre": titre, "bouton": bouton, "retour": retour}
    return traiter(request, form, ecrire, gabarit=ACTE, contexte=contexte, suite=lambda _: retour, succes=succes)


@login_required
@require_POST
def message_repond(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark or unmark the message that answers the question."""
    m = _message(request, pk)
    try:
        marquer_reponse(par=request.user, message=m, reponse=request.POST.get("reponse") == "oui")
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    return redirect(f"{reverse('forum:sujet', args=[m.sujet_id])}?message={m.numero}#m{m.numero}")


@login_required
@require_safe
def message_historique(request: HttpRequest, pk: int) -> HttpResponse:
    """The former texts of a message; those of a removed one are for whoever holds the forum."""
    m = get_object_or_404(Message.objects.select_related("sujet__espace", "auteur"), pk=pk)
    sujet_lisible_ou_404(request.user, m.sujet_id)
    if m.retire_le is not None:
        exiger_animation(request.user)
    return render(request, "forum/discussion/historique.html", lire_sujet.historique(m))


@login_required
@require_safe
def recherche(request: HttpRequest) -> HttpResponse:
    exiger_membre(request.user)
    brut = request.GET.get("page", "1")
    numero = int(brut) if brut.isascii() and brut.isdigit() and 0 < len(brut) < 3 else 1
    return render(
        request,
        "forum/discussion/recherche.html",
        trouver.chercher(request.user, request.GET.get("q", ""), max(1, numero)),
    )
