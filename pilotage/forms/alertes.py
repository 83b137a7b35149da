"""Filters of the alerts, the answer to one of them, the thresholds."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from ecosysteme.format import nombre

from .champs import ChampDate, ChampNombre


class FiltresAlertes(forms.Form):
    exercice = forms.ChoiceField(label="Exercice")
    organisation = forms.ChoiceField(label="Organisation et ce qui en relève", required=False)
    tenues = forms.ChoiceField(
        label="Montrer", required=False, choices=[("", "Toutes les alertes"), ("oui", "Sur ce que je tiens")]
    )
    type = forms.CharField(required=False, widget=forms.HiddenInput)
    etat = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, exercices: Sequence[tuple[str, str]], organisations: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        self.fields["exercice"].choices = exercices
        self.fields["organisation"].choices = [("", "Toutes"), *organisations]


class FormulaireAcquittement(forms.Form):
    motif = forms.CharField(
        label="Pourquoi elle peut attendre",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi l'alerte peut attendre."},
    )
    jusqu_au = ChampDate(
        label="Jusqu'au",
        help_text="Ce jour passé, l'alerte revient d'elle-même si elle tient toujours.",
        error_messages={"required": "Choisissez le jour où l'alerte reviendra."},
    )

    def refuser(self, refus: ValidationError) -> None:
        for champ, messages in getattr(refus, "message_dict", {NON_FIELD_ERRORS: refus.messages}).items():
            self.add_error(champ if champ in self.fields else None, messages)


class FormulaireSeuils(forms.Form):
    """One number a threshold, with the version that was read."""

    def __init__(self, *args: Any, seuils: Mapping[str, Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seuils = seuils
        self.conflit: list[dict[str, str]] = []
        for t, seuil in seuils.items():
            aide = f"Par défaut\u00a0: {seuil['par_defaut']}."
            if seuil["par"]:
                aide += f" Réglé par {seuil['par']}."
            self.fields[t] = ChampNombre(label=f"{seuil['nom']} ({seuil['unite']})", help_text=aide)
            self.fields[f"version_{t}"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
            self.initial |= {t: seuil["valeur"], f"version_{t}": seuil["version"]}

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        for t, seuil in self.seuils.items():
            valeur = donnees.get(t)
            if valeur is not None and not 0 < valeur <= 1000:
                self.add_error(t, "Un seuil est un nombre plus grand que 0, d'au plus 1 000.")
            elif valeur is not None and seuil["unite"] == "jours" and valeur != int(valeur):
                self.add_error(t, "Un nombre entier de jours.")
            elif valeur is not None and round(valeur, 2) != valeur:
                self.add_error(t, "Deux décimales au plus.")
        return donnees

    def valeurs(self) -> dict[str, tuple[Decimal, int]]:
        """What the service writes: the thresholds that differ from what was read."""
        lus = {t: (self.cleaned_data[t], self.cleaned_data[f"version_{t}"]) for t in self.seuils}
        return {
            t: lu for t, lu in lus.items() if lu[0] != self.seuils[t]["valeur"] or lu[1] != self.seuils[t]["version"]
        }

    def montrer_conflit(self, actuels: Mapping[str, Any]) -> None:
        """What the other wrote beside what was typed; sending again replaces it knowingly."""
        self.data = self.data.copy()
        for t, actuel in actuels.items():
            self.conflit.append(
                {
                    "terme": self.seuils[t]["nom"],
                    "actuel": f"{nombre(actuel.valeur.normalize())} ({actuel.par})",
                    "mien": nombre(self.cleaned_data[t]),
                }
            )
            self.data[f"version_{t}"] = str(actuel.version)
