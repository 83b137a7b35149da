"""Filters of the dashboards: they live in the address, nothing is validated but by reading it."""

from collections.abc import Sequence

from django import forms

from ecosysteme.enums import TypeOrganisation

Choix = Sequence[tuple[str, str]]


class FiltresGouvernement(forms.Form):
    """Period, portfolio, kind of organisation, words."""

    exercice = forms.ChoiceField(label="Exercice")
    portefeuille = forms.ChoiceField(label="Portefeuille", required=False)
    type = forms.ChoiceField(
        label="Voir",
        required=False,
        choices=[
            ("", "Toutes les organisations"),
            (TypeOrganisation.MINISTERE, "Ministères"),
            (TypeOrganisation.ORGANISME, "Organismes"),
            (TypeOrganisation.PORTEFEUILLE, "Portefeuilles"),
        ],
    )
    q = forms.CharField(label="Nom ou sigle", required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args, exercices: Choix = (), portefeuilles: Choix = (), **kwargs) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        self.fields["exercice"].choices = exercices
        self.fields["portefeuille"].choices = [("", "Tous"), *portefeuilles]


class FiltresOrganisation(forms.Form):
    """Period and words, on the page of an organisation."""

    exercice = forms.ChoiceField(label="Exercice")
    q = forms.CharField(label="Code ou nom", required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args, exercices: Choix = (), **kwargs) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        self.fields["exercice"].choices = exercices
