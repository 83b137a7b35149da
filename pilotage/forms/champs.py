"""Fields that read numbers and days as people write them."""

from decimal import Decimal
from typing import Any

from django import forms

from ecosysteme.format import nombre
from ecosysteme.forms.champs import ChampDate
from ecosysteme.nombres import Nature, NombreRefuse, lire_nombre

__all__ = ["ChampDate", "ChampNombre", "adresse"]


class ChampNombre(forms.CharField):
    """An exact decimal: « 1 234,5 », « 45 % »; refused with the parser's own reason."""

    def __init__(self, *, unite: str = "", **options: Any) -> None:
        self.unite = unite
        options.setdefault("widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return nombre(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or isinstance(value, Decimal):
            return value or (value if isinstance(value, Decimal) else None)
        try:
            lu = lire_nombre(str(value), unite=self.unite)
        except NombreRefuse as refus:
            raise forms.ValidationError(refus.raison) from None
        if lu.nature == Nature.VIDE:
            return None
        if lu.nature != Nature.NOMBRE:
            raise forms.ValidationError("Écrivez un nombre, ou laissez le champ vide.")
        return lu.valeur

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


def adresse(label: str, max_length: int) -> forms.URLField:
    """An optional web address; without a scheme, https."""
    widget = forms.URLInput({"placeholder": "https://"})
    return forms.URLField(label=label, required=False, max_length=max_length, assume_scheme="https", widget=widget)
