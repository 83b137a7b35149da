"""The OpenAPI description: French names, every refusal of every operation, and the two ways to be known."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from .corps import Ecriture
from .problemes import TITRES

VERBES = {"list": "lister", "retrieve": "lire", "create": "creer", "partial_update": "modifier", "destroy": "retirer"}
TOUJOURS = (401, 403, 406, 429, 503)
QUAND = {
    400: "Un paramètre ou un champ est inconnu, manque, ou n'a pas la forme décrite.",
    401: "Ni session, ni jeton valide.",
    403: "Le rôle, la portée du jeton ou le jeton CSRF manque.",
    404: "Rien à cette adresse, ou rien que vous puissiez lire.",
    406: "L'en-tête Accept refuse application/json.",
    409: "Quelqu'un d'autre a écrit depuis votre lecture : « actuelle » dit ce qui est en place.",
    412: "L'étiquette de If-Match n'est plus la bonne : « actuelle » dit ce qui est en place.",
    413: "Le corps dépasse cinq mégaoctets.",
    415: "Le corps n'est pas en application/json.",
    422: "La demande est bien formée, mais une règle la refuse.",
    429: "Trop de demandes : attendez le nombre de secondes de l'en-tête Retry-After.",
    503: "La base de données ne répond pas : réessayez.",
}
REUSSITES = {"200": "Fait.", "201": "Créé.", "204": "Retiré."}
PROBLEME = {
    "type": "object",
    "description": "Un refus, toujours de cette forme.",
    "required": ["status", "title", "detail"],
    "properties": {
        "status": {"type": "integer", "description": "Le code HTTP."},
        "title": {"type": "string", "description": "Le genre de refus."},
        "detail": {"type": "string", "description": "Ce qui est arrivé et quoi faire, en une phrase."},
        "champs": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
            "description": "Les messages par champ ou par paramètre.",
        },
        "actuelle": {"type": ["object", "null"], "description": "Lors d'un conflit : ce qui est en place, ou null."},
    },
}


class SchemaApi(AutoSchema):
    """Views say what is theirs with `extend_schema`; what is common to all is said here."""

    def get_operation_id(self) -> str:
        action = getattr(self.view, "action", None) or self.method.lower()
        return f"{'_'.join(self._tokenize_path()).replace('.', '_') or 'api'}_{VERBES.get(action, action)}"

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"Page{serializer_name}"

    def _get_serializer_name(self, *args: Any, **kwargs: Any) -> str:
        return super()._get_serializer_name(*args, **kwargs).removeprefix("Lecture").removesuffix("Request")

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        schema = super()._map_basic_serializer(serializer, direction)
        return {**schema, "additionalProperties": False} if isinstance(serializer, Ecriture) else schema

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        self._decrire_probleme()
        for statut in self._refus(operation):
            operation["responses"].setdefault(str(statut), _reponse_probleme(statut))
        for statut, reponse in operation["responses"].items():
            reponse["description"] = reponse.get("description") or REUSSITES.get(statut, "")
        operation["responses"] = dict(sorted(operation["responses"].items()))
        for parametre in operation.get("parameters", []):
            if parametre["in"] == "path" and not parametre.get("description"):
                parametre["description"] = "Identifiant."
        return operation

    def _refus(self, operation: dict[str, Any]) -> list[int]:
        refus = list(TOUJOURS)
        parametres = {p["in"] for p in operation.get("parameters", [])}
        if "path" in parametres:
            refus.append(404)
        if parametres & {"query", "header"} or "requestBody" in operation:
            refus.append(400)
        if "requestBody" in operation:
            refus += [413, 415]
        return refus

    def _decrire_probleme(self) -> None:
        probleme = ResolvedComponent(name="Probleme", type=ResolvedComponent.SCHEMA, object="Probleme", schema=PROBLEME)
        self.registry.register_on_missing(probleme)


def _reponse_probleme(statut: int) -> dict[str, Any]:
    exemple = {"status": statut, "title": TITRES[statut], "detail": QUAND[statut]}
    contenu = {"schema": {"$ref": "#/components/schemas/Probleme"}, "example": exemple}
    reponse: dict[str, Any] = {"description": QUAND[statut], "content": {"application/json": contenu}}
    if statut in (429, 503):
        attente = {"description": "Secondes à attendre.", "schema": {"type": "integer"}}
        reponse["headers"] = {"Retry-After": attente}
    return reponse


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
