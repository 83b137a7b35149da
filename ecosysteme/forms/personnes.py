"""A field that reads a person as people name one."""

from typing import Any

from django import forms

from ..models import Personne
from ..selectors.personnes import designees, etiquette


class ChampPersonne(forms.CharField):
    """A person by e-mail or full name; the page proposes names (`ecosysteme/edition/_personnes.html`)."""

    LISTE = "personnes-proposees"

    def __init__(self, **options: Any) -> None:
        attributs = {"list": self.LISTE, "autocomplete": "off", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attributs))
        options.setdefault("help_text", "Son courriel, ou son prénom et son nom.")
        super().__init__(max_length=400, **options)

    def prepare_value(self, value: Any) -> Any:
        return etiquette(value) if isinstance(value, Personne) else value

    def to_python(self, value: Any) -> Personne | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Personne):
            return value
        trouvees = designees(str(value).replace("\x00", ""))
        if not trouvees:
            raise forms.ValidationError("Personne de ce nom ne lit les pages internes : écrivez son courriel.")
        if len(trouvees) > 1:
            raise forms.ValidationError("Plusieurs personnes portent ce nom : écrivez son courriel.")
        return trouvees[0]

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value: Any) -> None:
        """A person is no text to measure."""
