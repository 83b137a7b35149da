"""The filters of the data-entry page, kept in its address."""

from typing import Any

from django import forms

from ecosysteme.enums import Territoire


class FiltresForm(forms.Form):
    """Filters of the grid; a choice of one is not shown."""

    exercice = forms.ChoiceField(label="Exercice")
    organisation = forms.ChoiceField(label="Organisation", required=False)
    plan = forms.ChoiceField(label="Plan", required=False)
    periode = forms.ChoiceField(label="Période", required=False)
    territoire = forms.ChoiceField(label="Territoire", choices=Territoire.choices, required=False)
    q = forms.CharField(
        label="Chercher un indicateur",
        required=False,
        widget=forms.TextInput(attrs={"data-recherche": "", "type": "search"}),
    )
    frequence = forms.CharField(required=False, widget=forms.HiddenInput)
    voir = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *, choix: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for nom, options in choix.items():
            self.fields[nom].choices = options
            if len(options) < 3 and nom in ("organisation", "plan", "periode"):
                del self.fields[nom]
        for nom in ("frequence", "voir"):
            if not self.initial.get(nom):
                del self.fields[nom]
