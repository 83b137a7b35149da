"""Open data: the page with its dictionary, the files, the licence. Addresses are stable."""

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from ecosysteme.donnees import lignes_csv, lignes_json
from ecosysteme.exports import TYPE_CSV
from ecosysteme.exports import lignes_csv as lignes_tableur

from ..selectors import donnees_ouvertes as lire
from ..selectors.donnees_dictionnaire import PAR_NOM
from ._publiques import EN_TETES, page, repondre

PARTAGE = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}


@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    return page(request, "barometre/donnees.html", "donnees", lire.page)


@require_safe
def licence(request: HttpRequest) -> HttpResponse:
    return page(request, "barometre/licence.html", "licence", lire.sources)


@require_safe
def dictionnaire(request: HttpRequest) -> HttpResponse:
    racine = request.build_absolute_uri("/").rstrip("/")

    def rendre() -> bytes:
        return json.dumps(lire.datapackage(racine), ensure_ascii=False, indent=2).encode()

    return repondre(request, f"datapackage:{racine}", rendre, "application/json; charset=utf-8", PARTAGE)


@require_safe
def en_csv(request: HttpRequest, table: str) -> HttpResponseBase:
    ecrire = lignes_tableur if request.GET.get("pour") == "tableur" else lignes_csv
    return _fichier(request, table, ecrire, f"{TYPE_CSV}; charset=utf-8", "csv")


@require_safe
def en_json(request: HttpRequest, table: str) -> HttpResponseBase:
    return _fichier(request, table, lignes_json, "application/json; charset=utf-8", "json")


def _fichier(request: HttpRequest, nom: str, ecrire: Callable, genre: str, suffixe: str) -> HttpResponseBase:
    """Streamed; 304 when nothing changed since the reader's copy."""
    if nom not in PAR_NOM:
        raise Http404
    table, modifie = PAR_NOM[nom], lire.derniere_modification()
    instant = int(modifie.timestamp()) if modifie else 0
    reponse = StreamingHttpResponse(content_type=genre, headers={**EN_TETES, **PARTAGE})
    reponse["Last-Modified"] = http_date(instant)
    reponse["Content-Disposition"] = f'attachment; filename="{nom}.{suffixe}"'
    finale = get_conditional_response(request, last_modified=instant, response=reponse)
    if finale is reponse and request.method == "GET":
        reponse.streaming_content = ecrire(table.noms, lire.lignes(table))
    return finale
