"""Inviting, accepting, refusing."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ..enums import NiveauGestion, RoleAdhesion
from ..models import Invitation, Organisation, Personne
from ..permissions import droits, organisations_tenues, peut_inviter
from ..services.invitations import verifier_role
from .connexion import AIDE_MOT_DE_PASSE


class ChoixOrganisation(forms.ModelChoiceField):
    def label_from_instance(self, organisation: Organisation) -> str:
        return f"{organisation.nom} ({organisation.sigle})"


class FormulaireInvitation(forms.Form):
    """Whom, where, as what; only what the author may give."""

    courriel = forms.EmailField(label="Courriel", widget=forms.EmailInput({"autocomplete": "off"}))
    organisation = ChoixOrganisation(queryset=Organisation.objects.none(), label="Organisation", empty_label="Choisir")
    role = forms.ChoiceField(label="Rôle", help_text="Le rôle vaut dans l'organisation et dans tout ce qui en relève.")
    niveau_gestion = forms.ChoiceField(
        label="Niveau de gestion",
        required=False,
        choices=NiveauGestion.choices,
        help_text="Les annonces s'adressent aussi par niveau. La personne pourra le faire corriger.",
    )

    def __init__(self, *args: Any, par: Personne, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.par = par
        self.fields["organisation"].queryset = organisations_tenues(par).actives().order_by("nom_cle")
        administre = droits(par).peut("administrer")
        self.fields["role"].choices = [("", "Choisir")] + [
            (valeur, libelle)
            for valeur, libelle in RoleAdhesion.choices
            if administre or valeur != RoleAdhesion.ADMINISTRATION
        ]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean()
        organisation, role = donnees.get("organisation"), donnees.get("role")
        if organisation and role:
            verifier_role(organisation, role)
            if not peut_inviter(self.par, organisation, role):
                raise ValidationError("Vous ne pouvez pas donner ce rôle dans cette organisation.")
        return donnees


class FormulaireCompteInvite(forms.Form):
    """What an invited person gives to open the account; the address is the invitation's."""

    prenom = forms.CharField(label="Prénom", max_length=100, widget=forms.TextInput({"autocomplete": "given-name"}))
    nom = forms.CharField(label="Nom", max_length=100, widget=forms.TextInput({"autocomplete": "family-name"}))
    mot_de_passe = forms.CharField(
        label="Mot de passe",
        strip=False,
        help_text=AIDE_MOT_DE_PASSE,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        donnees = super().clean()
        if "mot_de_passe" in donnees:
            personne = Personne(
                email=self.invitation.courriel, prenom=donnees.get("prenom", ""), nom=donnees.get("nom", "")
            )
            try:
                validate_password(donnees["mot_de_passe"], personne)
            except ValidationError as erreur:
                self.add_error("mot_de_passe", erreur)
        return donnees


class FormulaireRefus(forms.Form):
    raison = forms.CharField(
        label="Raison du refus",
        max_length=1000,
        help_text="Elle est envoyée à la personne et gardée au journal.",
        widget=forms.Textarea({"rows": 4}),
    )


class FormulaireMembres(forms.Form):
    """Filters of the members page, kept in the address."""

    q = forms.CharField(label="Nom, courriel ou organisation", required=False, widget=forms.SearchInput())
    role = forms.ChoiceField(label="Rôle", required=False, choices=[("", "Tous"), *RoleAdhesion.choices])
    passes = forms.BooleanField(label="Aussi les rôles terminés", required=False)
