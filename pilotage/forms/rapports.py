"""Forms of the reports."""

from collections.abc import Sequence

from django import forms

from ecosysteme.enums import TypeOrganisation

from ..selectors.rapport_changements import GENRES
from ..selectors.rapport_dits import SALLE
from ..selectors.rapport_selection import COMPLET, DETAILS

Choix = Sequence[tuple[str, str]]


class RapportForm(forms.Form):
    """What a detailed report is about: the filters of the dashboards."""

    exercice = forms.ChoiceField(label="Exercice")
    organisation = forms.ChoiceField(
        label="Organisation", required=False, help_text="Avec tout ce qui en relève, jusqu'aux directions."
    )
    type = forms.ChoiceField(
        label="Genre d'organisation",
        required=False,
        choices=[
            ("", "Tous les genres"),
            (TypeOrganisation.MINISTERE, "Ministères"),
            (TypeOrganisation.ORGANISME, "Organismes"),
        ],
    )
    alerte = forms.ChoiceField(label="Alerte", required=False)
    q = forms.CharField(label="Nom ou sigle", required=False, max_length=100)
    detail = forms.ChoiceField(label="Détail", choices=DETAILS, initial=COMPLET, widget=forms.RadioSelect)

    def __init__(self, *args, exercices: Choix = (), organisations: Choix = (), alertes: Choix = (), **kwargs) -> None:
        super().__init__(*args, auto_id="rapport_%s", **kwargs)
        self.fields["exercice"].choices = exercices
        self.fields["alerte"].choices = [("", "Avec ou sans alerte"), *alertes]
        self.fields["organisation"].choices = [("", "Tout le gouvernement"), *organisations]


class ChangementsForm(forms.Form):
    """Two dates and what to look at; it lives in the address."""

    depuis = forms.DateField(label="Depuis le", widget=forms.DateInput(attrs={"type": "date"}))
    jusqu_a = forms.DateField(label="Jusqu'au", widget=forms.DateInput(attrs={"type": "date"}))
    organisation = forms.ChoiceField(label="Organisation", required=False)
    genre = forms.ChoiceField(label="Voir", required=False, choices=[("", "Tout"), *GENRES.items(), *SALLE.items()])

    def __init__(self, *args, organisations: Choix = (), **kwargs) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        self.fields["organisation"].choices = [("", "Tout le gouvernement"), *organisations]
