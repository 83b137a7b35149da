"""What paginated views share."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url

from .. import registries
from ..format import nombre


def avec_pagination(request: HttpRequest, page: Page) -> dict[str, Any]:
    """The words of « n sur m » and the addresses around it, filters kept."""
    return {
        "debut": nombre(page.start_index()),
        "fin": nombre(page.end_index()),
        "total": nombre(page.paginator.count),
        "precedente": _adresse(request, page.previous_page_number()) if page.has_previous() else "",
        "suivante": _adresse(request, page.next_page_number()) if page.has_next() else "",
    }


def _adresse(request: HttpRequest, numero: int) -> str:
    parametres = request.GET.copy()
    parametres["page"] = str(numero)
    return f"?{parametres.urlencode()}"


def rubriques_fiche(request: HttpRequest, genre: str, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    """The blocks the pillars add to a sheet, rendered, by place (« haut », « cote », « bas »), and their subjects."""
    rendues: dict[str, list[str]] = {place.value: [] for place in registries.Place}
    sujets: list[str] = []
    for rubrique in registries.rubriques_fiche(genre):
        if contexte := rubrique.contexte(personne=request.user, objet=objet, exercice=exercice):
            sujets += contexte.get("sujets", [])
            rendues[rubrique.place].append(render_to_string(rubrique.gabarit, contexte, request))
    return {"rubriques": rendues, "sujets_rubriques": "".join(f",{sujet}" for sujet in dict.fromkeys(sujets))}


def inserer(reponse: HttpResponse, morceaux: dict[str, Any]) -> HttpResponse:
    """Put what is already rendered (bytes, by name) in the place of its mark, « <!--nom--> », in a page.

    Rendering half a megabyte again through nested blocks costs more than all the rest of a page. No text of a person
    can be a mark: templates escape what people write.
    """
    for nom, morceau in morceaux.items():
        if isinstance(morceau, bytes):
            reponse.content = reponse.content.replace(f"<!--{nom}-->".encode(), morceau, 1)
    return reponse


def page_ou_fragment(
    request: HttpRequest, page: str, fragment: str, contexte: dict[str, Any], adresse: str = ""
) -> HttpResponse:
    """The page, or the fragment that htmx asks for: one context. `adresse` is the canonical one of filters just chosen.

    A refresh by the fragment itself (live) leaves the address alone. A live page puts in its context the revision
    (`live.revision()`) it read before its figures.
    """
    partiel = bool(request.htmx) and not request.htmx.history_restore_request
    reponse = render(request, fragment if partiel else page, contexte)
    if partiel and adresse and not request.headers.get("X-Direct"):
        push_url(reponse, f"{request.path}{adresse if adresse != '?' else ''}")
    patch_vary_headers(reponse, ["HX-Request"])
    return reponse
