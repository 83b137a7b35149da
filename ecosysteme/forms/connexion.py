"""The forms of allauth in our own words: « courriel », no placeholder standing for a label."""

from typing import Any

from allauth.account import forms as compte
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as cles
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from ..adaptateurs import domaine_autorise

AIDE_MOT_DE_PASSE = "Au moins 12 caractères, ni courant ni proche de votre nom. Une courte phrase convient bien."
LIBELLES = {
    "login": "Courriel",
    "email": "Courriel",
    "password": "Mot de passe",
    "oldpassword": "Mot de passe actuel",
    "password1": "Mot de passe",
    "password2": "Mot de passe, une seconde fois",
    "code": "Code à six chiffres, ou code de récupération",
    "name": "Nom de la clé",
    "passwordless": "Se connecter avec cette clé seule, sans mot de passe",
}


class EnFrancais:
    """Our labels, no placeholder, and the help that belongs to each field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom, champ in self.fields.items():
            champ.label = LIBELLES.get(nom, champ.label)
            champ.widget.attrs.pop("placeholder", None)
            if nom == "password1":
                champ.help_text = AIDE_MOT_DE_PASSE
            if nom in {"password", "password2"}:
                champ.help_text = ""
            if nom == "code":
                champ.widget.attrs |= {"inputmode": "text", "autocomplete": "one-time-code", "spellcheck": "false"}


class Connexion(EnFrancais, compte.LoginForm):
    pass


class Inscription(EnFrancais, compte.SignupForm):
    """Sign-up for the allow-listed domains; the address is proven by a link before the first login."""

    prenom = forms.CharField(label="Prénom", max_length=100, widget=forms.TextInput({"autocomplete": "given-name"}))
    nom = forms.CharField(label="Nom", max_length=100, widget=forms.TextInput({"autocomplete": "family-name"}))
    field_order = ["email", "prenom", "nom", "password1"]

    def clean_email(self) -> str:
        courriel = super().clean_email()
        if not domaine_autorise(courriel):
            domaines = ", ".join(settings.DOMAINES_AUTORISES)
            raise ValidationError(
                f"L'inscription est ouverte aux adresses de : {domaines}. Autrement, demandez une invitation."
            )
        return courriel


class AjoutCourriel(EnFrancais, compte.AddEmailForm):
    """The page « Votre courriel »."""


class ChangementCourriel(EnFrancais, compte.ChangeEmailForm):
    pass


class ChangementMotDePasse(EnFrancais, compte.ChangePasswordForm):
    pass


class PremierMotDePasse(EnFrancais, compte.SetPasswordForm):
    pass


class MotDePasseOublie(EnFrancais, compte.ResetPasswordForm):
    pass


class NouveauMotDePasse(EnFrancais, compte.ResetPasswordKeyForm):
    pass


class Confirmation(EnFrancais, compte.ReauthenticateForm):
    pass


class Code(EnFrancais, mfa.AuthenticateForm):
    pass


class CodeConfirmation(EnFrancais, mfa.ReauthenticateForm):
    pass


class ActivationTotp(EnFrancais, ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code à six chiffres affiché par l'application"
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AjoutCle(EnFrancais, cles.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "passwordless" in self.fields:
            self.fields["passwordless"].initial = True
            self.fields[
                "passwordless"
            ].help_text = "Votre appareil demandera votre empreinte, votre visage ou votre NIP."


class RenommageCle(EnFrancais, cles.EditWebAuthnForm):
    pass
