"""Settings of accounts: e-mail login, no open sign-up, second factors, rate limits; and whom
the pages say to write to.
"""

import os

ADRESSE_CONTACT = os.environ.get("ADRESSE_CONTACT", "")  # DEFAULT_FROM_EMAIL when it is empty
ACCOUNT_ADAPTER = "ecosysteme.adaptateurs.AdaptateurCompte"
SOCIALACCOUNT_ADAPTER = "ecosysteme.adaptateurs.AdaptateurUnique"
MFA_ADAPTER = "ecosysteme.adaptateurs.AdaptateurMfa"
_FORMS = "ecosysteme.forms.connexion."
ACCOUNT_FORMS = {
    "login": _FORMS + "Connexion",
    "signup": _FORMS + "Inscription",
    "add_email": _FORMS + "AjoutCourriel",
    "change_email": _FORMS + "ChangementCourriel",
    "change_password": _FORMS + "ChangementMotDePasse",
    "set_password": _FORMS + "PremierMotDePasse",
    "reset_password": _FORMS + "MotDePasseOublie",
    "reset_password_from_key": _FORMS + "NouveauMotDePasse",
    "reauthenticate": _FORMS + "Confirmation",
}
MFA_FORMS = {
    "authenticate": _FORMS + "Code",
    "reauthenticate": _FORMS + "CodeConfirmation",
    "activate_totp": _FORMS + "ActivationTotp",
    "add_webauthn": _FORMS + "AjoutCle",
    "edit_webauthn": _FORMS + "RenommageCle",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Écosystème de la performance – "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "20/5m/ip,5/5m/key", "inviter": "60/h/user"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
