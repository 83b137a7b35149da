"""A meeting as a calendar file (RFC 5545), for the calendar one already has."""

from datetime import UTC, datetime, timedelta

from ..enums import EtatRencontre
from ..models import Rencontre

LIGNE_MAX = 75


def fichier(rencontre: Rencontre, adresse: str, maintenant: datetime) -> str:
    """The event, its version as its sequence: opened again, it moves or is called off in the calendar."""
    annulee = rencontre.etat == EtatRencontre.ANNULEE
    lignes = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ecosysteme de la performance//Rencontres//FR",
        f"METHOD:{'CANCEL' if annulee else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:rencontre-{rencontre.pk}@ecosysteme",
        f"SEQUENCE:{rencontre.version}",
        f"DTSTAMP:{_instant(maintenant)}",
        f"DTSTART:{_instant(rencontre.prevue_le)}",
        f"DTEND:{_instant(rencontre.prevue_le + timedelta(minutes=rencontre.duree))}",
        f"SUMMARY:{_texte(rencontre.titre)}",
        f"DESCRIPTION:{_texte(f'{rencontre.organisation.nom}. Ordre du jour : {adresse}')}",
        f"URL:{adresse}",
        *([f"LOCATION:{_texte(rencontre.lieu)}"] if rencontre.lieu else []),
        f"STATUS:{'CANCELLED' if annulee else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{plier(ligne)}\r\n" for ligne in lignes)


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _texte(texte: str) -> str:
    """A value where commas, semicolons and line ends are told."""
    propre = texte.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return propre.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def plier(ligne: str) -> str:
    """At most 75 bytes a line, never cut inside a letter."""
    morceaux, courant = [], ""
    for lettre in ligne:
        if len((courant + lettre).encode()) > LIGNE_MAX - (1 if morceaux else 0):
            morceaux.append(courant)
            courant = ""
        courant += lettre
    return "\r\n ".join([*morceaux, courant])
