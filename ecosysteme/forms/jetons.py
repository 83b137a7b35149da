"""Creating a personal API token."""

from django import forms

from ..enums import PorteeJeton

DUREES = {"30": "30 jours", "90": "90 jours", "180": "6 mois", "365": "1 an"}


class FormulaireJeton(forms.Form):
    nom = forms.CharField(
        label="Nom du jeton", max_length=100, help_text="L'outil qui s'en servira, par exemple « tableur du vendredi »."
    )
    portees = forms.MultipleChoiceField(
        label="Portées", choices=PorteeJeton, widget=forms.CheckboxSelectMultiple, initial=["lecture"]
    )
    jours = forms.TypedChoiceField(label="Durée", choices=list(DUREES.items()), coerce=int, initial="90")
