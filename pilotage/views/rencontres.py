"""Meetings: the list, planning, the page of one before, during and after, its file for a calendar, its sheet."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosysteme.exports import reponse_csv
from ecosysteme.views.pages import avec_pagination, inserer, page_ou_fragment

from ..enums import EtatRencontre
from ..forms.rencontres import ChoixOrganisation, FiltresRencontres, FormulaireAnnulation, FormulaireRencontre
from ..permissions_rencontres import (
    exiger_animer_quelque_part,
    organisation_animable_ou_404,
    organisations_animables,
    rencontre_ou_404,
    rencontre_tenue_ou_404,
    rencontres_lisibles,
)
from ..selectors import rencontre as lire
from ..selectors import rencontre_direct as direct
from ..selectors import rencontres as liste_lue
from ..services import rencontres as services
from ..services.agenda import fichier
from ..services.rencontres import ConflitRencontre
from ._rencontres import agir, entier
from .rencontres_salle import salle

FORMULAIRE = require_http_methods(["GET", "POST"])


@login_required
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    demande = liste_lue.Demande.lire(request.GET)
    rencontres_lisibles(request.user)
    if request.GET.get("format") == "csv":
        return reponse_csv("rencontres", liste_lue.ENTETES, liste_lue.export(request.user, demande))
    contexte, page = liste_lue.page(request.user, demande, request.GET.get("page", "1"))
    contexte |= {"pagination": avec_pagination(request, page), "filtres": FiltresRencontres(demande.parametres)}
    fragment = "pilotage/rencontres/_liste.html"
    return page_ou_fragment(request, "pilotage/rencontres/liste.html", fragment, contexte, demande.adresse())


def choisir_organisation(request: HttpRequest, titre: str, bouton: str) -> HttpResponse:
    """Where: the first question of planning."""
    exiger_animer_quelque_part(request.user)
    form = ChoixOrganisation(organisations=organisations_animables(request.user))
    return render(request, "pilotage/rencontres/organisation.html", {"form": form, "titre": titre, "bouton": bouton})


@login_required
@FORMULAIRE
def planifier(request: HttpRequest) -> HttpResponse:
    if not (choisie := entier(request.GET.get("organisation"))):
        return choisir_organisation(request, "Planifier une rencontre", "Continuer")
    organisation = organisation_animable_ou_404(request.user, choisie)
    initial = lire.defauts(request.user, organisation)
    form = FormulaireRencontre(
        request.POST or None, initial=initial, organisation=organisation, presentes=[request.user.pk]
    )
    contexte = {"form": form, "organisation": organisation, "titre": "Planifier une rencontre"}
    if request.method == "POST" and form.is_valid():
        try:
            faite = services.planifier(
                par=request.user, organisation=organisation, participants=form.attendues(), **form.champs()
            )
            return redirect("pilotage:rencontre", faite.pk)
        except ValidationError as refus:
            form.refuser(refus)
    return render(request, "pilotage/rencontres/planifier.html", contexte, status=422 if form.errors else 200)


@login_required
@FORMULAIRE
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    r, statut = rencontre_tenue_ou_404(request.user, pk), 200
    initial, presentes = lire.valeurs(r)
    form = FormulaireRencontre(
        request.POST or None, initial=initial, organisation=r.organisation, presentes=[*presentes, request.user.pk]
    )
    if request.method == "POST":
        statut = 422
        if form.is_valid():
            try:
                champs = {"champs": form.champs(), "version_lue": form.version_lue, "participants": form.attendues()}
                return agir(request, r, lambda: services.modifier(par=request.user, rencontre=r, **champs))
            except ConflitRencontre as conflit:
                form.montrer_conflit(conflit.actuelle)
                statut = 409
    contexte = {"form": form, "organisation": r.organisation, "titre": "Modifier la rencontre", "r": r}
    return render(request, "pilotage/rencontres/planifier.html", contexte, status=statut)


@login_required
@FORMULAIRE
def annuler(request: HttpRequest, pk: int) -> HttpResponse:
    r = rencontre_tenue_ou_404(request.user, pk)
    form = FormulaireAnnulation(request.POST or None)
    if request.method == "POST" and form.is_valid():
        motif = form.cleaned_data["motif"]
        return agir(request, r, lambda: services.annuler(par=request.user, rencontre=r, motif=motif))
    contexte = lire.entete(request.user, r) | {"form": form}
    return render(request, "pilotage/rencontres/annuler.html", contexte, status=422 if form.errors else 200)


@login_required
@require_POST
def ouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    r = rencontre_tenue_ou_404(request.user, pk)
    return agir(request, r, lambda: services.ouvrir(par=request.user, rencontre=r))


@login_required
@FORMULAIRE
def clore(request: HttpRequest, pk: int) -> HttpResponse:
    r = rencontre_tenue_ou_404(request.user, pk)
    if request.method == "POST":
        return agir(request, r, lambda: services.clore(par=request.user, rencontre=r))
    if r.etat != EtatRencontre.EN_COURS:
        return redirect("pilotage:rencontre", pk)
    contexte = lire.entete(request.user, r) | lire.bilan(r)
    return render(request, "pilotage/rencontres/clore.html", contexte)


@login_required
@require_safe
def rencontre(request: HttpRequest, pk: int) -> HttpResponse:
    """The one address of a meeting: its preparation, its room, or what came out of it."""
    r = direct.rencontre_ou_404(rencontres_lisibles(request.user), pk)
    if request.htmx and request.GET.get("etat", r.etat) != r.etat:
        return HttpResponse(headers={"HX-Refresh": "true"})  # it opened, or was called off: another page
    if r.etat == EtatRencontre.EN_COURS:
        return salle(request, r)
    if r.etat == EtatRencontre.CLOSE:
        contexte = lire.entete(request.user, r) | direct.contexte(r) | lire.attendues(r)
        return render(request, "pilotage/rencontres/apres.html", contexte | {"peut_noter": r.pv_publie_le is None})
    contexte = lire.entete(request.user, r) | lire.ordre(request.user, r) | lire.attendues(r)
    if contexte["tient"] and not request.htmx:
        contexte |= {"reserve": lire.reserve(r)}
    return page_ou_fragment(request, "pilotage/rencontres/avant.html", "pilotage/rencontres/_ordre.html", contexte)


@login_required
@require_safe
def ics(request: HttpRequest, pk: int) -> HttpResponse:
    r = rencontre_ou_404(request.user, pk)
    adresse = request.build_absolute_uri(reverse("pilotage:rencontre", args=[pk]))
    reponse = HttpResponse(fichier(r, adresse, timezone.now()), content_type="text/calendar; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="rencontre-{pk}.ics"'
    return reponse


@login_required
@require_safe
def fiche(request: HttpRequest, pk: int) -> HttpResponse:
    """One page for the printer: the agenda, its figures, room to write."""
    r = direct.rencontre_ou_404(rencontres_lisibles(request.user), pk)
    contexte: dict[str, Any] = lire.entete(request.user, r) | direct.contexte(r) | lire.attendues(r)
    return render(request, "pilotage/rencontres/fiche.html", contexte | {"details": lire.ordre(request.user, r)})


@login_required
@require_safe
def mur(request: HttpRequest, pk: int) -> HttpResponse:
    """The wall of the room: no control, huge type."""
    r = direct.rencontre_ou_404(rencontres_lisibles(request.user), pk)
    reponse = render(
        request, "pilotage/rencontres/mur.html", lire.entete(request.user, r) | {"maintenant": direct.ms(r)}
    )
    return inserer(reponse, {"mur": direct.morceaux(r)["mur"]})
