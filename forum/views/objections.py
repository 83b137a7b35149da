"""Objections: sorted, integrated by a later version, withdrawn by their author, looked at again at the review."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from ..forms import scrutins as formulaires
from ..models import Objection
from ..permissions_scrutins import scrutin_lisible_ou_404, scrutin_tenu_ou_403, tient_scrutin
from ..selectors import objections as lire
from ..services import consentement
from .scrutins_actes import FORMULAIRE, acte


def _objection(request: HttpRequest, pk: int) -> Objection:
    objection = get_object_or_404(Objection.objects.select_related("inscription", "garde_fou"), pk=pk)
    objection.scrutin = scrutin_lisible_ou_404(request.user, objection.scrutin_id)
    return objection


@login_required
@FORMULAIRE
def objection_trier(request: HttpRequest, pk: int) -> HttpResponse:
    objection = _objection(request, pk)
    s = scrutin_tenu_ou_403(request.user, objection.scrutin_id)
    form = formulaires.FormulaireTri(request.POST or None)
    return acte(
        request, s, form, lambda f: consentement.trier_objection(par=request.user, objection=objection, **f.champs()),
        titre="Trier cette objection", dit=objection.enonce, bouton="Enregistrer", succes="L'objection est triée.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def objection_integrer(request: HttpRequest, pk: int) -> HttpResponse:
    objection = _objection(request, pk)
    s = scrutin_tenu_ou_403(request.user, objection.scrutin_id)
    form = formulaires.FormulaireIntegrer(request.POST or None, versions=lire.versions_suivantes(s))
    return acte(
        request, s, form,
        lambda f: consentement.integrer_objection(
            par=request.user, objection=objection, version=f.cleaned_data["version_texte"]
        ),
        titre="Intégrer cette objection", dit=objection.enonce, bouton="Intégrer l'objection",
        succes="L'objection est intégrée : la version qui y répond est nommée.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def objection_retirer(request: HttpRequest, pk: int) -> HttpResponse:
    objection = _objection(request, pk)
    consentement.exiger_auteur(request.user, objection)
    form = formulaires.FormulaireMotif(request.POST or None)
    return acte(
        request, objection.scrutin, form,
        lambda f: consentement.retirer_objection(
            par=request.user, objection=objection, raison=f.cleaned_data["motif"]
        ),
        titre="Retirer mon objection", dit=objection.enonce, bouton="Retirer mon objection",
        succes="Votre objection est retirée.",
    )  # fmt: skip


@login_required
@FORMULAIRE
def objection_revoir(request: HttpRequest, pk: int) -> HttpResponse:
    """Did the feared harm happen? What the guardrail indicator shows, then what people found."""
    objection = _objection(request, pk)
    sienne = objection.inscription.personne_id == request.user.pk
    if not sienne and not tient_scrutin(request.user, objection.scrutin):
        raise PermissionDenied(consentement.REVOIR)
    form = formulaires.FormulaireRevue(request.POST or None, initial={"constat": objection.revue_constat})
    return acte(
        request, objection.scrutin, form,
        lambda f: consentement.revoir_objection(
            par=request.user, objection=objection, constat=f.cleaned_data["constat"]
        ),
        titre="Le tort redouté s'est-il produit\u202f?", dit=objection.enonce, bouton="Enregistrer le constat",
        succes="Le constat est gardé avec l'objection.", plus={"garde_fou": lire.garde_fou(request.user, objection)},
    )  # fmt: skip
