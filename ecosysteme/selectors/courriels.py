"""The outbox, for the page of a developer's machine."""

import re
from typing import Any

from django.core.paginator import Page, Paginator

from ..format import date_heure, nombre
from ..models import Courriel

PAR_PAGE = 50
LIEN = re.compile(r"(https?://\S+)")


def boite(page: int | str) -> Page:
    """The latest first; the page's rows are formatted."""
    feuille = Paginator(Courriel.objects.select_related("personne"), PAR_PAGE).get_page(page)
    feuille.object_list = [_ligne(courriel) for courriel in feuille.object_list]
    return feuille


def _ligne(courriel: Courriel) -> dict[str, Any]:
    return {
        "pk": courriel.pk,
        "objet": courriel.objet,
        "a": courriel.personne.email,
        "etat": courriel.get_etat_display(),
        "ecrit": date_heure(courriel.cree_le),
        "envoye": date_heure(courriel.envoye_le),
        "tentatives": nombre(courriel.tentatives),
        "erreur": courriel.erreur,
    }


def lettre(courriel: Courriel) -> dict[str, Any]:
    """A message, its links cut out of its text so that they can be followed."""
    return {
        **_ligne(courriel),
        "elements": [
            {"terme": "À", "valeur": courriel.personne.email},
            {"terme": "État", "valeur": courriel.get_etat_display()},
            {"terme": "Écrit", "valeur": date_heure(courriel.cree_le)},
            {"terme": "Pas avant", "valeur": date_heure(courriel.pas_avant)},
            {"terme": "Envoyé", "valeur": date_heure(courriel.envoye_le)},
            {"terme": "Message-ID", "valeur": courriel.message_id},
        ],
        "morceaux": [
            {"texte": morceau, "lien": rang % 2 == 1} for rang, morceau in enumerate(LIEN.split(courriel.texte))
        ],
    }
