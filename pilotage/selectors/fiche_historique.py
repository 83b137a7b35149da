"""The whole history of an indicator, page by page; internal readers only."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse

from ecosysteme.format import nombre
from ecosysteme.models import Personne
from ecosysteme.permissions import indicateur_lisible_ou_404

from . import historique, publies
from .fil import fil_indicateur

TAILLE_PAGE = 30


def page(personne: Personne, pk: int, numero: str) -> dict[str, Any]:
    """A page of the history. 404 for who reads published figures only: it holds provisional ones and names."""
    indicateur = indicateur_lisible_ou_404(personne, pk)
    if not publies.complet(personne):
        raise Http404
    lus = historique.lire("indicateur", pk)
    toutes = historique.entrees(lus, unite=indicateur.unite, decimales=indicateur.decimales)
    feuille = Paginator(toutes, TAILLE_PAGE).get_page(numero)
    url = reverse("pilotage:indicateur_historique", args=[pk])
    return {
        "indicateur": indicateur,
        "fil": fil_indicateur(indicateur, "Historique"),
        "entrees": list(feuille.object_list),
        "limite": nombre(historique.LIMITE) if len(lus) >= historique.LIMITE else "",
        "pagination": {
            "debut": nombre(feuille.start_index()),
            "fin": nombre(feuille.end_index()),
            "total": nombre(len(toutes)),
            "nom": "changements",
            "precedente": f"{url}?page={feuille.previous_page_number()}" if feuille.has_previous() else "",
            "suivante": f"{url}?page={feuille.next_page_number()}" if feuille.has_next() else "",
        },
    }
