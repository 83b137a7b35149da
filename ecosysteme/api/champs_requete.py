"""Form fields of the query: they take exactly what the description says, and tell the rest in French."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from rest_framework import serializers

from ..periodes import ANNEE_MAX, ANNEE_MIN
from .champs import IDENTIFIANT_MAX, lire_jour, liste

ILLISIBLE = "Un jour (2026-03-31) ou un instant avec son fuseau (2026-03-31T14:30:00Z)."
_ENTIER = re.compile(r"-?[0-9]{1,19}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,15}(Z|[+-][0-9]{2}:[0-9]{2})")


class ChampEntier(forms.Field):
    default_error_messages = {"invalid": "Un nombre entier est attendu."}

    def __init__(self, *, minimum: int = 1, maximum: int = IDENTIFIANT_MAX, **options: Any) -> None:
        super().__init__(**options)
        self.validators += [MinValueValidator(minimum), MaxValueValidator(maximum)]

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if not _ENTIER.fullmatch(value):
            raise ValidationError(self.error_messages["invalid"])
        return int(value)


class ChampBooleen(forms.Field):
    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        if value not in ("true", "false"):
            raise ValidationError("true ou false est attendu.")
        return value == "true"


class ChampInstant(forms.Field):
    """A day (from midnight in Québec), or an instant with its zone."""

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if _INSTANT.fullmatch(value):
            try:
                instant = parse_datetime(value)
            except ValueError:
                instant = None
            if instant is not None and ANNEE_MIN < instant.year < ANNEE_MAX:
                return instant
        try:
            jour: date = lire_jour(value)
        except serializers.ValidationError:
            raise ValidationError(ILLISIBLE) from None
        return timezone.make_aware(datetime(jour.year, jour.month, jour.day))  # noqa: DTZ001


class ChampJour(forms.Field):
    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        try:
            return lire_jour(value)
        except serializers.ValidationError as erreur:
            raise ValidationError([str(m) for m in erreur.detail]) from None


class ChampTexte(forms.CharField):
    default_validators = [ProhibitNullCharactersValidator()]


class ChampChoix(forms.Field):
    def __init__(self, *, valeurs: list[str], **options: Any) -> None:
        super().__init__(**options)
        self.valeurs = valeurs
        self.empty_values = [None] if "" in valeurs else self.empty_values

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and value not in self.valeurs:
            raise ValidationError(f"Valeurs admises : {liste(self.valeurs)}.")
        return value
