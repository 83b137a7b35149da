"""Fields that take exactly what the description says: no « "12" » for 12, no Arabic digits, no « yes » for true."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ..nombres import NombreRefuse, epurer, lire_cellule, lire_nombre
from ..periodes import ANNEE_MAX, ANNEE_MIN

MOTIF_DECIMAL = r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$"
MOTIF_LU = r"^-?[0-9]{1,18}(\.[0-9]{1,12})?$"
MOTIF_JOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
IDENTIFIANT_MAX = 2**63 - 1
_DECIMAL = re.compile(MOTIF_DECIMAL[1:-1])
_NUL_OU_SUBSTITUT = re.compile("[\x00\ud800-\udfff]")


def _refuser(message: str) -> NoReturn:
    raise serializers.ValidationError(message)


@extend_schema_field({"type": "string", "pattern": MOTIF_LU, "examples": ["12.5"]})
class DecimalExact(serializers.Field):
    """An exact decimal: text with a point, without exponent nor trailing zero. A JSON number is read too."""

    def __init__(self, **options: Any) -> None:
        options.pop("max_digits", None)
        options.pop("decimal_places", None)
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> Decimal:
        try:
            if isinstance(data, str):
                if not _DECIMAL.fullmatch(data):
                    _refuser('Ce n\'est pas un nombre décimal. Exemple : "12.5" (un point, au plus neuf décimales).')
                return lire_nombre(data).valeur
            return lire_cellule(data).valeur
        except NombreRefuse as refus:
            _refuser(refus.raison)

    def to_representation(self, value: Decimal) -> str:
        return f"{epurer(value):f}"


@extend_schema_field(
    {"oneOf": [{"type": "string", "pattern": MOTIF_DECIMAL, "examples": ["12.5"]}, {"type": "number"}]}
)
class DecimalSaisi(DecimalExact):
    """As written by a client: text, or a JSON number taken digit by digit."""


class Entier(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, Decimal) and data.is_finite() and abs(data) < 2**63 and data == int(data):
            return int(data)  # for JSON, 12.0 is a whole number
        if not isinstance(data, int) or isinstance(data, bool):
            _refuser("Un nombre entier est attendu, sans guillemets.")
        return data


class Identifiant(Entier):
    """The identifier of a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": IDENTIFIANT_MAX, **options})


class Booleen(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            _refuser("true ou false est attendu, sans guillemets.")
        return data


class Texte(serializers.CharField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            _refuser("Un texte est attendu, entre guillemets.")
        if _NUL_OU_SUBSTITUT.search(data):
            _refuser("Ce texte contient un caractère interdit.")
        return super().to_internal_value(data)


class Choix(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            _refuser(f"Valeurs admises : {liste(self.choices)}.")
        return data


class Jour(serializers.DateField):
    def to_internal_value(self, data: Any) -> date:
        return lire_jour(data)


def lire_jour(texte: Any) -> date:
    """A day written « 2026-03-31 »."""
    if not isinstance(texte, str) or not MOTIF_JOUR.fullmatch(texte):
        _refuser("Une date est attendue, par exemple 2026-03-31.")
    try:
        jour = date.fromisoformat(texte)
    except ValueError:
        _refuser("Cette date n'existe pas au calendrier.")
    if not ANNEE_MIN <= jour.year <= ANNEE_MAX:
        _refuser(f"L'année doit être comprise entre {ANNEE_MIN} et {ANNEE_MAX}.")
    return jour


def liste(valeurs: Iterable[Any]) -> str:
    """« a, b, c », an empty value told in words."""
    return ", ".join(f"« {v} »" if v != "" else "« » (vide)" for v in valeurs)
