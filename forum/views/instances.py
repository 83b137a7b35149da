"""Instances, mandates, proxies."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosysteme.exports import reponse_csv
from ecosysteme.models import Personne
from ecosysteme.periodes import PeriodeIllisible, lire_date
from ecosysteme.permissions import exiger_membre
from ecosysteme.views.edition import traiter
from ecosysteme.views.pages import rubriques_fiche

from ..forms import instances as formulaires
from ..models import Instance, Mandat, Procuration
from ..permissions import instance_lisible_ou_404, tient_instances
from ..selectors import instances as lire
from ..services import instances as services
from ..services.procurations import donner_procuration, mandataires_possibles, revoquer_procuration

FORMULAIRE = require_http_methods(["GET", "POST"])
ACTE = "forum/discussion/acte.html"
COORDINATION = "Les instances et leurs mandats sont tenus par la coordination."


def exiger_tenir(personne: Personne) -> None:
    exiger_membre(personne)
    if not tient_instances(personne):
        raise PermissionDenied(COORDINATION)


@login_required
@require_safe
def instances(request: HttpRequest) -> HttpResponse:
    exiger_membre(request.user)
    return render(request, "forum/instances/liste.html", lire.liste(request.user))


def _jour(request: HttpRequest) -> date:
    try:
        return lire_date(request.GET.get("le", "")) or timezone.localdate()
    except PeriodeIllisible:
        return timezone.localdate()


@login_required
@require_safe
def instance(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The body, and who sits there today or on the day asked for."""
    objet, jour = instance_lisible_ou_404(request.user, pk), _jour(request)
    if request.GET.get("format") == "csv":
        return reponse_csv(f"composition-{pk}-{jour}", lire.ENTETES, lire.export(objet, jour))
    contexte = lire.fiche(request.user, objet, jour) | rubriques_fiche(request, "instance", objet)
    return render(request, "forum/instances/instance.html", contexte)


def _contexte(titre: str, bouton: str, retour: str) -> dict[str, str]:
    return {"titre": titre, "bouton": bouton, "retour": retour}


def _page(objet: Instance) -> str:
    return reverse("forum:instance", args=[objet.pk])


@login_required
@FORMULAIRE
def instance_ajouter(request: HttpRequest) -> HttpResponse:
    exiger_tenir(request.user)
    form = formulaires.FormulaireInstance(request.POST or None)
    return traiter(
        request, form, lambda f: services.creer_instance(par=request.user, **f.champs()), gabarit=ACTE,
        contexte=_contexte("Créer une instance", "Créer l'instance", reverse("forum:instances")), suite=_page,
        succes="L'instance est créée, avec l'espace de ses membres.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def instance_modifier(request: HttpRequest, pk: int) -> HttpResponse:
    objet = instance_lisible_ou_404(request.user, pk)
    exiger_tenir(request.user)
    form = formulaires.FormulaireInstance(request.POST or None, instance=objet, initial={"version": objet.version})
    return traiter(
        request, form,
        lambda f: services.modifier_instance(
            par=request.user, instance=objet, version_lue=f.version_lue, champs=f.champs()
        ),
        gabarit=ACTE, contexte=_contexte("Modifier l'instance et sa charte", "Enregistrer la charte", _page(objet)),
        suite=lambda _: reverse("forum:instance", args=[pk]),
        succes="La charte est enregistrée. Les scrutins déjà préparés gardent l'ancienne.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def mandat_donner(request: HttpRequest, pk: int) -> HttpResponse:
    objet = instance_lisible_ou_404(request.user, pk)
    exiger_tenir(request.user)
    form = formulaires.FormulaireMandat(request.POST or None, initial={"debut": timezone.localdate()})
    return traiter(
        request, form, lambda f: services.donner_mandat(par=request.user, instance=objet, **f.champs()), gabarit=ACTE,
        contexte=_contexte(f"Donner un mandat à {objet.nom}", "Donner le mandat", _page(objet)),
        suite=lambda _: _page(objet), succes="Le mandat est donné ; la personne est avertie.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def mandat_finir(request: HttpRequest, pk: int) -> HttpResponse:
    m = get_object_or_404(Mandat.objects.select_related("instance", "personne"), pk=pk)
    instance_lisible_ou_404(request.user, m.instance_id)
    exiger_tenir(request.user)
    form = formulaires.FormulaireFinMandat(request.POST or None, version=m.version)
    return traiter(
        request, form,
        lambda f: services.finir_mandat(
            par=request.user, mandat=m, fin=f.cleaned_data["fin"], version_lue=f.version_lue
        ),
        gabarit=ACTE, contexte=_contexte(f"Finir le mandat de {m.personne}", "Finir le mandat", _page(m.instance)),
        suite=lambda _: _page(m.instance), succes="La fin du mandat est enregistrée.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def procuration_donner(request: HttpRequest, pk: int) -> HttpResponse:
    objet = instance_lisible_ou_404(request.user, pk)
    personnes = mandataires_possibles(request.user, objet)
    form = formulaires.FormulaireProcuration(request.POST or None, personnes=personnes)
    return traiter(
        request, form, lambda f: donner_procuration(par=request.user, instance=objet, **f.champs()), gabarit=ACTE,
        contexte=_contexte("Donner procuration", "Donner procuration", _page(objet)), suite=lambda _: _page(objet),
        succes="La procuration est donnée. Si vous votez vous-même, votre voix prévaut.",
    )  # fmt: skip


@login_required
@require_POST
def procuration_reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    p = get_object_or_404(Procuration.objects.select_related("instance"), pk=pk)
    instance_lisible_ou_404(request.user, p.instance_id)
    try:
        revoquer_procuration(par=request.user, procuration=p)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, "Votre procuration est reprise.")
    return redirect(_page(p.instance))
