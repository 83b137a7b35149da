"""Middleware: a database that is away is a clear page and not a traceback; pages travel compressed."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string

journal = logging.getLogger(__name__)


def panne_base(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 503 with Retry-After while PostgreSQL is away."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        journal.error("Base de données indisponible : %s", type(exception).__name__)
        connection.close()
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


class Compression(GZipMiddleware):
    """Pages and downloads compressed (Django pads them against BREACH); a stream of events is never held back."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith("text/event-stream"):
            return response
        return super().process_response(request, response)
