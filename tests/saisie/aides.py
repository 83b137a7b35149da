"""Gestures the data-entry tests share."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

from django.db import connections
from django.test import Client

from ecosysteme.enums import EtatMesure
from ecosysteme.models import Mesure
from ecosysteme.services.lots import Entree
from ecosysteme.services.mesures import Saisie

DEBUT, FIN = date(2025, 4, 1), date(2026, 3, 31)


def saisie(valeur="50", etat=EtatMesure.PROVISOIRE, **champs) -> Saisie:
    return Saisie(DEBUT, FIN, Decimal(valeur) if valeur is not None else None, etat=etat, **champs)


def entree(indicateur, valeur="50", lue: Mesure | None = None, **champs) -> Entree:
    """A cell of 2025-2026; `valeur` None empties it; `lue` is the row its author saw."""
    return Entree(
        indicateur,
        (indicateur.pk, FIN, ""),
        None if valeur is None else saisie(valeur, **champs),
        lue.pk if lue else 0,
        lue.version if lue else 0,
    )


def en_parallele(gestes):
    """Run these calls at the same instant, each in its own thread and connection; their results in order."""
    depart = Barrier(len(gestes))

    def courir(geste):
        try:
            depart.wait(10)
            return geste()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(gestes)) as fils:
        return [fil.result(30) for fil in [fils.submit(courir, geste) for geste in gestes]]


def client_de(personne) -> Client:
    client = Client()
    client.force_login(personne)
    return client


def poster(
    client, valeurs, commentaires=None, lu="{}", acte="provisoire", exercice=2025, follow=False, json=False, **champs
):
    """Post a grid as the page does: values and comments by cell."""
    corps = {"acte": acte, "lu": lu, **champs}
    corps |= {f"v-{cle}": texte for cle, texte in valeurs.items()}
    corps |= {f"c-{cle}": texte for cle, texte in (commentaires or {}).items()}
    entetes = {"accept": "application/json"} if json else {"accept": "text/html"}
    return client.post(f"/pilotage/saisie/?exercice={exercice}", corps, follow=follow, headers=entetes)


def sans_flux(page) -> None:
    """Streams of events need ASGI, the test server is WSGI."""
    page.route("**/evenements/**", lambda route: route.abort())
