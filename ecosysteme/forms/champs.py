"""Fields that read days as people write them."""

from typing import Any

from django import forms

from ..periodes import PeriodeIllisible, lire_date


class ChampDate(forms.CharField):
    """A day as people write it: 2026-03-03, 03/03/2026, 3 mars 2026. The browser's own picker sends the first form."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if not isinstance(value, str):
            return value
        try:
            return lire_date(value)
        except PeriodeIllisible as refus:
            raise forms.ValidationError(str(refus)) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True
