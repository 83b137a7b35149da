"""Strict JSON, both ways: no NaN, no infinity, no duplicate key, exact decimals, bounded size and depth."""

import json
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from django.conf import settings
from rest_framework import exceptions
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

CHIFFRES_MAX = 40
ILLISIBLE = "Le corps n'est pas du JSON valide"


class CorpsTropGros(exceptions.APIException):
    status_code = 413
    default_code = "corps_trop_gros"
    default_detail = "Le corps dépasse cinq mégaoctets : envoyez les résultats en plusieurs lots."


def _decimal(texte: str) -> Decimal:
    """A JSON number with decimals or an exponent, exactly; out of reach, it is left for its field to refuse."""
    try:
        return Decimal(texte)
    except InvalidOperation:
        return Decimal("Infinity")


def _entier(texte: str) -> int | Decimal:
    return int(texte) if len(texte) <= CHIFFRES_MAX else Decimal("Infinity")


def _constante(nom: str) -> None:
    raise ValueError(f"« {nom} » n'existe pas en JSON")


def _objet(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    objet = dict(paires)
    if len(objet) != len(paires):
        raise ValueError("un même nom paraît deux fois dans un objet")
    return objet


class AnalyseurJson(BaseParser):
    """The only body the API reads."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: dict | None = None) -> Any:
        limite = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        octets = stream.read(limite + 1)
        if len(octets) > limite:
            raise CorpsTropGros
        try:
            corps = json.loads(
                octets.decode(),
                parse_float=_decimal,
                parse_int=_entier,
                parse_constant=_constante,
                object_pairs_hook=_objet,
            )
            json.dumps(corps, ensure_ascii=False, default=str).encode()  # a lone surrogate cannot be stored nor echoed
        except UnicodeError:
            raise exceptions.ParseError(f"{ILLISIBLE} : il n'est pas en UTF-8.") from None
        except RecursionError:
            raise exceptions.ParseError(f"{ILLISIBLE} : trop de niveaux d'imbrication.") from None
        except json.JSONDecodeError as erreur:
            raise exceptions.ParseError(f"{ILLISIBLE} : ligne {erreur.lineno}, colonne {erreur.colno}.") from None
        except ValueError as erreur:
            raise exceptions.ParseError(f"{ILLISIBLE} : {erreur}.") from None
        return corps


class RenduJson(JSONRenderer):
    """Plain JSON in UTF-8; the strictness of DRF's settings refuses NaN."""

    def get_indent(self, accepted_media_type: str, renderer_context: dict) -> None:
        """No pretty printing on demand."""


class ToujoursJson(DefaultContentNegotiation):
    """For a view that streams its own format: whatever is asked for, problems are told in JSON."""

    def select_renderer(self, request: Any, renderers: list, format_suffix: str | None = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type
