"""What the forms of sheets, targets and plans share: the version read, the note of a published plan, the conflict."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from ecosysteme.format import nombre
from ecosysteme.models import PlanStrategique

DISPARUE = "Ceci a été retiré par quelqu'un d'autre pendant que vous l'aviez sous les yeux."


class FormulaireVersion(forms.ModelForm):
    """A form on a versioned row. Its service decides; the form shows what the service refuses."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    note_changement = forms.CharField(
        label="Note de changement",
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        help_text="Le plan est publié : dites pourquoi. L'ancienne valeur reste lisible à l'historique.",
        error_messages={"required": "Dites pourquoi vous changez un plan publié."},
    )

    def __init__(self, *args: Any, plan: PlanStrategique, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflit: list[dict[str, str]] = []
        self.initial["version"] = getattr(self.instance, "version", 0) if self.instance.pk else 0
        if plan.exige_note:
            self.initial["note_changement"] = ""
        else:
            del self.fields["note_changement"]

    @property
    def version_lue(self) -> int:
        return self.cleaned_data.get("version") or 0

    @property
    def note(self) -> str:
        return self.cleaned_data.get("note_changement", "")

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
            if champ in self.fields and mien != (sien := getattr(actuelle, champ, None))
        ]
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(getattr(actuelle, "version", 0))

    def _dire(self, champ: str, valeur: Any) -> str:
        choix = getattr(self.fields[champ], "choices", None)
        if isinstance(valeur, Model):
            return str(valeur)
        if choix:
            return str(dict(choix).get(valeur, valeur or "aucun"))
        if isinstance(valeur, bool):
            return "oui" if valeur else "non"
        return nombre(valeur) if hasattr(valeur, "as_tuple") else str(valeur or "vide")
