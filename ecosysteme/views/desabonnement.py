"""No more e-mail of a type, from the message itself: logged out, by its signed address (RFC 8058)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..enums import libelle_type
from ..services import preferences

PAGE = "ecosysteme/notifications/desabonnement.html"


@csrf_exempt  # a mail program posts without having read the page: the signed address is the right, and names its holder
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desabonnement(request: HttpRequest, jeton: str) -> HttpResponse:
    """Reading explains; the button, or the mail program's one click, does it; « Annuler » undoes it."""
    lu = preferences.lire_jeton(jeton)
    if lu is None:
        return render(request, PAGE, {"ferme": True}, status=404)
    personne, types = lu
    contexte = {"types": [libelle_type(type) for type in types], "jeton": jeton}
    if request.method == "POST":
        avant = preferences.lire_canaux(request.POST.get("retablir", ""), personne)
        if avant is None:
            contexte["retablir"] = preferences.signer_canaux(
                personne, preferences.desabonner(par=personne, types=types)
            )
        else:
            preferences.choisir_canaux(par=personne, canaux=avant)
        contexte["fait"], contexte["annule"] = avant is None, avant is not None
    return render(request, PAGE, contexte)
