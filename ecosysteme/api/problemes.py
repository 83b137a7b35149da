"""Every refusal is one JSON object: status, a title, a French sentence, and what helps to mend it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from ..contraintes import message_de_contrainte

ENSEMBLE = "ensemble"
ERREURS_MAX = 100
TITRES = {
    400: "Requête invalide",
    401: "Authentification requise",
    403: "Accès refusé",
    404: "Introuvable",
    405: "Méthode non permise",
    406: "Format non offert",
    409: "Conflit",
    412: "Version périmée",
    413: "Corps trop gros",
    415: "Type de contenu non accepté",
    422: "Refusé par les règles",
    429: "Trop de demandes",
    503: "Indisponible",
}
PHRASES = {
    401: "Connectez-vous, ou envoyez un jeton personnel dans l'en-tête « Authorization: Jeton … ».",
    403: "Votre rôle ne permet pas cette action.",
    404: "Rien ne se trouve à cette adresse, ou vous n'y avez pas accès.",
    405: "Cette adresse n'accepte pas cette méthode.",
    406: "Cette adresse répond en application/json.",
    415: "Le corps doit être en application/json.",
    503: "La base de données ne répond pas : réessayez dans quelques secondes.",
}


class Refus(exceptions.APIException):
    """The request is well formed, and a rule of the domain refuses it."""

    status_code = 422

    def __init__(self, champs: dict[str, list[str]] | str, **complement: Any) -> None:
        self.champs = {ENSEMBLE: [champs]} if isinstance(champs, str) else champs
        self.complement = complement
        super().__init__(phrase(self.champs))


class Conflit(exceptions.APIException):
    """Somebody else wrote first: `actuelle` is what stands now, None if it was removed."""

    status_code = 409

    def __init__(self, detail: str, *, actuelle: Any, si_correspond: bool = False, **complement: Any) -> None:
        self.status_code = 412 if si_correspond else 409
        self.complement = {"actuelle": actuelle, **complement}
        super().__init__(detail)


class Occupe(exceptions.APIException):
    """Rows are held by a long writing: try again in a moment."""

    status_code = 503


def phrase(champs: dict[str, list[str]]) -> str:
    """« valeur » : …, the first errors in one sentence that names the fields."""
    morceaux = [m if nom == ENSEMBLE else f"« {nom} » : {m}" for nom, messages in champs.items() for m in messages[:1]]
    return " ".join(morceaux[:3]) + (f" Et {len(morceaux) - 3} autres erreurs." if len(morceaux) > 3 else "")


def aplatir(detail: Any, chemin: str = "") -> dict[str, list[str]]:
    """The errors of nested fields, by path: « lignes.3.valeur »."""
    if isinstance(detail, dict):
        paires = [(f"{chemin}.{nom}" if chemin else str(nom), valeur) for nom, valeur in detail.items()]
    elif isinstance(detail, list) and any(isinstance(d, dict | list) for d in detail):
        paires = [(f"{chemin}.{rang}" if chemin else str(rang), valeur) for rang, valeur in enumerate(detail)]
    else:
        messages = detail if isinstance(detail, list) else [detail]
        return {chemin.removesuffix(f".{ENSEMBLE}") or ENSEMBLE: [str(m) for m in messages]} if messages else {}
    plats: dict[str, list[str]] = {}
    for nom, valeur in paires:
        plats |= aplatir(valeur, nom)
    return plats


def reponse(statut: int, detail: str, *, entetes: dict[str, str] | None = None, **complement: Any) -> Response:
    corps = {"status": statut, "title": TITRES.get(statut, "Erreur"), "detail": detail, **complement}
    return Response(corps, status=statut, headers=entetes)


def _invalide(statut: int, champs: dict[str, list[str]]) -> Response:
    return reponse(statut, phrase(champs), champs=dict(list(champs.items())[:ERREURS_MAX]))


def repondre(erreur: Exception, contexte: dict[str, Any]) -> Response | None:
    """The exception handler of the API. None leaves a true failure to Django, which logs it."""
    match erreur:
        case Http404():
            return reponse(404, PHRASES[404])
        case PermissionDenied():
            return reponse(403, str(erreur) or PHRASES[403])
        case ValidationError():
            return _invalide(422, _champs_django(erreur))
        case IntegrityError() if message := message_de_contrainte(erreur):
            return _invalide(422, {ENSEMBLE: [message]})
        case OperationalError() | InterfaceError():
            connection.close()
            return reponse(503, PHRASES[503], entetes={"Retry-After": "5"})
        case exceptions.APIException():
            return _d_api(erreur)
    return None


def _champs_django(erreur: ValidationError) -> dict[str, list[str]]:
    if hasattr(erreur, "error_dict"):
        return {ENSEMBLE if nom == "__all__" else nom: messages for nom, messages in erreur.message_dict.items()}
    return {ENSEMBLE: erreur.messages}


def _d_api(erreur: exceptions.APIException) -> Response:
    statut = erreur.status_code
    if isinstance(erreur, exceptions.ValidationError):
        return _invalide(400, aplatir(erreur.detail))
    if isinstance(erreur, Refus):
        return reponse(422, str(erreur.detail), champs=erreur.champs, **erreur.complement)
    entetes = {}
    if entete := getattr(erreur, "auth_header", None):
        entetes["WWW-Authenticate"] = entete
    detail = str(erreur.detail)
    if isinstance(erreur, exceptions.Throttled):
        attente = max(1, int(erreur.wait or 1))
        entetes["Retry-After"] = str(attente)
        detail = f"Trop de demandes en peu de temps : attendez {attente} s, puis réessayez."
    elif isinstance(erreur, Occupe):
        entetes["Retry-After"] = "2"
    elif statut in PHRASES and not isinstance(erreur, exceptions.AuthenticationFailed | exceptions.PermissionDenied):
        detail = PHRASES[statut]
    return reponse(statut, detail, entetes=entetes, **getattr(erreur, "complement", {}))
