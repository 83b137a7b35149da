"""A form on a versioned row: its service decides, the form shows what it refuses and what another wrote meanwhile."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from ..format import date_longue, nombre

DISPARUE = "Ceci a été retiré par quelqu'un d'autre pendant que vous l'aviez sous les yeux."


class AvecVersion(forms.BaseForm):
    """What forms share: the refusal of a service beside its field, and the conflict. Mixed into a form."""

    conflit: list[dict[str, str]]

    @property
    def version_lue(self) -> int:
        return self.cleaned_data.get("version") or 0

    def champs(self) -> dict[str, Any]:
        """What the service writes."""
        return {nom: v for nom, v in self.cleaned_data.items() if nom not in ("version", "note_changement")}

    def refuser(self, erreur: ValidationError) -> None:
        """Show what the database or the service refused, beside the field when the form has it."""
        for champ, messages in getattr(erreur, "message_dict", {NON_FIELD_ERRORS: erreur.messages}).items():
            self.add_error(champ if champ in self.fields else None, messages)

    def montrer_conflit(self, actuelle: Model | None) -> None:
        """Show what the first writer saved; sending again replaces it knowingly."""
        if actuelle is None:
            self.add_error(None, DISPARUE)
            return
        miens = self.champs()
        self.conflit = [
            {"terme": str(self.fields[champ].label), "mien": self._dire(champ, mien), "actuel": self._dire(champ, sien)}
            for champ, mien in miens.items()
            if champ in self.fields and mien != (sien := self.valeur_actuelle(actuelle, champ))
        ]
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(getattr(actuelle, "version", 0))

    def valeur_actuelle(self, actuelle: Model, champ: str) -> Any:
        """The field of the row that a field of the form shows."""
        return getattr(actuelle, champ, None)

    def _dire(self, champ: str, valeur: Any) -> str:
        if isinstance(valeur, Model):
            return str(valeur)
        if isinstance(valeur, date):
            return date_longue(valeur)
        if isinstance(valeur, list):
            return ", ".join(self._dire(champ, v) for v in valeur) or "aucun"
        if choix := getattr(self.fields[champ], "choices", None):
            return str(dict(choix).get(valeur, valeur or "aucun"))
        if isinstance(valeur, bool):
            return "oui" if valeur else "non"
        return nombre(valeur) if hasattr(valeur, "as_tuple") else str(valeur or "vide")


class FormulaireVersionne(AvecVersion, forms.Form):
    """A plain form on a versioned row; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, version: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflit = []
        self.initial["version"] = version

    def montrer_conflit(self, actuelle: Model | None) -> None:
        """A change elsewhere on the row is a conflict too: say that these fields are as they were."""
        super().montrer_conflit(actuelle)
        if actuelle is not None and not self.conflit:
            autre = "Autre chose que ces champs a changé"
            self.conflit = [{"terme": "Le reste", "mien": "Rien de différent", "actuel": autre}]
