"""How allauth opens its doors here: no open sign-up, same answers for known and unknown addresses, French words."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import IntegerField
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.urls import reverse

from .models import Invitation, Personne
from .permissions import droits
from .services.comptes import confirmer_courriel, fermer_sessions
from .services.invitations import accepter

journal = logging.getLogger(__name__)
CLE_INVITATION = "invitation"


def domaine_autorise(courriel: str) -> bool:
    return courriel.rpartition("@")[2].lower() in settings.DOMAINES_AUTORISES


def invitation_en_session(request: HttpRequest) -> Invitation | None:
    """The open invitation whose link this session followed."""
    empreinte = request.session.get(CLE_INVITATION)
    if not empreinte:
        return None
    return Invitation.objects.ouvertes().filter(empreinte_jeton=empreinte).select_related("organisation").first()


A_LIRE = RawSQL(
    "(SELECT count(*) FROM ecosysteme_notification n"
    " WHERE n.personne_id = ecosysteme_personne.id AND n.lue_le IS NULL)",
    [],
    output_field=IntegerField(),
)


class Authentification(AuthenticationBackend):
    """Who is behind the session, with how many notifications wait for her: the bell of every page costs no query."""

    def get_user(self, user_id: int) -> Personne | None:
        personne = Personne.objects.annotate(non_lues=A_LIRE).filter(pk=user_id).order_by().first()
        return personne if personne is not None and self.user_can_authenticate(personne) else None


class AdaptateurCompte(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Le courriel ou le mot de passe est inexact.",
        "email_taken": "Ce courriel a déjà un compte.",
        "duplicate_email": "Ce courriel est déjà celui de votre compte.",
        "cannot_remove_primary_email": "Le courriel principal ne peut être retiré.",
        "unverified_primary_email": "Confirmez d'abord votre courriel principal.",
        "too_many_login_attempts": "Trop d'essais. Attendez quelques minutes, puis réessayez.",
        "enter_current_password": "Saisissez votre mot de passe actuel.",
        "incorrect_password": "Le mot de passe est inexact.",
        "incorrect_code": "Le code est inexact ou périmé.",
        "rate_limited": "Trop d'essais. Attendez quelques minutes, puis réessayez.",
        "same_as_current": "La nouvelle valeur doit différer de l'actuelle.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-up by form is for the allow-listed domains; invitations have their own page."""
        return bool(settings.DOMAINES_AUTORISES)

    def save_user(self, request: HttpRequest, user: Personne, form: Any, commit: bool = True) -> Personne:
        user.prenom = form.cleaned_data.get("prenom", "")
        user.nom = form.cleaned_data.get("nom", "")
        return super().save_user(request, user, form, commit)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many failures answer 429, whether the address has an account or not."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as erreur:
            raise ImmediateHttpResponse(respond_429(request)) from erreur

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        journal.warning("Échec de connexion depuis %s", self.get_client_ip(request))

    def pre_login(self, request: HttpRequest, user: Personne, **options: Any) -> Any:
        """An account opened by the command line or the coordination has no address record: take its own as given."""
        if not EmailAddress.objects.filter(user=user).exists():
            confirmer_courriel(user)
        return super().pre_login(request, user, **options)

    def logout(self, request: HttpRequest) -> None:
        """Leaving ends the other sessions too: a shared workstation stays closed."""
        personne = request.user
        super().logout(request)
        fermer_sessions(personne)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return (
            super().get_login_redirect_url(request) if droits(request.user).est_membre else reverse("compte_sans_role")
        )

    get_signup_redirect_url = get_login_redirect_url

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")


class AdaptateurUnique(DefaultSocialAccountAdapter):
    """Single sign-on goes through the same door: an invitation followed in this session, or a domain."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        courriel = (sociallogin.user.email or "").lower()
        invitation = invitation_en_session(request)
        return domaine_autorise(courriel) or (invitation is not None and invitation.courriel.lower() == courriel)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict) -> Personne:
        personne = super().populate_user(request, sociallogin, data)
        personne.prenom, personne.nom = data.get("first_name") or "", data.get("last_name") or ""
        personne.email = (personne.email or "").lower()
        return personne

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Personne:
        personne = super().save_user(request, sociallogin, form)
        invitation = invitation_en_session(request)
        if invitation is not None and invitation.courriel.lower() == personne.email:
            accepter(par=personne, invitation=invitation)
        return personne


class AdaptateurMfa(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": "Le code est inexact ou périmé."}

    def get_totp_issuer(self) -> str:
        return "Écosystème de la performance"
