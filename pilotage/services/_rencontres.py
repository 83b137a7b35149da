"""What every act of a meeting shares: the row locked, its event numbered without a hole, the open screens told."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import DateTimeField, Func
from django.urls import reverse

from ecosysteme.enums import TypeNotification
from ecosysteme.live import publier
from ecosysteme.models import Personne
from ecosysteme.services import notifications

from ..enums import EtatRencontre
from ..models import EvenementRencontre, PointOrdreDuJour, Rencontre

TEXTE_MAX = 500


class ActeRefuse(Exception):
    """The meeting is not where the act supposes it to be; `str()` says why, in French."""


class Horloge(Func):
    """The clock of the database: the one clock of a meeting, whatever the web process or the browser says."""

    function = "clock_timestamp"
    arity = 0
    output_field = DateTimeField()


def verrouiller(rencontre: Rencontre, *etats: str) -> Rencontre:
    """The meeting as it stands, locked until the end of the transaction, with the time (`maintenant`)."""
    actuelle = Rencontre.objects.select_for_update().annotate(maintenant=Horloge()).get(pk=rencontre.pk)
    if etats and actuelle.etat not in etats:
        raise ActeRefuse(f"Cette rencontre est {EtatRencontre(actuelle.etat).label.lower()}.")
    return actuelle


def inscrire(
    rencontre: Rencontre,
    genre: str,
    texte: str = "",
    *,
    par: Personne | None,
    point: PointOrdreDuJour | None = None,
    champs: Iterable[str] = (),
) -> EvenementRencontre:
    """Number the event of a locked meeting, save the fields it changed, and tell the screens after the commit."""
    rencontre.rang += 1
    rencontre.save(update_fields=["rang", *champs])
    evenement = EvenementRencontre.objects.create(
        rencontre=rencontre, rang=rencontre.rang, genre=genre, texte=texte[:TEXTE_MAX], par=par, point=point
    )
    annoncer(rencontre)
    return evenement


def annoncer(rencontre: Rencontre) -> None:
    """A hint to the screens that follow, and to the lists; figures did not change."""
    sujets = [f"rencontre:{rencontre.pk}", "rencontre:0"]
    transaction.on_commit(partial(publier, sujets, "nouveaute", chiffres=False))


def avertir(rencontre: Rencontre, personnes: Iterable[Personne], quoi: str, titre: str) -> None:
    """Notify people once for each `quoi`."""
    notifications.avertir(
        personnes=list(personnes),
        type=TypeNotification.RENCONTRE,
        cle=f"rencontre:{rencontre.pk}:{quoi}",
        titre=titre,
        url=reverse("pilotage:rencontre", args=[rencontre.pk]),
        sujet=f"rencontre:{rencontre.pk}",
    )
