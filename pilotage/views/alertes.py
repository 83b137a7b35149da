"""Alerts: what calls for attention, filtered by counters; answering for one; the thresholds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosysteme import live
from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.format import date_longue
from ecosysteme.permissions import droits
from ecosysteme.views.pages import page_ou_fragment

from ..forms.alertes import FiltresAlertes, FormulaireAcquittement, FormulaireSeuils
from ..permissions_alertes import acquittement_tenu_ou_404, exiger_coordination, porteur_ou_404
from ..permissions_meteo import exiger_interne
from ..selectors import alertes_page as lire
from ..selectors.alertes_demande import DemandeAlertes
from ..selectors.alertes_lignes import Levee, reponse
from ..selectors.exercices import exercice_voulu
from ..services import alertes as services

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}
FORMULAIRE = require_http_methods(["GET", "POST"])


@login_required
@require_safe
def alertes(request: HttpRequest) -> HttpResponseBase:
    """One view for the page, its fragment and its exports."""
    exiger_interne(request.user)
    demande = DemandeAlertes.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        nom, lignes = lire.export(request.user, demande)
        return EXPORTS[request.GET["format"]](nom, lire.ENTETES, lignes)
    contexte = {"revision": live.revision()} | lire.page(request.user, demande)
    annees = contexte["exercices"]
    contexte |= {
        "filtres": FiltresAlertes(
            {**demande.parametres, "exercice": str(annees.voulu)},
            exercices=annees.choix(),
            organisations=contexte["organisations"],
        ),
        "regle_seuils": droits(request.user).peut("coordonner"),
    }
    return page_ou_fragment(
        request, "pilotage/alertes/page.html", "pilotage/alertes/_alertes.html", contexte, demande.adresse()
    )


@login_required
@require_safe
def miennes(request: HttpRequest) -> HttpResponse:
    """The block of « Mon travail »; a page that is not asked for by htmx leads to the table."""
    exiger_interne(request.user)
    adresse = reverse("pilotage:alertes")
    if not request.htmx:
        return redirect(f"{adresse}?tenues=oui")
    comptees = lire.miennes(request.user)
    return render(request, "pilotage/alertes/_miennes.html", {"comptees": comptees, "adresse": adresse})


@login_required
@FORMULAIRE
def acquitter(request: HttpRequest, type_alerte: str, genre: str, pk: int) -> HttpResponse:
    """One question on a page: why it may wait, and until when."""
    porteur = porteur_ou_404(request.user, genre, pk)
    exercice = exercice_voulu(request.GET.get("exercice"), request.user)
    levee = lire.alerte_levee_ou_404(request.user, type_alerte, genre, pk, exercice)
    form = FormulaireAcquittement(request.POST or None)
    retour = f"{reverse('pilotage:alertes')}?exercice={exercice}"
    contexte: dict[str, Any] = {"levee": levee, "form": form, "retour": retour, "actuel": levee.reponse}
    statut = 200
    if request.method == "POST":
        statut = _acquitter(request, form, levee, porteur, contexte)
        if statut == 302:
            return redirect(retour)
    return render(request, "pilotage/alertes/acquitter.html", contexte, status=statut)


def _acquitter(request: HttpRequest, form: FormulaireAcquittement, levee: Levee, porteur: Any, contexte: dict) -> int:
    if not form.is_valid():
        return 422
    try:
        fait = services.acquitter(
            par=request.user, type_alerte=levee.type, porteur=porteur, exercice=levee.exercice, **form.cleaned_data
        )
    except services.DejaAcquittee as deja:
        a = deja.actuel
        contexte["actuel"] = reponse(a.pk, a.motif, a.jusqu_au, str(a.par), a.cree_le)
        return 409
    except ValidationError as refus:
        form.refuser(refus)
        return 422
    messages.success(
        request, f"L'alerte est acquittée. Elle reviendra d'elle-même après le {date_longue(fait.jusqu_au)}."
    )
    return 302


@login_required
@require_POST
def lever(request: HttpRequest, pk: int) -> HttpResponse:
    acquittement = acquittement_tenu_ou_404(request.user, pk)
    if services.lever(par=request.user, acquittement=acquittement):
        messages.success(request, "L'acquittement est levé : l'alerte compte de nouveau.")
    else:
        messages.info(request, "Cet acquittement était déjà levé.")
    return redirect("pilotage:alertes")


@login_required
@FORMULAIRE
def seuils(request: HttpRequest) -> HttpResponse:
    exiger_coordination(request.user)
    form = FormulaireSeuils(request.POST or None, seuils=lire.seuils_en_vigueur())
    statut = 200
    if request.method == "POST":
        statut = 422
        if form.is_valid():
            try:
                services.regler_seuils(par=request.user, valeurs=form.valeurs())
            except services.ConflitSeuils as conflit:
                form.montrer_conflit(conflit.actuels)
                statut = 409
            else:
                messages.success(request, "Les seuils sont réglés ; les tableaux de bord les suivent déjà.")
                return redirect("pilotage:alertes_seuils")
    contexte = {"form": form, "historique": lire.historique_des_seuils()}
    return render(request, "pilotage/alertes/seuils.html", contexte, status=statut)
