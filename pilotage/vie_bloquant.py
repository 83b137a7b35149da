"""The life of a blocker, as rules: what may be done now, what comes of it, and until when a tier may answer.

signalé → pris en charge → (escaladé ↔ aide offerte) → résolu or abandonné. Pure: no database, no request, no clock.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from ecosysteme.enums import TypeOrganisation
from ecosysteme.format import FUSEAU, date_heure, date_longue

from .enums import EtatBloquant, Palier

# Days a tier has to answer when the asker sets no deadline, up to the end of the last one.
DELAIS: dict[int, int] = {Palier.EQUIPE: 2, Palier.DIRECTION: 5, Palier.MINISTERE: 10, Palier.GOUVERNEMENT: 20}
PALIERS: dict[str, Palier] = {
    TypeOrganisation.DIRECTION: Palier.DIRECTION,
    TypeOrganisation.GOUVERNEMENT: Palier.GOUVERNEMENT,
}


class Geste(StrEnum):
    PRENDRE = "prendre"
    ESCALADER = "escalader"
    REPONDRE = "repondre"
    RETIRER_ESCALADE = "retirer_escalade"
    MONTER = "monter"
    OFFRIR = "offrir"
    RETIRER_OFFRE = "retirer_offre"
    ACCEPTER_OFFRE = "accepter_offre"
    RATTACHER = "rattacher"
    RESOUDRE = "resoudre"
    ABANDONNER = "abandonner"
    PRECISER = "preciser"


class GesteRefuse(ValueError):
    """This cannot be done now; `str()` says why in French."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is so; the state follows from it."""

    prise: bool = False
    escaladee: bool = False
    offres: int = 0
    issue: EtatBloquant | None = None

    @property
    def etat(self) -> EtatBloquant:
        if self.issue is not None:
            return self.issue
        if self.escaladee:
            return EtatBloquant.ESCALADE
        if not self.prise:
            return EtatBloquant.SIGNALE
        return EtatBloquant.AIDE_OFFERTE if self.offres else EtatBloquant.PRIS_EN_CHARGE


_SANS_PERSONNE = {
    Geste.ESCALADER: "Prenez d'abord ce bloquant en charge : une escalade a une personne qui la suit.",
    Geste.ACCEPTER_OFFRE: "Prenez d'abord ce bloquant en charge : l'aide acceptée a quelqu'un à qui parler.",
    Geste.RESOUDRE: "Prenez d'abord ce bloquant en charge : on saura qui l'a réglé.",
}
_PENDANT_ESCALADE = {
    Geste.PRENDRE: "Une escalade attend une réponse : c'est elle qui dira qui prend le bloquant en charge.",
    Geste.ESCALADER: "Une escalade de ce bloquant attend déjà une réponse.",
}
_ESCALADE_VOULUE = {Geste.REPONDRE, Geste.RETIRER_ESCALADE, Geste.MONTER}
_OFFRE_VOULUE = {Geste.RETIRER_OFFRE, Geste.ACCEPTER_OFFRE}


def refus(situation: Situation, geste: Geste) -> str:
    """Why this cannot be done now; empty when it can."""
    if situation.issue is not None:
        return f"Ce bloquant est {situation.issue.label.lower()} : il reste lisible, mais ne change plus."
    if geste in _ESCALADE_VOULUE and not situation.escaladee:
        return "Aucune escalade de ce bloquant n'attend de réponse."
    if geste in _OFFRE_VOULUE and not situation.offres:
        return "Aucune offre d'aide n'est ouverte sur ce bloquant."
    if situation.escaladee and geste in _PENDANT_ESCALADE:
        return _PENDANT_ESCALADE[geste]
    if not situation.prise and geste in _SANS_PERSONNE:
        return _SANS_PERSONNE[geste]
    return ""


def appliquer(situation: Situation, geste: Geste) -> Situation:
    """What becomes of it. Raises GesteRefuse."""
    if raison := refus(situation, geste):
        raise GesteRefuse(raison)
    match geste:
        case Geste.PRENDRE:
            return replace(situation, prise=True)
        case Geste.ESCALADER:
            return replace(situation, escaladee=True)
        case Geste.REPONDRE:
            return replace(situation, prise=True, escaladee=False)
        case Geste.RETIRER_ESCALADE:
            return replace(situation, escaladee=False)
        case Geste.OFFRIR:
            return replace(situation, offres=situation.offres + 1)
        case Geste.RETIRER_OFFRE:
            return replace(situation, offres=situation.offres - 1)
        case Geste.RESOUDRE:
            return replace(situation, escaladee=False, issue=EtatBloquant.RESOLU)
        case Geste.ABANDONNER:
            return replace(situation, escaladee=False, issue=EtatBloquant.ABANDONNE)
    return situation


def palier_par_defaut(type_organisation: str) -> Palier:
    """The tier of an organisation: where a blocker raised in it is dealt with first."""
    return PALIERS.get(type_organisation, Palier.MINISTERE)


def paliers_vises(palier: int) -> list[Palier]:
    """Tiers that may be asked from this one: those above it."""
    return [p for p in Palier if p > palier]


def palier_suivant(palier: int) -> Palier | None:
    """Where an escalation left without an answer rises; nowhere from the government."""
    return next(iter(paliers_vises(palier)), None)


def fin_de_journee(jour: date) -> datetime:
    """« le 3 mars, 23 h 59 »: the midnight that ends that day in Québec, which no longer belongs to it."""
    suivant = jour + timedelta(days=1)
    return datetime(suivant.year, suivant.month, suivant.day, tzinfo=FUSEAU)


def echeance_par_defaut(palier: int, maintenant: datetime) -> datetime:
    """The end of the last day that tier has to answer, counted in days of Québec (one may last 23 or 25 hours)."""
    return fin_de_journee(maintenant.astimezone(FUSEAU).date() + timedelta(days=DELAIS[palier]))


def jour_limite(echeance: datetime) -> date:
    """The last day on which an answer is on time."""
    return (echeance.astimezone(FUSEAU) - timedelta(microseconds=1)).date()


def limite_en_mots(echeance: datetime) -> str:
    """« 3 mars 2026, 23 h 59 » for the midnight that follows; any other instant as it is."""
    local = echeance.astimezone(FUSEAU)
    if (local.hour, local.minute) == (0, 0):
        return f"{date_longue(jour_limite(echeance))}, 23\u00a0h\u00a059"
    return date_heure(echeance)
