"""Middleware: a database that is away is a clear page and not a traceback; pages travel compressed."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.urls import resolve

from .communes import communes

journal = logging.getLogger(__name__)


def panne_base(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 503 with Retry-After while PostgreSQL is away."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _base_absente(exception) if isinstance(exception, OperationalError | InterfaceError) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def _base_absente(exception: Exception) -> HttpResponse:
    journal.error("Base de données indisponible : %s", type(exception).__name__)
    connection.close()
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})


def sans_session(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Public addresses are answered before the session, messages and cookies: any cache may keep what they say."""

    @convert_exception_to_response
    def repondre(request: HttpRequest) -> HttpResponseBase:
        trouvee = resolve(request.path_info)
        request.resolver_match = trouvee
        try:
            return trouvee.func(request, *trouvee.args, **trouvee.kwargs)
        except (OperationalError, InterfaceError) as exception:
            return _base_absente(exception)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        publique = request.path_info.startswith(settings.ADRESSES_PUBLIQUES)
        return repondre(request) if publique else get_response(request)

    return middleware


def parties_communes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What all screens of a room show alike is answered from memory to those just admitted (communes.py)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        file = communes.file(request)
        if file is None:
            return get_response(request)
        with file:
            return communes.reponse(request) or get_response(request)

    return middleware


class Compression(GZipMiddleware):
    """Pages and downloads compressed (Django pads them against BREACH); a stream of events is never held back."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith("text/event-stream"):
            return response
        return super().process_response(request, response)
