"""A form that shows the fields of a versioned row by their own names."""

from typing import Any

from django.db.models import Model

from .versions import FormulaireVersionne


class FormulaireLigne(FormulaireVersionne):
    """A form on a row that stands in no plan; without `instance`, on one to come."""

    def __init__(self, *args: Any, instance: Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, version=getattr(instance, "version", 0), **kwargs)
        self.instance = instance
        if instance is not None:
            lus = {nom: getattr(instance, nom) for nom in self.fields if hasattr(instance, nom)}
            self.initial = lus | self.initial

    def champs(self) -> dict[str, Any]:
        """What the service writes: the fields of the row."""
        return {nom: v for nom, v in super().champs().items() if hasattr(self.instance, nom)}

    def a_creer(self) -> dict[str, Any]:
        """What the service is given for a new row."""
        return super().champs()

    def _dire(self, champ: str, valeur: Any) -> str:
        if isinstance(valeur, list):
            return " / ".join(map(str, valeur)) or "vide"
        return super()._dire(champ, valeur)
