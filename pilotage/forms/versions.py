"""What the forms of sheets, targets and plans share: the version read, the note of a published plan, the conflict."""

from typing import Any

from django import forms

from ecosysteme.forms.versions import AvecVersion
from ecosysteme.models import PlanStrategique


class FormulaireVersion(AvecVersion, forms.ModelForm):
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
    def note(self) -> str:
        return self.cleaned_data.get("note_changement", "")
