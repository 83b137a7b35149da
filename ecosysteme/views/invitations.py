"""Inviting (coordination, administration), following a link (anybody), approving partners (coordination)."""

from allauth.account.internal.flows.signup import complete_signup
from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ..adaptateurs import CLE_INVITATION, invitation_en_session
from ..forms.invitations import FormulaireCompteInvite, FormulaireInvitation, FormulaireRefus
from ..models import Invitation, Personne
from ..permissions import exiger, exiger_inviter, invitation_tenue_ou_404
from ..selectors import comptes
from ..services import invitations as services
from ..services.comptes import ouvrir_compte_invite
from .pages import avec_pagination

FERMEE = "Cette invitation n'est plus ouverte."


def _envoyer(request: HttpRequest, invitation: Invitation, jeton: str) -> None:
    """Write to the invited person and say on the page what happened."""
    adresse = request.build_absolute_uri(reverse("invitation_lien", args=[jeton]))
    contexte = {"invitation": invitation, "adresse": adresse, "expire": comptes.jour(invitation.expire_le)}
    if services.ecrire(invitation.courriel, "votre invitation", "invitation", contexte):
        messages.success(request, f"Invitation envoyée à {invitation.courriel}.")
    else:
        messages.error(
            request, "L'invitation est enregistrée, mais le courriel n'est pas parti : renvoyez-la plus tard."
        )


@login_required
def invitations(request: HttpRequest) -> HttpResponse:
    exiger_inviter(request.user)
    page = comptes.invitations(request.user, page=request.GET.get("page", 1))
    contexte = {"lignes": page.object_list, "onglets": comptes.onglets(request.user, "invitations")}
    return render(request, "ecosysteme/invitations/liste.html", {**contexte, **avec_pagination(request, page)})


@login_required
def inviter(request: HttpRequest) -> HttpResponse:
    exiger_inviter(request.user)
    formulaire = FormulaireInvitation(request.POST or None, par=request.user)
    if request.method == "POST" and formulaire.is_valid():
        if trop := consume_or_429(request, action="inviter"):
            return trop
        try:
            invitation, jeton = services.inviter(par=request.user, **formulaire.cleaned_data)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            _envoyer(request, invitation, jeton)
            return redirect("invitations")
    statut = 422 if formulaire.errors else 200
    return render(request, "ecosysteme/invitations/inviter.html", {"formulaire": formulaire}, status=statut)


@login_required
@require_POST
def renvoyer_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = invitation_tenue_ou_404(request.user, pk)
    if trop := consume_or_429(request, action="inviter"):
        return trop
    try:
        jeton = services.renvoyer(par=request.user, invitation=invitation)
    except services.InvitationFermee:
        messages.error(request, FERMEE)
    else:
        invitation.refresh_from_db()
        _envoyer(request, invitation, jeton)
    return redirect("invitations")


@login_required
@require_POST
def revoquer_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = invitation_tenue_ou_404(request.user, pk)
    try:
        services.revoquer(par=request.user, invitation=invitation)
    except services.InvitationFermee:
        messages.error(request, FERMEE)
    else:
        messages.success(request, f"L'invitation de {invitation.courriel} est révoquée : son lien n'ouvre plus rien.")
    return redirect("invitations")


@never_cache
def invitation_lien(request: HttpRequest, jeton: str) -> HttpResponse:
    """The link of the e-mail: keep its hash in the session, leave the secret out of the address bar."""
    request.session[CLE_INVITATION] = services.empreinte(jeton)
    return redirect("invitation")


@never_cache
@sensitive_post_parameters("mot_de_passe")
def invitation(request: HttpRequest) -> HttpResponse:
    """Accept the invitation of this session: with one's account, or by opening it."""
    ouverte = invitation_en_session(request)
    if ouverte is None:
        return render(request, "ecosysteme/invitations/fermee.html", status=404)
    if request.user.is_authenticated:
        return _accepter_connecte(request, ouverte)
    if Personne.objects.filter(email__iexact=ouverte.courriel).exists():
        return render(request, "ecosysteme/invitations/se_connecter.html", {"invitation": ouverte})
    formulaire = FormulaireCompteInvite(request.POST or None, invitation=ouverte)
    if request.method == "POST" and formulaire.is_valid():
        return _ouvrir(request, ouverte, formulaire)
    contexte = {"invitation": ouverte, "formulaire": formulaire}
    statut = 422 if formulaire.errors else 200
    return render(request, "ecosysteme/invitations/accepter.html", contexte, status=statut)


def _accepter_connecte(request: HttpRequest, ouverte: Invitation) -> HttpResponse:
    if request.method != "POST" or request.user.email.lower() != ouverte.courriel.lower():
        return render(request, "ecosysteme/invitations/accepter_connecte.html", {"invitation": ouverte})
    try:
        services.accepter(par=request.user, invitation=ouverte)
    except services.InvitationFermee:
        return render(request, "ecosysteme/invitations/fermee.html", status=404)
    request.session.pop(CLE_INVITATION, None)
    messages.success(request, f"Votre rôle : {ouverte.get_role_display()}, {ouverte.organisation.nom}.")
    return redirect("compte_sans_role")


def _ouvrir(request: HttpRequest, ouverte: Invitation, formulaire: FormulaireCompteInvite) -> HttpResponse:
    try:
        personne = ouvrir_compte_invite(invitation=ouverte, **formulaire.cleaned_data)
    except services.InvitationFermee:
        return render(request, "ecosysteme/invitations/fermee.html", status=404)
    request.session.pop(CLE_INVITATION, None)
    return complete_signup(request, user=personne)


@login_required
def partenaires(request: HttpRequest) -> HttpResponse:
    exiger(request.user, "coordonner", raison="Les partenaires privés sont approuvés par la coordination.")
    contexte = {
        "lignes": comptes.lignes_partenaires(request.user),
        "onglets": comptes.onglets(request.user, "partenaires"),
    }
    return render(request, "ecosysteme/invitations/partenaires.html", contexte)


@login_required
@require_POST
def approuver_partenaire(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = invitation_tenue_ou_404(request.user, pk, "coordonner")
    try:
        services.approuver(par=request.user, invitation=invitation)
    except services.InvitationFermee:
        messages.error(request, "Cette demande est déjà tranchée.")
        return redirect("partenaires")
    contexte = {"invitation": invitation, "adresse": request.build_absolute_uri(reverse("account_login"))}
    services.ecrire(invitation.courriel, "votre accès est ouvert", "approbation", contexte)
    messages.success(request, f"{invitation.acceptee_par} a maintenant accès aux chiffres publiés.")
    return redirect("partenaires")


@login_required
def refuser_partenaire(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = invitation_tenue_ou_404(request.user, pk, "coordonner")
    formulaire = FormulaireRefus(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        raison = formulaire.cleaned_data["raison"]
        try:
            services.refuser(par=request.user, invitation=invitation, raison=raison)
        except services.InvitationFermee:
            messages.error(request, "Cette demande est déjà tranchée.")
        else:
            services.ecrire(
                invitation.courriel, "votre demande d'accès", "refus", {"invitation": invitation, "raison": raison}
            )
            messages.success(request, f"La demande de {invitation.acceptee_par} est refusée.")
        return redirect("partenaires")
    contexte = {"invitation": invitation, "formulaire": formulaire}
    return render(request, "ecosysteme/invitations/refuser.html", contexte, status=422 if formulaire.errors else 200)
