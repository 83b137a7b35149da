"""The health of the portal, for machines that watch it."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..selectors import sante as selecteur


@never_cache
@require_safe
def sante(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 naming what is not; `?partie=web` asks about one part."""
    etats = selecteur.etats()
    partie = request.GET.get("partie", "")
    if partie:
        etats = {nom: etat for nom, etat in etats.items() if nom == partie}
    malades = selecteur.en_panne(etats)
    corps = {"etat": "ok" if etats and not malades else "panne", "en_panne": malades, **etats}
    return JsonResponse(corps, status=200 if corps["etat"] == "ok" else 503, json_dumps_params={"ensure_ascii": False})
