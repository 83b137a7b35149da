"""Plans, orientations and objectives, as forms."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from ecosysteme.format import exercice_texte
from ecosysteme.models import Objectif, Orientation, PlanStrategique
from ecosysteme.periodes import exercice_de

from .champs import ChampNombre, adresse
from .versions import FormulaireVersion


class FormulairePlan(FormulaireVersion):
    exercice_debut = forms.TypedChoiceField(label="Premier exercice", coerce=int)
    exercice_fin = forms.TypedChoiceField(label="Dernier exercice", coerce=int)
    poids = ChampNombre(label="Poids dans l'organisation", initial=Decimal(1))
    url = adresse("Document publié", 200)

    class Meta:
        model = PlanStrategique
        fields = ["titre", "exercice_debut", "exercice_fin", "url", "poids"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = exercice_de(timezone.localdate())
        annees = {*range(present - 10, present + 11)}
        if self.instance.pk:
            annees |= {self.instance.exercice_debut, self.instance.exercice_fin}
        for champ in ("exercice_debut", "exercice_fin"):
            self.fields[champ].choices = [(annee, exercice_texte(annee)) for annee in sorted(annees)]
        if not self.instance.pk:
            self.initial |= {"exercice_debut": present, "exercice_fin": present + 3}


class FormulaireNoeud(FormulaireVersion):
    """An orientation or an objective. They have no version: the values read travel with the form."""

    poids = ChampNombre(label="Poids", help_text="Part dans le niveau au-dessus ; 0 le laisse hors de la progression.")
    lus: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        if self.instance.pk:
            for nom in self.Meta.fields:
                self.fields[nom].show_hidden_initial = True

    def valeurs_lues(self) -> dict[str, Any]:
        """The fields as they were when the form was opened."""
        lues = {}
        for nom in self.Meta.fields:
            champ = self.fields[nom]
            brute = champ.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(nom))
            lues[nom] = champ.to_python(brute)
        return lues

    def montrer_conflit(self, actuelle: Any) -> None:
        super().montrer_conflit(actuelle)
        if actuelle is None:
            return
        for nom in self.Meta.fields:
            self.data[self.add_initial_prefix(nom)] = self.fields[nom].prepare_value(getattr(actuelle, nom))


class FormulaireOrientation(FormulaireNoeud):
    class Meta:
        model = Orientation
        fields = ["numero", "titre", "enjeu", "poids"]
        widgets = {"titre": forms.Textarea({"rows": 2}), "enjeu": forms.Textarea({"rows": 2})}


class FormulaireObjectif(FormulaireNoeud):
    class Meta:
        model = Objectif
        fields = ["numero", "titre", "poids"]
        widgets = {"titre": forms.Textarea({"rows": 2})}
