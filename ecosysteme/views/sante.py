"""The health of the portal: web, PostgreSQL, broker, worker and beat, each named when it is not well."""

import time

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..tasks import CLE_BATTEMENT

BATTEMENT_MAX = 60


def _postgresql() -> str:
    try:
        with connection.cursor() as curseur:
            curseur.execute("SELECT 1")
    except DatabaseError:
        return "injoignable"
    return "ok"


def _courtier() -> str:
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=0.5).ping()
    except (redis.RedisError, OSError):
        return "injoignable"
    return "ok"


def _travail() -> str:
    """Worker and beat share one sign of life: a beat that nobody sends or nobody hears stops it."""
    dernier = cache.get(CLE_BATTEMENT)
    if dernier is None:
        return "aucun signe de vie du travailleur ou du planificateur"
    age = time.time() - float(dernier)
    return "ok" if age < BATTEMENT_MAX else f"dernier signe de vie il y a {int(age)} s"


@never_cache
@require_safe
def sante(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 naming what is not."""
    etats = {
        "web": "ok",
        "postgresql": _postgresql(),
        "courtier": _courtier(),
        "travailleur_et_planificateur": _travail(),
    }
    malades = [nom for nom, etat in etats.items() if etat != "ok"]
    return JsonResponse(
        {"etat": "ok" if not malades else "panne", "en_panne": malades, **etats}, status=503 if malades else 200
    )
