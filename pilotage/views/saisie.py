"""The data-entry grid: one address reads, saves and shows again; a batch that was saved can be undone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ecosysteme.permissions import exiger_membre
from ecosysteme.services.lots import LotDejaAnnule, LotOccupe, ResultatLot, annuler_lot, enregistrer_lot

from ..forms_bilan import BilanSaisie, phrase_annulation
from ..forms_grille import Envoi
from ..forms_saisie import FiltresForm
from ..permissions import indicateurs_a_saisir_ou_404, lot_annulable_ou_404
from ..selectors import saisie as lire
from ..selectors.attente import calcul_en_attente
from ..selectors.saisie_demande import CHAMPS, Demande, lire_demande, lire_ids, modifiables
from ..selectors.saisie_lignes import lignes


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def saisie(request: HttpRequest) -> HttpResponse:
    exiger_membre(request.user)
    demande = lire_demande(request.GET, request.user)
    if request.method == "GET":
        return _page(request, lire.page(request.user, demande))
    bilan = _enregistrer(request, demande)
    if not request.accepts("text/html"):
        return JsonResponse(bilan.json(), status=bilan.statut)
    if bilan.statut != 200:
        contexte = lire.page(request.user, demande, bilan.envoi.indicateurs)
        return _page(request, contexte | {"erreurs": bilan.poser(contexte["lignes"]), "bilan": bilan}, bilan.statut)
    _dire(request, bilan)
    return redirect(demande.requete())


def _enregistrer(request: HttpRequest, demande: Demande) -> BilanSaisie:
    envoi = Envoi.lire(request.POST)
    tenus = indicateurs_a_saisir_ou_404(request.user, envoi.indicateurs).values()
    envoi.examiner(lignes(request.user, tenus, demande.exercice, demande.territoire), demande.territoire)
    try:
        fait = enregistrer_lot(par=request.user, entrees=envoi.entrees)
    except LotOccupe as refus:
        fait = ResultatLot()
        envoi.empecher(str(refus))
    return BilanSaisie(envoi, fait, request.user)


def _page(request: HttpRequest, contexte: dict[str, Any], statut: int = 200) -> HttpResponse:
    demande = contexte["demande"]
    initial = {nom: getattr(demande, nom) or "" for nom in CHAMPS}
    contexte["attente"] = calcul_en_attente() if contexte["lignes"] else ""
    contexte["lu"] = lire.lu(contexte["lignes"])
    contexte["formulaire"] = FiltresForm(choix=contexte["choix"], initial=initial)
    return render(request, "pilotage/saisie/page.html", contexte, status=statut)


def _dire(request: HttpRequest, bilan: BilanSaisie) -> None:
    (messages.success if bilan.fait.lot else messages.info)(request, bilan.message)
    for phrase in bilan.phrases_doutes():
        messages.warning(request, phrase)


@login_required
@never_cache
@require_GET
def etat(request: HttpRequest) -> HttpResponse:
    """How the cells of some indicators stand now, for a page that stays open."""
    demande = lire_demande(request.GET, request.user)
    tenus = modifiables(request.user).filter(pk__in=lire_ids(request.GET)).select_related("organisation")
    rangees = lignes(request.user, tenus, demande.exercice, demande.territoire)
    cellules = {c.cle: c.vue() for ligne in rangees for c in ligne.cellules}
    return JsonResponse({"cellules": cellules, "attente": calcul_en_attente() if rangees else ""})


@login_required
@require_POST
def annuler(request: HttpRequest, pk: int) -> HttpResponse:
    lot = lot_annulable_ou_404(request.user, pk)
    try:
        fait = annuler_lot(par=request.user, lot=lot)
        phrase, statut = phrase_annulation(fait), 409 if fait.conflits else 200
    except (LotDejaAnnule, LotOccupe) as refus:
        fait, phrase, statut = None, str(refus), 409
    if not request.accepts("text/html"):
        return JsonResponse({"message": phrase, "lot": lire.dernier_lot(request.user)}, status=statut)
    (messages.warning if statut == 409 else messages.success)(request, phrase)
    return redirect(lire_demande(request.GET, request.user).requete())
