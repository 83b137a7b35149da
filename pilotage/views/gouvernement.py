"""The government dashboard."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ecosysteme import live
from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.memoire import garder
from ecosysteme.models import Personne
from ecosysteme.permissions import droits, exiger_membre
from ecosysteme.views.pages import inserer, page_ou_fragment

from ..forms_tableaux import FiltresGouvernement
from ..selectors import attente, publies
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
    revision = live.revision()
    corps = _corps(request, demande, revision)
    contexte = {"revision": revision, "corps": corps, "actes": _actes(request)}
    reponse = page_ou_fragment(
        request, "pilotage/gouvernement.html", "pilotage/tableaux/_corps.html", contexte, demande.adresse()
    )
    return inserer(reponse, corps)


def _corps(request: HttpRequest, demande: Demande, revision: str) -> dict[str, str | bytes]:
    """Filters and figures rendered once for all who read the same, until a change is announced or the minute passes."""
    personne, minute = request.user, timezone.localtime().replace(second=0, microsecond=0)
    phrase, importe = attente.calcul_en_attente(), droits(personne).peut("importer")
    cle = ("gouvernement.corps", publies.complet(personne), importe, demande, minute, phrase)
    return garder(cle, lambda: _rendre(personne, demande, {"attente": phrase, "importe": importe}), revision)


def _rendre(personne: Personne, demande: Demande, cadre: dict[str, Any]) -> dict[str, str | bytes]:
    contexte = lire.page(personne, demande)
    annees = contexte["exercices"]
    donnees = {**demande.parametres, "exercice": str(annees.voulu)}
    filtres = FiltresGouvernement(donnees, exercices=annees.choix(), portefeuilles=contexte["portefeuilles"])
    contexte |= {
        "filtres": filtres,
        "url_page": reverse("pilotage:gouvernement"),
        "url_effacer": demande.adresse(portefeuille="", type="", q="", alerte=""),
        "import_url": reverse("pilotage:import_nouveau") if cadre["importe"] else "",
        "import_libelle": "Importer un fichier",
        "attente": cadre["attente"],
    }
    return {
        "nom": contexte["ensemble"].nom,
        "periode": annees.texte,
        "filtres": render_to_string("pilotage/tableaux/_filtres.html", contexte).encode(),
        "chiffres": render_to_string("pilotage/tableaux/_gouvernement.html", contexte).encode(),
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
