"""Consultations: opening, answering one statement after the other, the map, closing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ecosysteme import live
from ecosysteme.exports import reponse_csv
from ecosysteme.views.edition import traiter

from ..forms import opinion as formulaires
from ..forms.propositions import FormulaireRaison, FormulaireVide
from ..models import CarteOpinion
from ..permissions import sujet_ouvert_ou_403
from ..permissions_opinion import (
    consultation_lisible_ou_404,
    consultation_ouverte_ou_403,
    enonce_ouvert_ou_403,
    exiger_tenir_consultation,
    tient_consultation,
)
from ..selectors import consultation as lire
from ..services import consultations as services

FORMULAIRE = require_http_methods(["GET", "POST"])
ACTE = "forum/discussion/acte.html"


def _page(pk: int, ancre: str = "") -> str:
    return reverse("forum:consultation", args=[pk]) + ancre


@login_required
@require_safe
def consultation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The page, its map alone when the page asks for it, or the figures of a map."""
    revision = live.revision()
    objet = consultation_lisible_ou_404(request.user, pk)
    if request.GET.get("format") == "csv":
        numero = request.GET.get("carte", "")
        numero = numero if numero.isascii() and numero.isdigit() and len(numero) < 6 else "0"
        carte = get_object_or_404(CarteOpinion, consultation=objet, numero=int(numero))
        return reponse_csv(f"consultation-{pk}-carte-{carte.numero}", lire.ENTETES, lire.export(carte))
    if request.htmx and request.GET.get("partie") == "carte":
        return render(request, "forum/opinion/_carte.html", lire.carte(objet, request.GET))
    tient = tient_consultation(request.user, objet.sujet)
    contexte = lire.fiche(request.user, objet, request.GET, tient) | {"revision": revision}
    return render(request, "forum/opinion/consultation.html", contexte)


@login_required
@FORMULAIRE
def consultation_ouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    sujet = sujet_ouvert_ou_403(request.user, pk)
    exiger_tenir_consultation(request.user, sujet)
    return traiter(
        request, formulaires.FormulaireConsultation(request.POST or None),
        lambda f: services.ouvrir_consultation(
            par=request.user, sujet=sujet, question=f.cleaned_data["question"],
            enonces=f.cleaned_data["enonces"].splitlines(),
        ),
        gabarit=ACTE, contexte={"titre": "Ouvrir une consultation", "bouton": "Ouvrir la consultation",
                                "retour": reverse("forum:sujet", args=[pk])},
        suite=lambda c: _page(c.pk), succes="La consultation est ouverte.",
    )  # fmt: skip


@login_required
@require_POST
def enonce_repondre(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer; the next statement comes in its place."""
    enonce = enonce_ouvert_ou_403(request.user, pk)
    avis = {"1": 1, "0": 0, "-1": -1}.get(request.POST.get("avis", ""), 9)
    refus = ""
    try:
        services.donner_avis(par=request.user, enonce=enonce, avis=avis)
    except ValidationError as erreur:
        refus = " ".join(erreur.messages)
    if request.htmx:
        contexte = lire.repondre(request.user, consultation_lisible_ou_404(request.user, enonce.consultation_id))
        return render(
            request, "forum/opinion/_repondre.html", contexte | {"refus": refus}, status=422 if refus else 200
        )
    if refus:
        messages.error(request, refus)
    return redirect(_page(enonce.consultation_id, "#repondre"))


@login_required
@FORMULAIRE
def enonce_proposer(request: HttpRequest, pk: int) -> HttpResponse:
    objet = consultation_ouverte_ou_403(request.user, pk)
    return traiter(
        request, formulaires.FormulaireEnonce(request.POST or None),
        lambda f: services.proposer_enonce(par=request.user, consultation=objet, texte=f.cleaned_data["texte"]),
        gabarit=ACTE, contexte={"titre": "Proposer un énoncé", "bouton": "Proposer l'énoncé", "retour": _page(pk)},
        suite=lambda _: _page(pk), succes="L'énoncé est proposé ; vous en êtes d'accord, et les autres y répondront.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def enonce_retirer(request: HttpRequest, pk: int) -> HttpResponse:
    enonce = enonce_ouvert_ou_403(request.user, pk)
    exiger_tenir_consultation(request.user, enonce.consultation.sujet)
    retour = _page(enonce.consultation_id)
    return traiter(
        request, FormulaireRaison(request.POST or None),
        lambda f: services.retirer_enonce(par=request.user, enonce=enonce, motif=f.cleaned_data["raison"]),
        gabarit=ACTE, contexte={"titre": f"Retirer «\u00a0{enonce.texte}\u00a0»", "bouton": "Retirer l'énoncé",
                                "retour": retour},
        suite=lambda _: retour, succes="L'énoncé est retiré ; la raison se lit sur la page.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def consultation_fermer(request: HttpRequest, pk: int) -> HttpResponse:
    objet = consultation_ouverte_ou_403(request.user, pk)
    exiger_tenir_consultation(request.user, objet.sujet)
    return traiter(
        request, FormulaireVide(request.POST if request.method == "POST" else None),
        lambda _: services.fermer_consultation(par=request.user, consultation=objet),
        gabarit=ACTE, contexte={"titre": "Fermer la consultation\u202f?", "bouton": "Fermer la consultation",
                                "retour": _page(pk)},
        suite=lambda _: _page(pk), succes="La consultation est fermée. Une dernière carte se dessine, si assez de "
        "personnes ont répondu depuis la précédente.",
    )  # fmt: skip
