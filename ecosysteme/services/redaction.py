"""The words of an e-mail: a subject that says what and how many, a text, and the same in plain HTML.

Titles come from people: one line in the subject, escaped in the HTML. Links are whole addresses of the portal.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from ..enums import TypeNotification, libelle_type
from ..format import compte, date_longue
from ..models import Courriel, Notification
from .preferences import jeton_desabonnement

OBJET_MAX = 200


def absolue(chemin: str) -> str:
    return f"{settings.PORTAIL_URL.rstrip('/')}{chemin}"


def adresse_desabonnement(personne: int, types: Sequence[str]) -> str:
    return absolue(reverse("desabonnement", args=[jeton_desabonnement(personne, types)]))


def rediger(courriel: Courriel, lignes: Sequence[Notification], jour: date | None = None) -> None:
    """Write the subject, both bodies and the types of a message. `jour`: it is the digest of that date."""
    courriel.types = sorted({ligne.type for ligne in lignes})
    courriel.objet = _objet(lignes, jour)
    contexte = {
        "prenom": courriel.personne.prenom,
        "intro": _intro(lignes, jour),
        "groupes": _groupes(courriel.personne_id, lignes),
        "notifications": absolue(reverse("notifications")),
        "preferences": absolue(reverse("preferences_notification")),
    }
    courriel.texte = render_to_string("ecosysteme/courriels/notifications.txt", contexte)
    courriel.html = render_to_string("ecosysteme/courriels/notifications.html", contexte)


def _objet(lignes: Sequence[Notification], jour: date | None) -> str:
    if jour is not None:
        return f"Résumé du {date_longue(jour)}\u00a0: {compte(len(lignes), 'nouveauté')}"
    premiere = " ".join(lignes[0].titre.split())
    if len(lignes) == 1:
        return premiere[:OBJET_MAX]
    return f"{compte(len(lignes), 'avis', 'avis')}, dont\u00a0: {premiere}"[:OBJET_MAX]


def _intro(lignes: Sequence[Notification], jour: date | None) -> str:
    if jour is not None:
        return "Voici ce qui vous attend dans l'Écosystème de la performance."
    return "On vous attend dans l'Écosystème de la performance."


def _groupes(personne: int, lignes: Sequence[Notification]) -> list[dict[str, Any]]:
    """Lines by type, in the order of the list of types, each type with its own way out."""
    ordre = {type: rang for rang, type in enumerate(TypeNotification.values)}
    types = sorted({ligne.type for ligne in lignes}, key=lambda type: ordre.get(type, len(ordre)))
    return [
        {
            "libelle": libelle_type(type),
            "lignes": [
                {
                    "titre": " ".join(ligne.titre.split()),
                    "precision": " ".join(ligne.precision.split()),
                    "url": absolue(ligne.url) if ligne.url else "",
                }
                for ligne in lignes
                if ligne.type == type
            ],
            "desabonnement": adresse_desabonnement(personne, [type]) if type in ordre else "",
        }
        for type in types
    ]
