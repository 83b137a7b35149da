"""Changing plans: creating, structuring, publishing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ecosysteme.models import Objectif, Orientation
from ecosysteme.services import plans
from ecosysteme.services.fiches import ConflitFiche

from ..forms.plans import FormulaireObjectif, FormulaireOrientation, FormulairePlan
from ..permissions import (
    objectif_modifiable_ou_404,
    organisation_planifiable_ou_404,
    orientation_modifiable_ou_404,
    plan_modifiable_ou_404,
)
from ..selectors import edition as lire
from ._edition import traiter

FORMULAIRE = require_http_methods(["GET", "POST"])
GABARIT = "pilotage/edition/noeud.html"


def _page_plan(plan) -> str:
    return reverse("pilotage:plan", args=[plan.pk])


@login_required
@FORMULAIRE
def plan_ajouter(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = organisation_planifiable_ou_404(request.user, pk)
    form = FormulairePlan(request.POST or None, plan=lire.plan_vierge(organisation))
    return traiter(
        request,
        form,
        lambda f: plans.creer_plan(par=request.user, organisation=organisation, champs=f.champs()),
        gabarit=GABARIT,
        contexte=lire.nouveau_plan(organisation),
        suite=_page_plan,
        succes="Le plan est créé, en brouillon. Ajoutez-lui une première orientation.",
    )


@login_required
@FORMULAIRE
def plan_modifier(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_modifiable_ou_404(request.user, pk)
    form = FormulairePlan(request.POST or None, instance=plan, plan=plan)
    return traiter(
        request,
        form,
        lambda f: plans.modifier_plan(
            par=request.user, plan=plan, champs=f.champs(), version_lue=f.version_lue, note=f.note
        ),
        gabarit=GABARIT,
        contexte=lire.plan(plan),
        suite=_page_plan,
        succes="Le plan est enregistré.",
    )


@login_required
@FORMULAIRE
def plan_publier(request: HttpRequest, pk: int) -> HttpResponse:
    """One question on a page: what cannot be undone, with its second reading."""
    plan = plan_modifiable_ou_404(request.user, pk)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            lue = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
            plans.publier_plan(par=request.user, plan=plan, version_lue=lue)
        except (ConflitFiche, ValidationError) as refus:
            messages.error(request, " ".join(refus.messages) if isinstance(refus, ValidationError) else str(refus))
        else:
            messages.success(request, "Le plan est publié. Chaque changement demande maintenant une note.")
        return redirect("pilotage:plan", pk)
    return render(request, "pilotage/edition/publier.html", lire.publication(plan))


@login_required
@FORMULAIRE
def orientation_ajouter(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_modifiable_ou_404(request.user, pk)
    form = FormulaireOrientation(request.POST or None, plan=plan, instance=Orientation(plan=plan))
    return traiter(
        request,
        form,
        lambda f: plans.creer_orientation(par=request.user, plan=plan, champs=f.champs(), note=f.note),
        gabarit=GABARIT,
        contexte=lire.sous_plan(plan, "Ajouter une orientation", "Ajouter l'orientation"),
        suite=lambda _: _page_plan(plan),
        succes="L'orientation est ajoutée.",
    )


@login_required
@FORMULAIRE
def objectif_ajouter(request: HttpRequest, pk: int) -> HttpResponse:
    orientation = orientation_modifiable_ou_404(request.user, pk)
    plan = orientation.plan
    form = FormulaireObjectif(request.POST or None, plan=plan, instance=Objectif(orientation=orientation))
    return traiter(
        request,
        form,
        lambda f: plans.creer_objectif(par=request.user, orientation=orientation, champs=f.champs(), note=f.note),
        gabarit=GABARIT,
        contexte=lire.sous_plan(
            plan, f"Ajouter un objectif à l'orientation {orientation.numero}", "Ajouter l'objectif"
        ),
        suite=lambda ecrit: reverse("pilotage:objectif", args=[ecrit.pk]),
        succes="L'objectif est ajouté. Ajoutez-lui un indicateur.",
    )


def _modifier_noeud(request: HttpRequest, form, noeud, contexte: dict, suite: str, succes: str) -> HttpResponse:
    return traiter(
        request,
        form,
        lambda f: plans.modifier_noeud(
            par=request.user, noeud=noeud, champs=f.champs(), lus=f.valeurs_lues(), note=f.note
        ),
        gabarit=GABARIT,
        contexte=contexte,
        suite=lambda _: suite,
        succes=succes,
    )


@login_required
@FORMULAIRE
def orientation_modifier(request: HttpRequest, pk: int) -> HttpResponse:
    orientation = orientation_modifiable_ou_404(request.user, pk)
    form = FormulaireOrientation(request.POST or None, instance=orientation, plan=orientation.plan)
    contexte = lire.sous_plan(
        orientation.plan, f"Modifier l'orientation {orientation.numero}", "Enregistrer l'orientation"
    )
    return _modifier_noeud(
        request, form, orientation, contexte, _page_plan(orientation.plan), "L'orientation est enregistrée."
    )


@login_required
@FORMULAIRE
def objectif_modifier(request: HttpRequest, pk: int) -> HttpResponse:
    objectif = objectif_modifiable_ou_404(request.user, pk)
    plan = objectif.orientation.plan
    form = FormulaireObjectif(request.POST or None, instance=objectif, plan=plan)
    contexte = lire.sous_plan(plan, f"Modifier l'objectif {objectif.numero}", "Enregistrer l'objectif")
    suite = reverse("pilotage:objectif", args=[pk])
    return _modifier_noeud(request, form, objectif, contexte, suite, "L'objectif est enregistré.")
