"""ASGI entry point: event streams go to Django's ASGI handler, every other page to WSGI threads (docs/adr/0004)."""

import os

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecosysteme.settings")
_flux = get_asgi_application()
_pages = WSGIMiddleware(get_wsgi_application(), workers=16)
PREFIXE_FLUX = "/evenements/"


async def _lifespan(receive, send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def application(scope, receive, send) -> None:
    """Route a connection by its path."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(PREFIXE_FLUX):
        await _flux(scope, receive, send)
    else:
        await _pages(scope, receive, send)
