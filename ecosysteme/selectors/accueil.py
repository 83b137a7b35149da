"""« Mon travail »: its frame, and the part of the ground floor: notifications and what a person follows."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from .. import adresses
from ..enums import TypeNotification, TypeOrganisation
from ..format import il_y_a, nombre
from ..models import Abonnement, Adhesion, Notification, Personne
from ..permissions import droits

NOTIFICATIONS_MAX = 8


def cadre(personne: Personne) -> dict[str, Any]:
    """The heading: who the person is here. No query beyond the rights."""
    return {"prenom": personne.prenom, "roles": [_role(adhesion) for adhesion in droits(personne).adhesions]}


def _role(adhesion: Adhesion) -> dict[str, str]:
    """A role and its organisation, with the page of the latter."""
    organisation = adhesion.organisation
    if organisation.type == TypeOrganisation.GOUVERNEMENT:
        url = adresses.si_elle_existe("pilotage:gouvernement")
    elif organisation.type == TypeOrganisation.PARTENAIRE_PRIVE:
        url = ""
    else:
        url = adresses.si_elle_existe("pilotage:organisation", organisation.pk)
    return {"role": adhesion.get_role_display(), "organisation": organisation.nom, "url": url}


def notifications(*, personne: Personne) -> dict[str, Any]:
    """Unread notifications, announcements first, then the latest; whether there are more than those shown."""
    annonce = ExpressionWrapper(~Q(type=TypeNotification.ANNONCE), BooleanField())
    non_lues = Notification.objects.filter(personne=personne).non_lues().order_by(annonce, "-cree_le", "-pk")
    lues = list(non_lues[: NOTIFICATIONS_MAX + 1])
    return {
        "notifications": [
            {
                "pk": n.pk,
                "titre": n.titre,
                "url": n.url,
                "quand": il_y_a(n.cree_le),
                "annonce": n.type == TypeNotification.ANNONCE,
            }
            for n in lues[:NOTIFICATIONS_MAX]
        ],
        "autres": len(lues) > NOTIFICATIONS_MAX,
        "titre": f"Notifications ({nombre(len(lues[:NOTIFICATIONS_MAX]))})",
    }


def notifications_non_lues(*, personne: Personne) -> dict[str, Any]:
    """The block of the home page; nothing when all is read."""
    contexte = notifications(personne=personne)
    return contexte if contexte["notifications"] else {}


def suivis(personne: Personne) -> dict[str, set[int]]:
    """What a person follows: ids by kind. Read once for a block of a page that has already asked (`retenir_suivis`)."""
    sujets = getattr(personne, "_suivis", None)
    if sujets is None:
        sujets = Abonnement.objects.filter(personne=personne).values_list("sujet", flat=True)
    trouves: dict[str, set[int]] = {"organisation": set(), "indicateur": set()}
    for sujet in sujets:
        genre, _, numero = sujet.partition(":")
        if numero.isdigit():
            trouves.setdefault(genre, set()).add(int(numero))
    return trouves


def retenir_suivis(personne: Personne, sujets: Iterable[str]) -> None:
    """Keep on the request's person what one block read with something else, for the blocks that come after it."""
    personne._suivis = list(sujets)


def ids(valeurs: Iterable[str]) -> list[int]:
    """Numbers posted by a form; nonsense counts as nothing."""
    return [int(valeur) for valeur in valeurs if valeur.isascii() and valeur.isdigit() and len(valeur) < 19]
