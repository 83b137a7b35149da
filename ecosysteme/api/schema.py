"""The OpenAPI description: the words of each gesture, every refusal it may meet, and the two ways to be known."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiExample
from rest_framework.serializers import BaseSerializer

from ..exports import TYPE_CSV
from .corps import Ecriture
from .gestes import Geste
from .refus import PROBLEME, QUAND, refus_de, reponse_probleme

VERBES = {
    "list": "lister",
    "retrieve": "lire",
    "create": "creer",
    "partial_update": "modifier",
    "destroy": "retirer",
    "exporter": "exporter",
}
REUSSITES = {"200": "Fait.", "201": "Créé.", "204": "Retiré."}
ETIQUETTE = {"description": "La version de la ligne, pour If-Match.", "schema": {"type": "string"}}
SI_CORRESPOND = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": 'L\'étiquette lue, par exemple "3" ; tient lieu du champ « version ».',
    "schema": {"type": "string", "pattern": '^"?[0-9]{1,10}"?$'},
}


class SchemaApi(AutoSchema):
    """Views say what is theirs in `gestes`; what is common to all is said here."""

    @property
    def geste(self) -> Geste:
        return self.view.gestes[self.view.action]

    def get_operation_id(self) -> str:
        chemin = "_".join(self._tokenize_path()).replace(".", "_")
        verbe = VERBES.get(self.view.action, "")
        return f"{chemin}_{verbe}" if verbe and not chemin.endswith("csv") else chemin

    def get_summary(self) -> str:
        return self.geste.resume

    def get_description(self) -> str:
        return self.geste.description

    def get_tags(self) -> list[str]:
        return [self._tokenize_path()[0].split(".")[0]]

    def get_request_serializer(self) -> type[BaseSerializer] | None:
        return self.geste.corps

    def get_response_serializers(self) -> Any:
        if self.view.action == "exporter":
            return {(200, TYPE_CSV): {"type": "string"}}
        reponse = self.geste.reponse or self.view.serializer_class
        return {200: reponse} if self.geste.reponse else reponse

    def get_examples(self) -> list[OpenApiExample]:
        corps, reponse = self.geste.corps, self.geste.reponse or self.view.serializer_class
        exemples = []
        if corps is not None:
            exemples.append(OpenApiExample("Exemple", value=corps.exemple(), request_only=True))
        if self.view.action not in ("exporter", "destroy"):
            exemples.append(OpenApiExample("Exemple", value=reponse.exemple(), response_only=True))
        return exemples

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"Page{serializer_name}"

    def _get_serializer_name(self, *args: Any, **kwargs: Any) -> str:
        return super()._get_serializer_name(*args, **kwargs).removeprefix("Lecture")

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        schema = super()._map_basic_serializer(serializer, direction)
        return {**schema, "additionalProperties": False} if isinstance(serializer, Ecriture) else schema

    def _get_parameters(self) -> list[dict[str, Any]]:
        parametres = super()._get_parameters()
        for parametre in parametres:
            if parametre["in"] == "path":
                parametre["description"] = "Identifiant."
        if self.view.action in ("partial_update", "destroy"):
            parametres.append(SI_CORRESPOND)
        if self.view.action == "destroy":
            parametres += self.view.parametres_du_retrait
        return parametres

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        reponses = operation["responses"]
        for statut, reponse in reponses.items():
            reponse["description"] = REUSSITES[statut]
            if getattr(self.view, "a_version", False) and self.view.action in ("retrieve", "create", "partial_update"):
                reponse["headers"] = {"ETag": ETIQUETTE}
        probleme = ResolvedComponent(name="Probleme", type=ResolvedComponent.SCHEMA, object="Probleme", schema=PROBLEME)
        self.registry.register_on_missing(probleme)
        for statut in refus_de(operation, self.geste.refus):
            reponses[str(statut)] = reponse_probleme(statut, QUAND[statut])
        operation["responses"] = dict(sorted(reponses.items()))
        return operation


def epurer(result: Any, **_: Any) -> Any:
    """Take out what the generator keeps for itself (a postprocessing hook)."""
    if isinstance(result, dict):
        return {nom: epurer(valeur) for nom, valeur in result.items() if nom != "x-spec-enum-id"}
    return [epurer(valeur) for valeur in result] if isinstance(result, list) else result


class DescriptionJeton(OpenApiAuthenticationExtension):
    target_class = "ecosysteme.api.authentification.JetonPersonnel"
    name = "jeton"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Un jeton personnel (page « Mes jetons d'API »). « Jeton » s'écrit aussi pour « Bearer ».",
        }


class DescriptionSession(OpenApiAuthenticationExtension):
    target_class = "ecosysteme.api.authentification.SessionPortail"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "La session des pages ; les écritures portent aussi l'en-tête X-CSRFToken.",
        }
