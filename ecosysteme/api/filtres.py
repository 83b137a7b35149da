"""Filters that refuse what they do not know: a misspelled filter must never answer with everything."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from ..periodes import ANNEE_MAX, ANNEE_MIN
from .champs import IDENTIFIANT_MAX, liste
from .champs_requete import ChampBooleen, ChampChoix, ChampEntier, ChampInstant, ChampJour, ChampTexte


def parametre(nom: str, description: str, **schema: Any) -> dict[str, Any]:
    """A query parameter, as OpenAPI describes it."""
    return {"name": nom, "in": "query", "required": False, "description": description, "schema": schema}


class FiltreApi(django_filters.Filter):
    """A filter that can describe itself: `label` in words, `schema` for the description of the API."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "minLength": 1}


class FiltreEntier(FiltreApi):
    """An identifier."""

    field_class = ChampEntier
    schema = {"type": "integer", "minimum": 1, "maximum": IDENTIFIANT_MAX}


class FiltreExercice(FiltreApi):
    """A fiscal year, by the year it starts in."""

    field_class = ChampEntier
    schema = {"type": "integer", "minimum": ANNEE_MIN, "maximum": ANNEE_MAX}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, minimum=ANNEE_MIN, maximum=ANNEE_MAX, **options)


class FiltreBooleen(FiltreApi):
    field_class = ChampBooleen
    schema = {"type": "boolean"}


class FiltreInstant(FiltreApi):
    field_class = ChampInstant
    schema = {"type": "string", "examples": ["2026-03-31", "2026-03-31T14:30:00Z"]}


class FiltreJour(FiltreApi):
    field_class = ChampJour
    schema = {"type": "string", "format": "date"}


class FiltreTexte(FiltreApi):
    field_class = ChampTexte


class FiltreChoix(FiltreApi):
    """One of a closed vocabulary; an empty value counts when the vocabulary has one (the whole of Québec)."""

    field_class = ChampChoix

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **options: Any) -> None:
        self.valeurs = [valeur for valeur, _ in choices]
        super().__init__(*args, valeurs=self.valeurs, **options)
        self.schema = {"type": "string", "enum": self.valeurs}

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        if value is None or (value == "" and "" not in self.valeurs):
            return qs
        return self.get_method(qs)(**{f"{self.field_name}__{self.lookup_expr}": value})


class Filtres(django_filters.FilterSet):
    """A set of filters that knows who asks."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.request is not None:
            self.personne = self.request.user


VIDE = "Donnez une valeur, ou retirez le paramètre."


class FiltresStricts(BaseFilterBackend):
    """The filters of the view, and nothing else in the query but the page and the order."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        connus = view.parametres_connus()
        inconnus = [nom[:60] for nom in request.query_params if nom not in connus]
        if inconnus:
            admis = f"Paramètre inconnu. Paramètres admis : {liste(sorted(connus))}."
            raise serializers.ValidationError(dict.fromkeys(inconnus[:5], admis))
        vides = [nom for nom, valeur in request.query_params.items() if not valeur and not view.admet_le_vide(nom)]
        if vides:
            raise serializers.ValidationError(dict.fromkeys(vides, VIDE))
        filtres = view.filterset_class(request.query_params, queryset=queryset, request=request)
        if not filtres.is_valid():
            erreurs = filtres.errors.get_json_data()
            raise serializers.ValidationError({nom: [e["message"] for e in liste] for nom, liste in erreurs.items()})
        return filtres.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [parametre(nom, f.label, **f.schema) for nom, f in view.filterset_class.base_filters.items()]


class Tri(BaseFilterBackend):
    """`tri=nom` among the orders a view offers (`tris`: name → fields); the first one is the default."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        return queryset.order_by(*view.tris[tri_demande(request, view)])

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        noms = list(view.tris)
        mots = "Ordre des résultats ; un tiret en tête l'inverse."
        return [parametre("tri", mots, type="string", enum=noms, default=noms[0])]


def tri_demande(request: Request, view: Any) -> str:
    nom = request.query_params.get("tri", next(iter(view.tris)))
    if nom not in view.tris:
        raise serializers.ValidationError({"tri": f"Ordres admis : {liste(view.tris)}."})
    return nom
