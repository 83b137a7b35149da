"""What several resources share: references, and filters by organisation, plan or indicator."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from ecosysteme.api.corps import Ecriture, Lecture
from ecosysteme.api.filtres import FiltreTexte
from ecosysteme.models import Organisation, Personne
from ecosysteme.permissions import exiger_membre

from .mots import CHAMPS, EXEMPLES


class Ligne(Lecture):
    """A row of the steering room."""

    mots = CHAMPS
    exemples = EXEMPLES


class Corps(Ecriture):
    """A body the steering room takes."""

    mots = CHAMPS
    exemples = EXEMPLES


class ReferenceOrganisation(Ligne):
    class Meta:
        model = Organisation
        fields = ["id", "sigle", "nom"]
        read_only_fields = fields


def nom_complet(champ: str) -> serializers.CharField:
    """The name of a person, null when there is none."""
    return serializers.CharField(source=f"{champ}.get_full_name", default=None, read_only=True, allow_null=True)


def organisations_lisibles(personne: Personne) -> QuerySet[Organisation]:
    """The public tree for everyone; private partners only for those who read inside."""
    toutes = Organisation.objects.all()
    return toutes if exiger_membre(personne).lit_interne else toutes.publiques()


class FiltreOrganisation(FiltreTexte):
    """By the sigle of an organisation: itself and all that is below it. An unknown sigle is an error."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, max_length=40, **options)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        pk = organisations_lisibles(self.parent.personne).filter(sigle=value).values_list("pk", flat=True).first()
        if pk is None:
            raise serializers.ValidationError({"organisation": f"Aucune organisation n'a le sigle « {value} »."})
        return self.sous(qs, pk)

    def sous(self, qs: QuerySet, pk: int) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__contains": [pk]})


def modifies_depuis(qs: QuerySet, nom: str, instant: datetime) -> QuerySet:
    """Rows created or changed since, as history recorded it."""
    evenements = qs.model.pgh_event_model.objects.filter(pgh_created_at__gte=instant)
    return qs.filter(pk__in=evenements.values("pgh_obj_id"))
