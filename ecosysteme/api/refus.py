"""How the description tells refusals: the shape of a problem, and when each status comes."""

from collections.abc import Iterable
from typing import Any

from .problemes import TITRES

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
_CONFLIT = {
    "type": "object",
    "properties": {"rang": {"type": "integer"}, "actuelle": {"type": ["object", "null"]}},
}
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
        "conflits": {"type": "array", "items": _CONFLIT, "description": "Pour un lot : les conflits, par rang."},
    },
}


def refus_de(operation: dict[str, Any], propres: Iterable[int]) -> list[int]:
    """Every status an operation may refuse with: those of all, those of its shape, its own."""
    refus = {*TOUJOURS, *propres}
    lieux = {parametre["in"] for parametre in operation.get("parameters", [])}
    if "path" in lieux:
        refus.add(404)
    if lieux & {"query", "header"} or "requestBody" in operation:
        refus.add(400)
    if "requestBody" in operation:
        refus |= {413, 415}
    return sorted(refus)


def reponse_probleme(statut: int, quand: str) -> dict[str, Any]:
    exemple = {"status": statut, "title": TITRES[statut], "detail": quand}
    contenu = {"schema": {"$ref": "#/components/schemas/Probleme"}, "example": exemple}
    reponse: dict[str, Any] = {"description": quand, "content": {"application/json": contenu}}
    if statut in (429, 503):
        attente = {"description": "Secondes à attendre.", "schema": {"type": "integer"}}
        reponse["headers"] = {"Retry-After": attente}
    return reponse
