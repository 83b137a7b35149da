"""A bare Django page: a session, one query, as much HTML as asked. `TAILLE` gives its size in bytes."""

import os

from django.conf import settings

from ecosysteme import settings as portail

TAILLE = int(os.environ.get("TAILLE", "1000"))

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES=portail.DATABASES,
    INSTALLED_APPS=["django.contrib.sessions"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=portail.SECRET_KEY,
    SESSION_COOKIE_AGE=portail.SESSION_COOKIE_AGE,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    USE_TZ=True,
)

import django  # noqa: E402

django.setup()

from a2wsgi import WSGIMiddleware  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

GABARIT = engines["django"].from_string("<!doctype html><title>{{ nom }}</title><p>{{ texte }}</p>")
TEXTE = "é" * (TAILLE // 2)


def page(request):
    assert request.session["_auth_user_id"]
    with connection.cursor() as curseur:
        curseur.execute("SELECT nom FROM ecosysteme_organisation WHERE parent_id IS NULL LIMIT 1")
        nom = curseur.fetchone()[0]
    return HttpResponse(GABARIT.render({"nom": nom, "texte": TEXTE}))


urlpatterns = [path("", page)]
application = WSGIMiddleware(get_wsgi_application(), workers=16)
