"""Bounded pages: numbered where one counts (directories), followed by a cursor where rows are in the millions."""

import re
from datetime import date
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from .filtres import parametre, tri_demande

TAILLE, TAILLE_MAX, PAGE_MAX = 100, 500, 10_000
CURSEUR_MAX = 500
SEL = "ecosysteme.api.curseur"
POSITION = "Position donnée par « suivante » ; à reprendre telle quelle."
CURSEUR_ILLISIBLE = "Ce curseur est illisible ou d'un autre tri : reprenez à la première page."


def _entier(request: Request, nom: str, defaut: int, maximum: int) -> int:
    texte = request.query_params.get(nom, str(defaut))
    if not re.fullmatch(r"[0-9]{1,6}", texte) or not 1 <= int(texte) <= maximum:
        raise serializers.ValidationError({nom: f"Un nombre entier de 1 à {maximum} est attendu."})
    return int(texte)


def _texte(valeur: Any) -> Any:
    return valeur.isoformat() if isinstance(valeur, date) else valeur


def _param_taille() -> dict[str, Any]:
    borne = {"type": "integer", "minimum": 1, "maximum": TAILLE_MAX, "default": TAILLE}
    return parametre("taille", f"Nombre de résultats par page, au plus {TAILLE_MAX}.", **borne)


def _enveloppe(schema: dict[str, Any], **autres: dict[str, Any]) -> dict[str, Any]:
    lien = {
        "type": ["string", "null"],
        "format": "uri",
        "description": "Adresse de la page suivante, ou null.",
        "example": None,
    }
    proprietes = {**autres, "suivante": lien, "resultats": schema}
    return {"type": "object", "required": list(proprietes), "properties": proprietes}


def position(ligne: Model, cle: tuple[str, ...]) -> tuple:
    """Where a row stands in an order."""
    return tuple(getattr(ligne, nom.lstrip("-")) for nom in cle)


def apres(queryset: QuerySet, cle: tuple[str, ...], valeurs: tuple) -> QuerySet:
    """The rows that come after, by the index."""
    comparer = TupleLessThan if cle[0].startswith("-") else TupleGreaterThan
    return queryset.filter(comparer(Tuple(*[F(nom.lstrip("-")) for nom in cle]), valeurs))


class PagesNumerotees(BasePagination):
    """`page` and `taille`, with the total."""

    parametres = ("page", "taille")

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list:
        self.request = request
        self.page = _entier(request, "page", 1, PAGE_MAX)
        taille = _entier(request, "taille", TAILLE, TAILLE_MAX)
        self.total = queryset.count()
        debut = (self.page - 1) * taille
        self.reste = self.total > debut + taille
        return list(queryset[debut : debut + taille]) if debut < self.total else []

    def _adresse(self, page: int) -> str:
        return replace_query_param(self.request.build_absolute_uri(), "page", page)

    def get_paginated_response(self, data: list) -> Response:
        precedente = self._adresse(self.page - 1) if self.page > 1 else None
        suivante = self._adresse(self.page + 1) if self.reste and self.page < PAGE_MAX else None
        return Response({"total": self.total, "precedente": precedente, "suivante": suivante, "resultats": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        lien = {
            "type": ["string", "null"],
            "format": "uri",
            "description": "Adresse de la page précédente, ou null.",
            "example": None,
        }
        total = {
            "type": "integer",
            "minimum": 0,
            "description": "Nombre de résultats, toutes pages confondues.",
            "example": 1,
        }
        return _enveloppe(schema, total=total, precedente=lien)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        borne = {"type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": 1}
        return [parametre("page", "Numéro de la page.", **borne), _param_taille()]


class PagesSuivies(BasePagination):
    """`curseur` and `taille`: each page starts after the last row of the former, by the index, whatever the depth."""

    parametres = ("curseur", "taille")

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list:
        self.request = request
        taille = _entier(request, "taille", TAILLE, TAILLE_MAX)
        self.tri = tri_demande(request, view)
        self.cle = view.tris[self.tri]
        if texte := request.query_params.get("curseur"):
            queryset = apres(queryset, self.cle, self._lire(texte, queryset.model))
        lignes = list(view.executer(queryset[: taille + 1]))
        self.derniere = lignes[taille - 1] if len(lignes) > taille else None
        return lignes[:taille]

    def _lire(self, texte: str, modele: type[Model]) -> tuple:
        """The values of a cursor, which we signed: only those we gave come back."""
        try:
            sujet, tri, *valeurs = Signer(salt=SEL).unsign_object(texte[:CURSEUR_MAX])
        except BadSignature:
            sujet = tri = ""
        if (sujet, tri) != (modele._meta.label, self.tri):
            raise serializers.ValidationError({"curseur": CURSEUR_ILLISIBLE})
        champs = [modele._meta.get_field(nom.lstrip("-")) for nom in self.cle]
        return tuple(champ.to_python(v) for champ, v in zip(champs, valeurs, strict=True))

    def _ecrire(self, ligne: Model) -> str:
        valeurs = [_texte(v) for v in position(ligne, self.cle)]
        return Signer(salt=SEL).sign_object([ligne._meta.label, self.tri, *valeurs])

    def get_paginated_response(self, data: list) -> Response:
        suivante = None
        if self.derniere is not None:
            suivante = replace_query_param(self.request.build_absolute_uri(), "curseur", self._ecrire(self.derniere))
        return Response({"suivante": suivante, "resultats": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return _enveloppe(schema)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        curseur = parametre("curseur", POSITION, type="string", minLength=1)
        return [curseur, _param_taille()]
