"""Series of meetings: their list, starting one, changing its rhythm."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ecosysteme.permissions import organisation_lisible_ou_404

from ..forms.rencontres import FormulaireSerie
from ..permissions_rencontres import organisation_animable_ou_404, rencontres_lisibles, serie_tenue_ou_404
from ..selectors import rencontre as lire
from ..selectors import rencontres_travail as travail
from ..selectors import series as liste_lue
from ..services import series as services
from ..services.rencontres import ConflitRencontre
from ._rencontres import entier
from .rencontres import choisir_organisation

FORMULAIRE = require_http_methods(["GET", "POST"])


@login_required
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    rencontres_lisibles(request.user)
    return render(request, "pilotage/rencontres/series.html", liste_lue.liste(request.user))


@login_required
@FORMULAIRE
def ajouter(request: HttpRequest) -> HttpResponse:
    if not (choisie := entier(request.GET.get("organisation"))):
        return choisir_organisation(request, "Planifier une série de rencontres", "Continuer")
    organisation = organisation_animable_ou_404(request.user, choisie)
    initial = lire.defauts(request.user, organisation)
    form = FormulaireSerie(
        request.POST or None, initial=initial, organisation=organisation, presentes=[request.user.pk]
    )
    if request.method == "POST" and form.is_valid():
        try:
            champs = form.champs() | {"organisation": organisation}
            services.creer_serie(par=request.user, champs=champs, participants=form.attendues())
        except ValidationError as refus:
            form.refuser(refus)
        else:
            messages.success(request, "La série est planifiée ; ses prochaines rencontres sont dans la liste.")
            return redirect("pilotage:rencontre_series")
    contexte = {"form": form, "organisation": organisation, "titre": "Planifier une série de rencontres"}
    return render(request, "pilotage/rencontres/planifier.html", contexte, status=422 if form.errors else 200)


@login_required
@FORMULAIRE
def modifier(request: HttpRequest, pk: int) -> HttpResponse:
    serie, statut = serie_tenue_ou_404(request.user, pk), 200
    initial, presentes = liste_lue.valeurs(serie)
    form = FormulaireSerie(
        request.POST or None, initial=initial, organisation=serie.organisation, presentes=[*presentes, request.user.pk]
    )
    if request.method == "POST":
        statut = 422
        if form.is_valid():
            try:
                champs = {"champs": form.champs(), "version_lue": form.version_lue, "participants": form.attendues()}
                services.modifier_serie(par=request.user, serie=serie, **champs)
            except ConflitRencontre as conflit:
                form.montrer_conflit(conflit.actuelle)
                statut = 409
            except ValidationError as refus:
                form.refuser(refus)
            else:
                messages.success(request, "La série est modifiée ; ses rencontres à venir la suivent.")
                return redirect("pilotage:rencontre_series")
    contexte = {"form": form, "organisation": serie.organisation, "titre": "Modifier la série", "serie": serie}
    return render(request, "pilotage/rencontres/planifier.html", contexte, status=statut)


@login_required
@require_safe
def miennes(request: HttpRequest) -> HttpResponse:
    """The block of « Mon travail »."""
    rencontres_lisibles(request.user)
    return render(request, "pilotage/rencontres/_travail.html", travail.attendues(request.user))


@login_required
@require_safe
def d_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """The block of the sheet of an organisation."""
    rencontres_lisibles(request.user)
    objet = organisation_lisible_ou_404(request.user, pk)
    return render(request, "pilotage/rencontres/_organisation.html", travail.d_organisation(objet))
