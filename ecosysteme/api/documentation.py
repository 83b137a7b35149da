"""The description of the API: as a file for programs, and as a page for people."""

import json
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from ..permissions import exiger_membre
from .gestes import Geste
from .lecture_schema import sections
from .problemes import TITRES
from .refus import QUAND

REFUS_EXEMPLE = {
    "status": 400,
    "title": TITRES[400],
    "detail": "« fin » : Une date est attendue, par exemple 2026-03-31.",
    "champs": {"fin": ["Une date est attendue, par exemple 2026-03-31."]},
}


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document; it depends on the code alone."""
    return SchemaGenerator().get_schema(request=None, public=True)


class Schema(ViewSet):
    """Left out of its own description."""

    schema = None
    gestes: ClassVar[dict[str, Geste]] = {}

    def lire(self, request: Request) -> Response:
        return Response(description())


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Written from the description, so that the two never differ."""
    exiger_membre(request.user)
    contexte = sections(description(), request.build_absolute_uri("/").rstrip("/")) | {
        "limites": settings.API_LIMITES,
        "refus": [(statut, TITRES[statut], quand) for statut, quand in QUAND.items()],
        "exemple_de_refus": json.dumps(REFUS_EXEMPLE, ensure_ascii=False, indent=2),
    }
    return render(request, "ecosysteme/api/documentation.html", contexte)
