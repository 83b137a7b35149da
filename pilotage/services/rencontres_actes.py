"""What a meeting decides, recorded as it is said: decisions of the register, actions, blockers, escalations."""

from datetime import date, datetime

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Decision, Personne
from ecosysteme.services.decisions import inscrire_decision

from ..enums import EtatRencontre
from ..models import Action, Bloquant, DecisionRencontre, Escalade, PointOrdreDuJour, Rencontre
from . import bloquants
from ._rencontres import ActeRefuse, inscrire, verrouiller
from .actions import confier_action


@ecriture
def decider(
    *,
    par: Personne,
    rencontre: Rencontre,
    texte: str,
    point: PointOrdreDuJour | None = None,
    responsable: Personne | None = None,
    revision_le: date | None = None,
) -> Decision:
    """Enter a decision of the meeting in the register. Raises ValidationError in French."""
    actuelle = verrouiller(rencontre, EtatRencontre.EN_COURS)
    decision = inscrire_decision(
        par=par, texte=texte, organe=actuelle.titre, organisation=actuelle.organisation, responsable=responsable,
        revision_le=revision_le,
    )  # fmt: skip
    DecisionRencontre.objects.create(rencontre=actuelle, point=point, decision=decision)
    inscrire(actuelle, "decision", f"Décision : {texte}", par=par, point=point)
    return decision


@ecriture
def confier(
    *,
    par: Personne,
    rencontre: Rencontre,
    quoi: str,
    responsable: Personne,
    echeance: date,
    point: PointOrdreDuJour | None = None,
) -> Action:
    """Entrust an action, tied to what was being discussed. Raises ValidationError in French."""
    actuelle = verrouiller(rencontre, EtatRencontre.EN_COURS)
    action = confier_action(
        par=par, quoi=quoi, responsable=responsable, echeance=echeance, organisation=actuelle.organisation,
        rencontre=actuelle, point=point, bloquant=point.bloquant if point else None,
        indicateur=point.indicateur if point else None,
    )  # fmt: skip
    inscrire(actuelle, "action", f"Action confiée à {responsable} : {quoi}", par=par, point=point)
    return action


@ecriture
def signaler(
    *, par: Personne, rencontre: Rencontre, titre: str, cause: str, gravite: int, point: PointOrdreDuJour | None = None
) -> Bloquant:
    """Raise a blocker on the indicator being discussed. Raises ValidationError in French."""
    actuelle = verrouiller(rencontre, EtatRencontre.EN_COURS)
    if point is None or point.indicateur is None:
        raise ActeRefuse("Un bloquant se signale sur un indicateur : mettez-en un en discussion.")
    leve = bloquants.signaler_bloquant(par=par, indicateur=point.indicateur, titre=titre, cause=cause, gravite=gravite)
    inscrire(actuelle, "bloquant", f"Bloquant signalé : {titre}", par=par, point=point)
    return leve


@ecriture
def escalader(
    *,
    par: Personne,
    rencontre: Rencontre,
    aide_demandee: str,
    repondre_avant: datetime,
    point: PointOrdreDuJour | None = None,
) -> Escalade:
    """Ask the tier above for help on the blocker being discussed. Raises ValidationError in French."""
    actuelle = verrouiller(rencontre, EtatRencontre.EN_COURS)
    if point is None or point.bloquant is None:
        raise ActeRefuse("On escalade un bloquant : mettez-en un en discussion.")
    escalade = bloquants.escalader(
        par=par, bloquant=point.bloquant, aide_demandee=aide_demandee, repondre_avant=repondre_avant
    )
    inscrire(actuelle, "escalade", f"Aide demandée au palier suivant : {aide_demandee}", par=par, point=point)
    return escalade
