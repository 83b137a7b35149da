"""Minutes of a closed meeting: read, corrected, published, as PDF."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ecosysteme.pdf import indisponible, pdf, reponse_pdf
from ecosysteme.views.edition import traiter

from ..forms.pv import FormulairePv
from ..permissions_actions import pv_lisible_ou_404, pv_tenu_ou_404
from ..selectors import pv as lire
from ..services.pv import corriger_pv, publier_pv

FORMULAIRE = require_http_methods(["GET", "POST"])


@login_required
@require_safe
def rencontre_pv(request: HttpRequest, pk: int) -> HttpResponse:
    contexte = lire.page(request.user, pv_lisible_ou_404(request.user, pk))
    return render(request, "pilotage/pv/pv.html", contexte | {"sans_pdf": indisponible()})


@login_required
@require_safe
def rencontre_pv_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    contexte = lire.page(request.user, pv_lisible_ou_404(request.user, pk))
    if phrase := indisponible():
        messages.warning(request, phrase)
        return redirect("pilotage:rencontre_pv", pk)
    nom = f"proces-verbal {contexte['pv']['titre']} {contexte['rencontre'].prevue_le:%Y-%m-%d}"
    return reponse_pdf(nom, pdf(render_to_string("pilotage/pv/pdf.html", contexte)))


@login_required
@FORMULAIRE
def rencontre_pv_corriger(request: HttpRequest, pk: int) -> HttpResponse:
    rencontre = pv_tenu_ou_404(request.user, pk)
    form = FormulairePv(request.POST or None, pv=lire.brouillon(rencontre), groupes=lire.a_corriger(rencontre))
    return traiter(
        request,
        form,
        lambda f: corriger_pv(
            par=request.user, rencontre=rencontre, version_lue=f.version_lue, corrections=f.corrections()
        ),
        gabarit="pilotage/pv/corriger.html",
        contexte={"rencontre": rencontre, "retour": reverse("pilotage:rencontre_pv", args=[pk])},
        suite=lambda _: reverse("pilotage:rencontre_pv", args=[pk]),
        succes="Le procès-verbal est corrigé.",
    )


@login_required
@FORMULAIRE
def rencontre_pv_publier(request: HttpRequest, pk: int) -> HttpResponse:
    rencontre = pv_tenu_ou_404(request.user, pk)
    if request.method == "POST":
        try:
            publier_pv(par=request.user, rencontre=rencontre)
        except ValidationError as refus:
            messages.error(request, " ".join(refus.messages))
        else:
            messages.success(request, "Le procès-verbal est publié ; qui était attendu ou est venu en reçoit le lien.")
        return redirect("pilotage:rencontre_pv", pk)
    return render(request, "pilotage/pv/publier.html", lire.page(request.user, rencontre))
