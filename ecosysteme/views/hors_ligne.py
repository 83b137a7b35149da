"""The page for when the network is away, and the service worker that keeps it in the browser. No query, no session."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def hors_ligne(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("hors_ligne.html"))


@require_safe
@cache_control(max_age=3600)
def veilleur(request: HttpRequest) -> HttpResponse:
    """At the root of the site, so that it watches over every page."""
    return HttpResponse(render_to_string("ecosysteme/veilleur.js"), content_type="text/javascript; charset=utf-8")
