"""Bodies: rows as they are read, and what may be written."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from .champs import DecimalExact, liste

INCONNUS_MAX = 20


class Lecture(serializers.ModelSerializer):
    """A row as it is read: decimals exact, in text."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        **{
            modele: DecimalExact
            for modele, champ in serializers.ModelSerializer.serializer_field_mapping.items()
            if champ is serializers.DecimalField
        },
    }


class Ecriture(serializers.Serializer):
    """A body that names only what it may change."""

    default_error_messages = {"invalid": "Un objet JSON est attendu."}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            inconnus = [nom[:60] for nom in data if nom not in self.fields]
            if inconnus:
                admis = liste(self.fields)
                raise serializers.ValidationError(
                    {nom: [f"Champ inconnu. Champs admis : {admis}."] for nom in inconnus[:INCONNUS_MAX]}
                )
        return super().to_internal_value(data)
