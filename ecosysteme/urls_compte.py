"""Accounts: allauth's views under French addresses (its names are kept), and our own pages."""

from allauth.account import views as compte
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as cles
from allauth.socialaccount import views as unique
from allauth.usersessions import views as sessions
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from .views import compte as pages
from .views import invitations, jetons

connexion = [
    path("connexion/", compte.login, name="account_login"),
    path("connexion/code/", mfa.authenticate, name="mfa_authenticate"),
    path("connexion/cle/", cles.login_webauthn, name="mfa_login_webauthn"),
    path("deconnexion/", compte.logout, name="account_logout"),
    path("inactif/", compte.account_inactive, name="account_inactive"),
    path("inscription/", compte.signup, name="account_signup"),
    path("confirmer/", compte.reauthenticate, name="account_reauthenticate"),
    path("confirmer/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirmer/cle/", cles.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]

securite = [
    path("securite/", mfa.index, name="mfa_index"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("securite/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("securite/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("securite/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("securite/codes/creer/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("securite/codes/telecharger/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("securite/cles/", cles.list_webauthn, name="mfa_list_webauthn"),
    path("securite/cles/ajouter/", cles.add_webauthn, name="mfa_add_webauthn"),
    path("securite/cles/<int:pk>/retirer/", cles.remove_webauthn, name="mfa_remove_webauthn"),
    path("securite/cles/<int:pk>/renommer/", cles.edit_webauthn, name="mfa_edit_webauthn"),
]

courriel_et_mot_de_passe = [
    path("courriel/", compte.email, name="account_email"),
    path("courriel/verifier/", compte.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^courriel/verifier/(?P<key>[-:\w]+)/$", compte.confirm_email, name="account_confirm_email"),
    path("mot-de-passe/", compte.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", compte.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", compte.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", compte.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/cle/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        compte.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mot-de-passe/change/", compte.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]

authentification_unique = [
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("unique/", unique.connections, name="socialaccount_connections"),
    path("unique/annulee/", unique.login_cancelled, name="socialaccount_login_cancelled"),
    path("unique/erreur/", unique.login_error, name="socialaccount_login_error"),
    path("unique/inscription/", unique.signup, name="socialaccount_signup"),
]

notres = [
    path("", RedirectView.as_view(pattern_name="mfa_index"), name="compte"),
    path("sans-role/", pages.sans_role, name="compte_sans_role"),
    path("membres/", pages.membres, name="membres"),
    path("membres/<int:pk>/niveau/", pages.niveau_membre, name="niveau_membre"),
    path("membres/<int:pk>/terminer/", pages.terminer_role, name="terminer_role"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/nouvelle/", invitations.inviter, name="inviter"),
    path("invitations/<int:pk>/renvoyer/", invitations.renvoyer_invitation, name="renvoyer_invitation"),
    path("invitations/<int:pk>/revoquer/", invitations.revoquer_invitation, name="revoquer_invitation"),
    path("invitation/", invitations.invitation, name="invitation"),
    path("invitation/<str:jeton>/", invitations.invitation_lien, name="invitation_lien"),
    path("partenaires/", invitations.partenaires, name="partenaires"),
    path("partenaires/<int:pk>/approuver/", invitations.approuver_partenaire, name="approuver_partenaire"),
    path("partenaires/<int:pk>/refuser/", invitations.refuser_partenaire, name="refuser_partenaire"),
    path("jetons/", jetons.jetons, name="jetons"),
    path("jetons/nouveau/", jetons.creer_jeton, name="creer_jeton"),
    path("jetons/<int:pk>/revoquer/", jetons.revoquer_jeton, name="revoquer_jeton"),
]

urlpatterns = [*connexion, *securite, *courriel_et_mot_de_passe, *authentification_unique, *notres]
