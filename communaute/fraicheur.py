"""How much the stamp of a practice is worth on a day. Pure."""

from datetime import date

from .enums import Fraicheur

# What a practice is worth in a search beside one that is verified: those nobody checked go down, stale ones further.
POIDS = {Fraicheur.A_JOUR: 1.0, Fraicheur.NON_VERIFIEE: 0.8, Fraicheur.PERIMEE: 0.6}
DUREE = 365  # days a verification holds unless the person says otherwise
DUREE_MAX = 3 * 365
RECUL = 90  # days of use after which one is asked what a practice gave


def fraicheur(jusqu: date | None, jour: date) -> Fraicheur:
    """Where the stamp stands on `jour`: good to the end of the day `jusqu`, never given when there is none."""
    if jusqu is None:
        return Fraicheur.NON_VERIFIEE
    return Fraicheur.A_JOUR if jusqu >= jour else Fraicheur.PERIMEE
