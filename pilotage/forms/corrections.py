"""Proposing a correction, deciding it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from .champs import ChampNombre


class _Refusable(forms.Form):
    def refuser(self, refus: ValidationError) -> None:
        """Show what the service refused, beside the field when the form has it."""
        for champ, messages in getattr(refus, "message_dict", {NON_FIELD_ERRORS: refus.messages}).items():
            self.add_error(champ if champ in self.fields else None, messages)


class FormulaireCorrection(_Refusable):
    periode = forms.ChoiceField(label="Période et valeur officielle")
    valeur = ChampNombre(label="Valeur proposée", error_messages={"required": "Écrivez la valeur proposée."})
    motif = forms.CharField(
        label="Motif",
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        error_messages={"required": "Dites pourquoi la valeur officielle est à corriger."},
    )
    source = forms.CharField(
        label="Source",
        max_length=300,
        help_text="D'où vient la valeur proposée : document, système, date.",
        error_messages={"required": "Dites d'où vient la valeur proposée."},
    )

    def __init__(self, *args: Any, periodes: Sequence[tuple[str, str]], unite: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["periode"].choices = periodes
        self.fields["valeur"].unite = unite
        if unite:
            self.fields["valeur"].label = f"Valeur proposée ({unite})"

    def champs(self) -> dict[str, Any]:
        """What the service takes."""
        debut, fin, territoire = self.cleaned_data["periode"].split("_")
        return {
            "debut": date.fromisoformat(debut),
            "fin": date.fromisoformat(fin),
            "territoire": territoire,
            **{champ: self.cleaned_data[champ] for champ in ("valeur", "motif", "source")},
        }


class FormulaireRefus(_Refusable):
    raison = forms.CharField(
        label="Raison du refus",
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        error_messages={"required": "Dites pourquoi la correction est refusée."},
    )
