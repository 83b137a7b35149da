"""What paginated views share."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest

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
