"""The government dashboard."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ecosysteme import live
from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.permissions import droits, exiger_membre
from ecosysteme.views.pages import page_ou_fragment

from ..forms_tableaux import FiltresGouvernement
from ..selectors import attente
from ..selectors import gouvernement as lire
from ..selectors.filtrage import Demande
from ..selectors.lignes import ENTETES

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}


@login_required
@require_safe
def gouvernement(request: HttpRequest) -> HttpResponse:
    """One view for the page, its fragment and its exports."""
    exiger_membre(request.user)
    demande = Demande.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        nom, lignes = lire.export(request.user, demande)
        return EXPORTS[request.GET["format"]](nom, ENTETES, lignes)
    contexte = (
        {"revision": live.revision()} | lire.page(request.user, demande) | {"attente": attente.calcul_en_attente()}
    )
    contexte |= _cadre(request, demande, contexte)
    return page_ou_fragment(
        request, "pilotage/gouvernement.html", "pilotage/tableaux/_gouvernement.html", contexte, demande.adresse()
    )


def _cadre(request: HttpRequest, demande: Demande, contexte: dict) -> dict:
    """What stands around the figures: filters, and what to do when there is nothing."""
    annees = contexte["exercices"]
    donnees = {**demande.parametres, "exercice": str(annees.voulu)}
    peut_importer = droits(request.user).peut("importer")
    return {
        "filtres": FiltresGouvernement(donnees, exercices=annees.choix(), portefeuilles=contexte["portefeuilles"]),
        "url_page": reverse("pilotage:gouvernement"),
        "url_effacer": demande.adresse(portefeuille="", type="", q="", alerte=""),
        "import_url": reverse("pilotage:import_nouveau") if peut_importer else "",
        "import_libelle": "Importer un fichier",
        "actes": _actes(request),
    }


def _actes(request: HttpRequest) -> list[dict[str, str]]:
    """Where the person may go from here."""
    acces = droits(request.user)
    actes = []
    if acces.peut("saisir") or acces.peut("saisir_les_siens"):
        actes.append({"libelle": "Saisir les résultats", "url": reverse("pilotage:saisie"), "genre": ""})
    if acces.peut("importer"):
        actes.append({"libelle": "Importations", "url": reverse("pilotage:imports"), "genre": "secondaire"})
    return [*actes, {"libelle": "Méthode", "url": reverse("pilotage:methode"), "genre": "discret"}]
