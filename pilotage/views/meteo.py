"""Météo: the page of a node and its history; the draft kept as one types; the publication, one question on a page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ecosysteme.exports import reponse_csv
from ecosysteme.services.fiches import ConflitFiche

from ..forms.meteo import FormulaireMeteo
from ..permissions_meteo import Noeud, noeud_jugeable_ou_404, noeud_lisible_ou_404
from ..selectors import meteo as lire
from ..selectors.exercices import exercice_voulu
from ..services import meteo as services

FORMULAIRE = require_http_methods(["GET", "POST"])
AILLEURS = "Cette météo vient de changer dans une autre fenêtre ou par une autre personne : relisez-la."


def _exercice(request: HttpRequest) -> int:
    return exercice_voulu(request.GET.get("exercice"), request.user)


@login_required
@require_GET
def meteo(request: HttpRequest, genre: str, pk: int) -> HttpResponseBase:
    """The page, the block that a sheet refreshes, the download."""
    noeud = noeud_lisible_ou_404(request.user, genre, pk)
    exercice = _exercice(request)
    if request.GET.get("format") == "csv":
        return reponse_csv(f"meteo-{genre}-{pk}-{exercice}", lire.ENTETES, lire.export(noeud, exercice))
    if request.htmx:
        return render(request, "pilotage/meteo/_bloc.html", lire.contexte_bloc(request.user, noeud, exercice))
    return render(request, "pilotage/meteo/page.html", lire.page(request.user, noeud, exercice))


@login_required
@never_cache
@FORMULAIRE
def ecrire(request: HttpRequest, genre: str, pk: int) -> HttpResponse:
    """Without JavaScript the buttons save; with it, each pause of the keyboard does."""
    noeud, exercice = noeud_jugeable_ou_404(request.user, genre, pk), _exercice(request)
    instance, etat = lire.vierge(request.user, noeud, exercice)
    form = FormulaireMeteo(request.POST or None, instance=instance)
    statut = _enregistrer(request, form, noeud, exercice) if request.method == "POST" else 200
    if request.htmx:
        contexte = {"form": form, "statut": statut, "etat": lire.vierge(request.user, noeud, exercice)[1]}
        return render(request, "pilotage/meteo/_brouillon.html", contexte, status=statut)
    if request.method == "POST" and statut == 200:
        suite = "meteo_publier" if request.POST.get("acte") == "publier" else "meteo_ecrire"
        return redirect(lire.url(noeud, exercice, suite))
    contexte = lire.cadre(noeud, exercice) | {"form": form, "etat": etat, "statut": statut}
    return render(request, "pilotage/meteo/ecrire.html", contexte, status=statut)


def _enregistrer(request: HttpRequest, form: FormulaireMeteo, noeud: Noeud, exercice: int) -> int:
    """Save the draft; the status of the answer."""
    if not form.is_valid():
        return 422
    try:
        ecrit = services.enregistrer_brouillon(
            par=request.user, noeud=noeud, exercice=exercice, champs=form.champs(), version_lue=form.version_lue
        )
        form.version_ecrite = ecrit.version
    except ConflitFiche as conflit:
        form.montrer_conflit(conflit.actuelle)
        return 409
    except ValidationError as refus:
        form.refuser(refus)
        return 422
    return 200


@login_required
@never_cache
@FORMULAIRE
def publier(request: HttpRequest, genre: str, pk: int) -> HttpResponse:
    noeud, exercice = noeud_jugeable_ou_404(request.user, genre, pk), _exercice(request)
    statut = _publier(request, noeud, exercice) if request.method == "POST" else 200
    if request.method == "POST" and statut == 200:
        return redirect(f"{noeud.url}?exercice={exercice}")
    contexte = lire.publication(request.user, noeud, exercice)
    if contexte is None:
        messages.info(request, "Aucun brouillon à publier : écrivez d'abord la météo.")
        return redirect(lire.url(noeud, exercice, "meteo_ecrire"))
    return render(request, "pilotage/meteo/publier.html", contexte | {"statut": statut}, status=statut)


def _publier(request: HttpRequest, noeud: Noeud, exercice: int) -> int:
    """Publish what was read again; 409 when it is not what stands, 422 when a sky is missing."""
    lues = [request.POST.get(champ, "") for champ in ("version", "precedente")]
    version, precedente = (int(v) if v.isascii() and v.isdigit() and len(v) < 19 else -1 for v in lues)
    try:
        services.publier_meteo(
            par=request.user, noeud=noeud, exercice=exercice, version_lue=version, precedente_lue=precedente
        )
    except ConflitFiche:
        messages.error(request, AILLEURS)
        return 409
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
        return 422
    messages.success(request, "La météo est publiée. La précédente reste à l'historique.")
    return 200


@login_required
@require_POST
def abandonner(request: HttpRequest, genre: str, pk: int) -> HttpResponse:
    noeud, exercice = noeud_jugeable_ou_404(request.user, genre, pk), _exercice(request)
    if brouillon := lire.brouillon_de(request.user, noeud, exercice):
        services.abandonner_brouillon(par=request.user, brouillon=brouillon)
        messages.success(request, "Le brouillon est abandonné. La météo publiée ne change pas.")
    return redirect(f"{noeud.url}?exercice={exercice}")
