"""A field that reads an indicator as people name one."""

from typing import Any

from django import forms

from ..models import Indicateur, Personne
from ..selectors.indicateurs_nommes import CITES, designes, etiquette


class ChampIndicateur(forms.CharField):
    """An indicator by acronym and code, or by words of its name, among those that `personne` reads.

    The form sets `personne`; the page proposes names (`ecosysteme/edition/_indicateurs.html`).
    """

    LISTE = "indicateurs-proposes"
    personne: Personne

    def __init__(self, **options: Any) -> None:
        attributs = {"list": self.LISTE, "autocomplete": "off", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attributs))
        options.setdefault("help_text", "Le sigle et le code («\u00a0MES 1.2.1\u00a0»), ou des mots de son nom.")
        super().__init__(max_length=400, **options)

    def prepare_value(self, value: Any) -> Any:
        return etiquette(value) if isinstance(value, Indicateur) else value

    def to_python(self, value: Any) -> Indicateur | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Indicateur):
            return value
        trouves = designes(self.personne, str(value).replace("\x00", ""))
        if not trouves:
            raise forms.ValidationError("Aucun indicateur ne répond à ces mots\u00a0: écrivez son sigle et son code.")
        if len(trouves) > 1:
            cites = "\u202f; ".join(etiquette(i) for i in trouves[:CITES])
            raise forms.ValidationError(f"Plusieurs indicateurs répondent à ces mots\u00a0: {cites}. Choisissez-en un.")
        return trouves[0]

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value: Any) -> None:
        """An indicator is no text to measure."""
