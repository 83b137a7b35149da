"""The timer of an item, on the clock of the database; the browser only shows it."""

from datetime import timedelta

from ..models import PointOrdreDuJour, Rencontre

CHAMPS = ("minuterie_fin", "minuterie_reste")


def demarrer(rencontre: Rencontre, point: PointOrdreDuJour | None) -> None:
    """The minutes of the item, from now; no item, no timer. The meeting is locked (`maintenant`)."""
    rencontre.minuterie_reste = None
    rencontre.minuterie_fin = rencontre.maintenant + timedelta(minutes=point.minutes) if point else None


def suspendre(rencontre: Rencontre) -> bool:
    """Keep what is left; nothing is left of a timer that ran out."""
    if rencontre.minuterie_fin is None:
        return False
    reste = (rencontre.minuterie_fin - rencontre.maintenant).total_seconds()
    rencontre.minuterie_reste, rencontre.minuterie_fin = max(round(reste), 0), None
    return True


def repartir(rencontre: Rencontre) -> bool:
    if rencontre.minuterie_reste is None:
        return False
    rencontre.minuterie_fin = rencontre.maintenant + timedelta(seconds=rencontre.minuterie_reste)
    rencontre.minuterie_reste = None
    return True


def ajouter_minute(rencontre: Rencontre) -> bool:
    """One more minute: from the end that stands, or from now when it is past."""
    if rencontre.minuterie_reste is not None:
        rencontre.minuterie_reste += 60
        return True
    if rencontre.minuterie_fin is None:
        return False
    rencontre.minuterie_fin = max(rencontre.minuterie_fin, rencontre.maintenant) + timedelta(minutes=1)
    return True
