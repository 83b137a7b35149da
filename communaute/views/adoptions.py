"""« Nous l'appliquons », what it gives here, and « nous ne l'appliquons plus »."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from ecosysteme.views.edition import traiter

from .. import forms as formulaires
from .. import permissions as acces
from ..models import Adoption
from ..selectors.pratique import fil
from ..services import adoptions as services
from .pratiques import ACTE, url

FORMULAIRE = require_http_methods(["GET", "POST"])


def _suite(adoption: Adoption) -> str:
    return f"{url(adoption.pratique)}#titre-adoptions"


@login_required
@FORMULAIRE
def appliquer(request: HttpRequest, pk: int) -> HttpResponse:
    p = acces.pratique_applicable_ou_404(request.user, pk)
    return traiter(
        request, formulaires.FormulaireAdoption(request.POST or None, par=request.user, pratique=p),
        lambda f: services.adopter(par=request.user, pratique=p, **f.champs()),
        gabarit=ACTE, suite=_suite, succes="C'est noté : dans trois mois, on vous demandera ce qu'elle a donné.",
        contexte={"titre": "Nous l'appliquons", "fil": fil(p, "Nous l'appliquons"), "sous_titre": p.titre,
                  "bouton": "Dire que nous l'appliquons", "retour": url(p)},
    )  # fmt: skip


@login_required
@FORMULAIRE
def constater(request: HttpRequest, pk: int) -> HttpResponse:
    a = acces.adoption_tenue_ou_404(request.user, pk)
    depart = {"constat": a.constat, "texte": a.constat_texte}
    return traiter(
        request, formulaires.FormulaireConstat(request.POST or None, version=a.version, initial=depart),
        lambda f: services.constater(par=request.user, adoption=a, version_lue=f.version_lue, **f.champs()),
        gabarit=ACTE, suite=_suite, succes="Merci : les autres liront ce que vous avez vu.",
        contexte={"titre": f"Ce qu'elle donne, {a.organisation.sigle}", "fil": fil(a.pratique, "Ce qu'elle donne"),
                  "sous_titre": a.pratique.titre, "bouton": "Dire ce qu'elle donne", "retour": url(a.pratique)},
    )  # fmt: skip


@login_required
@FORMULAIRE
def cesser(request: HttpRequest, pk: int) -> HttpResponse:
    a = acces.adoption_tenue_ou_404(request.user, pk)
    return traiter(
        request, formulaires.FormulaireMotif(request.POST or None, version=a.version),
        lambda f: services.cesser(par=request.user, adoption=a, version_lue=f.version_lue, **f.champs()),
        gabarit=ACTE, suite=_suite, succes="C'est noté ; vous pourrez la reprendre.",
        contexte={"titre": "Nous ne l'appliquons plus", "fil": fil(a.pratique, "Nous ne l'appliquons plus"),
                  "sous_titre": a.pratique.titre, "bouton": "Dire que nous ne l'appliquons plus",
                  "retour": url(a.pratique)},
    )  # fmt: skip
