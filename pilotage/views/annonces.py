"""Announcements: the archive, one of them, writing and publishing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosysteme.exports import reponse_csv
from ecosysteme.permissions import exiger, exiger_membre
from ecosysteme.views.pages import avec_pagination

from ..forms_annonces import FormulaireAnnonce
from ..models import Annonce
from ..permissions_annonces import RAISON, annonce_lisible_ou_404, annonce_tenue_ou_404, redige
from ..selectors import annonces as lire
from ..services import annonces as services

FORMULAIRE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def annonces(request: HttpRequest) -> HttpResponse:
    """What was announced to the person; drafts and reach for who writes."""
    exiger_membre(request.user)
    demande = lire.Demande.lire(request.GET)
    if request.GET.get("format") == "csv":
        return reponse_csv("annonces", lire.ENTETES, lire.export(request.user, demande))
    page = lire.liste(request.user, demande, request.GET.get("page", 1))
    contexte = {
        "demande": demande,
        "lignes": page.object_list,
        "tient": redige(request.user),
        "compteurs": lire.compteurs(request.user, demande),
        **avec_pagination(request, page),
    }
    return render(request, "pilotage/annonces/liste.html", contexte)


@login_required
@require_safe
def annonce(request: HttpRequest, pk: int) -> HttpResponse:
    lisible = annonce_lisible_ou_404(request.user, pk)
    return render(request, "pilotage/annonces/annonce.html", lire.page(request.user, lisible))


@login_required
@require_POST
def annonce_lue(request: HttpRequest, pk: int) -> HttpResponse:
    """« J'ai lu », by the button or by having kept the page open."""
    lisible = annonce_lisible_ou_404(request.user, pk)
    services.noter_lecture(par=request.user, annonce=lisible)
    if request.htmx:
        return render(request, "pilotage/annonces/_lue.html", lire.page(request.user, lisible))
    return redirect("accueil" if request.POST.get("suite") == "accueil" else "pilotage:annonces")


@login_required
@FORMULAIRE
def annonce_ajouter(request: HttpRequest) -> HttpResponse:
    exiger(request.user, "coordonner", raison=RAISON)
    formulaire = FormulaireAnnonce(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        organisations = formulaire.cleaned_data["organisations"]
        neuve = services.rediger_annonce(par=request.user, champs=formulaire.champs, organisations=organisations)
        messages.success(request, "Le brouillon est enregistré.")
        return redirect("pilotage:annonce_publier", neuve.pk)
    return _page_formulaire(request, formulaire, None)


@login_required
@FORMULAIRE
def annonce_modifier(request: HttpRequest, pk: int) -> HttpResponse:
    tenue = annonce_tenue_ou_404(request.user, pk)
    formulaire = FormulaireAnnonce(request.POST or None, annonce=tenue, lue=services.empreinte(tenue))
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.modifier_annonce(
                par=request.user,
                annonce=tenue,
                champs=formulaire.champs,
                organisations=formulaire.cleaned_data["organisations"],
                lue=formulaire.cleaned_data["lue"],
            )
        except services.ConflitAnnonce as conflit:
            return _page_formulaire(request, formulaire, tenue, conflit.annonce)
        messages.success(request, "Le brouillon est enregistré.")
        return redirect("pilotage:annonce_publier", pk)
    return _page_formulaire(request, formulaire, tenue)


def _page_formulaire(
    request: HttpRequest, formulaire: FormulaireAnnonce, tenue: Annonce | None, autre: Annonce | None = None
) -> HttpResponse:
    """The form; after a conflict, beside what the other wrote, and a second sending then takes its place."""
    contexte: dict[str, Any] = {"formulaire": formulaire, "annonce": tenue, "autre": autre}
    if autre is not None:
        contexte["lue"] = services.empreinte(autre)
    statut = 409 if autre is not None else 422 if formulaire.errors else 200
    return render(request, "pilotage/annonces/formulaire.html", contexte, status=statut)


@login_required
@require_POST
def annonce_supprimer(request: HttpRequest, pk: int) -> HttpResponse:
    services.supprimer_annonce(par=request.user, annonce=annonce_tenue_ou_404(request.user, pk))
    messages.success(request, "Le brouillon est supprimé.")
    return redirect("pilotage:annonces")


@login_required
@FORMULAIRE
def annonce_publier(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: publish, to these people? What is published cannot be called back."""
    tenue = annonce_tenue_ou_404(request.user, pk)
    if request.method == "POST":
        try:
            combien = services.publier_annonce(par=request.user, annonce=tenue, lue=request.POST.get("lue", ""))
        except services.ConflitAnnonce:
            messages.error(request, "L'annonce a changé depuis que vous l'avez relue. Relisez-la, puis publiez.")
            return redirect(
                "pilotage:annonces" if Annonce.objects.filter(pk=pk, publiee_le__isnull=False) else request.path
            )
        except ValidationError as refus:
            messages.error(request, " ".join(refus.messages))
            return redirect(request.path)
        messages.success(request, f"L'annonce est publiée : {combien} personnes sont averties.")
        return redirect("pilotage:annonce", pk)
    visee = lire.destinataires(services.audience(tenue))
    contexte = {"annonce": tenue, "lue": services.empreinte(tenue), "visee": visee}
    return render(request, "pilotage/annonces/publier.html", contexte)
