"""Bodies: rows as they are read, and what may be written."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers

from .champs import DecimalExact, liste

INCONNUS_MAX = 20


class Decrit:
    """Fields say what they are with the words of `mots`, by name; `exemples` are by the name of the class."""

    mots: ClassVar[Mapping[str, str]] = {}
    exemples: ClassVar[Mapping[str, Any]] = {}

    def get_fields(self) -> dict[str, serializers.Field]:
        champs = super().get_fields()
        for nom, champ in champs.items():
            champ.help_text = champ.help_text or self.mots.get(nom)
        return champs

    @classmethod
    def exemple(cls) -> Any:
        """An example of the whole, None without one."""
        return cls.exemples.get(cls.__name__)


class Lecture(Decrit, serializers.ModelSerializer):
    """A row as it is read: decimals exact, in text."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        **{
            modele: DecimalExact
            for modele, champ in serializers.ModelSerializer.serializer_field_mapping.items()
            if champ is serializers.DecimalField
        },
        models.URLField: serializers.CharField,  # it may be empty, which no address is
    }

    def get_fields(self) -> dict[str, serializers.Field]:
        """A choice that may be empty says so."""
        champs = super().get_fields()
        for nom, champ in champs.items():
            if isinstance(champ, serializers.ChoiceField):
                modele = self.Meta.model._meta.get_field(nom)
                if modele.blank or modele.default == "":
                    champ.choices = {"": "Aucun", **champ.choices}
        return champs


class Ecriture(Decrit, serializers.Serializer):
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
