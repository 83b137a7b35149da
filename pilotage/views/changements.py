"""« Qu'est-ce qui a changé depuis… »: one view for the page, its CSV and its PDF."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from ecosysteme.exports import reponse_csv
from ecosysteme.pdf import indisponible, pdf, reponse_pdf

from ..forms.rapports import ChangementsForm
from ..permissions_rapports import exiger_interne
from ..selectors import rapport_changements as lire
from ..selectors.rapports import choix


@login_required
@require_safe
def changements(request: HttpRequest) -> HttpResponseBase:
    exiger_interne(request.user)
    periode, manque = lire.Periode.lire(request.GET), indisponible()
    contexte = lire.page(request.user, periode) | {"sans_pdf": manque}
    if request.GET.get("format") == "csv":
        return reponse_csv(f"changements-{periode.depuis}-{periode.jusqu_a}", lire.ENTETES, lire.lignes_csv(contexte))
    if request.GET.get("format") == "pdf" and not manque:
        return _en_pdf(contexte)
    offerts = choix(request.user, "")["organisations"]
    contexte["filtres"] = ChangementsForm(periode.parametres, organisations=offerts)
    return render(request, "pilotage/rapports/changements.html", contexte)


def _en_pdf(contexte: dict) -> HttpResponse:
    return reponse_pdf("changements", pdf(render_to_string("pilotage/rapports/changements_pdf.html", contexte)))
