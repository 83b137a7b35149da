"""The account's own pages: no role yet, members, too many requests."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ..enums import NiveauGestion
from ..forms.invitations import FormulaireMembres
from ..models import Invitation
from ..permissions import adhesion_tenue_ou_404, droits, exiger_inviter
from ..selectors import comptes
from ..services.comptes import preciser_niveau, terminer_adhesion
from .pages import avec_pagination


def trop_de_demandes(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429, the same for everybody."""
    reponse = render(request, "429.html", status=429)
    reponse["Retry-After"] = "300"
    return reponse


@login_required
def sans_role(request: HttpRequest) -> HttpResponse:
    """Where a person lands whose account has no role yet."""
    if droits(request.user).est_membre:
        return redirect("accueil")
    attente = Invitation.objects.filter(
        acceptee_par=request.user, approuvee_le__isnull=True, refusee_le__isnull=True
    ).select_related("organisation")
    return render(request, "ecosysteme/comptes/sans_role.html", {"attente": list(attente)})


@login_required
def membres(request: HttpRequest) -> HttpResponse:
    exiger_inviter(request.user)
    filtres = FormulaireMembres(request.GET)
    choix = filtres.cleaned_data if filtres.is_valid() else {}
    page = comptes.membres(request.user, **choix, page=request.GET.get("page", 1))
    return render(
        request,
        "ecosysteme/comptes/membres.html",
        {
            "filtres": filtres,
            "filtre_actif": any(choix.values()),
            "lignes": page.object_list,
            "niveaux": NiveauGestion.choices,
            "ici": request.get_full_path(),
            "onglets": comptes.onglets(request.user, "membres"),
            **avec_pagination(request, page),
        },
    )


@login_required
@require_POST
def niveau_membre(request: HttpRequest, pk: int) -> HttpResponse:
    """The level of management of a role, chosen in the list of members."""
    adhesion = adhesion_tenue_ou_404(request.user, pk)
    niveau = request.POST.get("niveau", "")
    connu = niveau in NiveauGestion.values
    if connu:
        preciser_niveau(par=request.user, adhesion=adhesion, niveau=NiveauGestion(niveau))
    dit = f"Niveau de {adhesion.personne}\u00a0: {NiveauGestion(niveau).label}." if connu else "Ce niveau n'existe pas."
    if request.htmx:
        return render(request, "ecosysteme/comptes/_niveau.html", {"dit": dit}, status=200 if connu else 422)
    (messages.success if connu else messages.error)(request, dit)
    suite = request.POST.get("suite", "")
    return redirect(suite if url_has_allowed_host_and_scheme(suite, None) else "membres")


@login_required
def terminer_role(request: HttpRequest, pk: int) -> HttpResponse:
    adhesion = adhesion_tenue_ou_404(request.user, pk)
    if request.method == "POST":
        terminer_adhesion(par=request.user, adhesion=adhesion, tout_de_suite=request.POST.get("quand") == "maintenant")
        messages.success(request, f"Le rôle de {adhesion.personne} prend fin.")
        return redirect(reverse("membres"))
    return render(request, "ecosysteme/comptes/terminer_role.html", {"adhesion": adhesion})
