"""The page of an organisation."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ecosysteme import live
from ecosysteme.exports import reponse_csv, reponse_xlsx
from ecosysteme.views.pages import page_ou_fragment, rubriques_fiche

from ..forms_tableaux import FiltresOrganisation
from ..selectors import organisation as lire
from ..selectors.filtrage_indicateurs import DemandeIndicateurs
from ..selectors.indicateurs import ENTETES
from ..selectors.organisation_mots import organisation_ou_404

EXPORTS = {"csv": reponse_csv, "xlsx": reponse_xlsx}


@login_required
@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One view for the page, its fragment and its exports."""
    objet = organisation_ou_404(request.user, pk)
    demande = DemandeIndicateurs.lire(request.GET)
    if request.GET.get("format") in EXPORTS:
        nom, lignes = lire.export(request.user, objet, demande)
        return EXPORTS[request.GET["format"]](nom, ENTETES, lignes)
    contexte = {"revision": live.revision()} | lire.page(request.user, objet, demande)
    annees = contexte["exercices"]
    donnees = {"exercice": str(annees.voulu), "q": demande.q}
    contexte |= {"filtres": FiltresOrganisation(donnees, exercices=annees.choix())}
    if not request.htmx:
        contexte |= rubriques_fiche(request, "organisation", objet, annees.voulu)
    return page_ou_fragment(
        request, "pilotage/organisation.html", "pilotage/tableaux/_organisation.html", contexte, demande.adresse()
    )
