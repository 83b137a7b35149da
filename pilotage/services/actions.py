"""The action log: entrusted, changed with a reason, closed with a note, opened again. Nothing is erased."""

from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ecosysteme import live
from ecosysteme.adresses import si_elle_existe
from ecosysteme.ecriture import ecriture
from ecosysteme.enums import TypeNotification
from ecosysteme.format import date_longue
from ecosysteme.models import Indicateur, Initiative, Organisation, Personne
from ecosysteme.services.decisions import exiger_interne
from ecosysteme.services.lignes import modifier_ligne
from ecosysteme.services.notifications import avertir

from ..enums import EtatAction
from ..models import Action, Bloquant, FicheA3, PointOrdreDuJour, Rencontre

ECHEANCE_PASSEE = "L'échéance est déjà passée : donnez une date à partir d'aujourd'hui."
MOTIF_REQUIS = "Dites pourquoi l'action change de mains ou de date : la raison reste à l'historique."
CLOSE = "Cette action est close : remettez-la à faire avant de la changer."
ABANDON_REQUIS = "Dites pourquoi l'action est abandonnée."


@ecriture
def confier_action(
    *,
    par: Personne,
    quoi: str,
    responsable: Personne,
    echeance: date,
    organisation: Organisation,
    rencontre: Rencontre | None = None,
    point: PointOrdreDuJour | None = None,
    bloquant: Bloquant | None = None,
    initiative: Initiative | None = None,
    indicateur: Indicateur | None = None,
    fiche_a3: FicheA3 | None = None,
) -> Action:
    """Entrust something to one person by a date, and tell her. Raises ValidationError in French."""
    exiger_interne(responsable, "Une action")
    _exiger_a_venir(echeance)
    action = Action(
        quoi=" ".join(quoi.split()),
        responsable=responsable,
        echeance=echeance,
        organisation=organisation,
        rencontre=rencontre,
        point=point,
        bloquant=bloquant,
        initiative=initiative,
        indicateur=indicateur,
        fiche_a3=fiche_a3,
        confiee_par=par,
        rappelee_le=timezone.localdate(),
    )
    action.full_clean()
    action.save(force_insert=True)
    _avertir(par, action.responsable, action, "confiee", "Une action vous est confiée, pour le")
    _annoncer(action)
    return action


@ecriture
def modifier_action(
    *, par: Personne, action: Action, version_lue: int, champs: dict[str, Any], motif: str = ""
) -> Action:
    """Change what, who or when. A new person or a new date needs its reason. Raises ConflitFiche, ValidationError."""
    if action.etat != EtatAction.A_FAIRE:
        raise ValidationError(CLOSE)
    nouvelle_personne = champs["responsable"].pk != action.responsable_id
    nouvelle_date = champs["echeance"] != action.echeance
    if nouvelle_personne:
        exiger_interne(champs["responsable"], "Une action")
    if nouvelle_date:
        _exiger_a_venir(champs["echeance"])
    if (nouvelle_personne or nouvelle_date) and not motif.strip():
        raise ValidationError({"motif": MOTIF_REQUIS})
    rappel = {"rappelee_le": timezone.localdate()} if nouvelle_personne or nouvelle_date else {}
    ecrite = modifier_ligne(action, version_lue=version_lue, champs=champs | rappel, note=motif)
    if nouvelle_personne:
        _avertir(par, ecrite.responsable, ecrite, f"confiee:{ecrite.version}", "Une action vous est confiée, pour le")
        _avertir(
            par, action.responsable, ecrite, f"reprise:{ecrite.version}", "Une action passe à quelqu'un d'autre, du"
        )
    elif nouvelle_date:
        _avertir(par, ecrite.responsable, ecrite, f"date:{ecrite.version}", "Votre action a une nouvelle échéance, le")
    _annoncer(ecrite, action.responsable_id)
    return ecrite


@ecriture
def clore_action(
    *, par: Personne, action: Action, version_lue: int, etat: str = EtatAction.FAITE, constat: str = ""
) -> Action:
    """Done, or given up with the reason. Closing twice the same way is closing once.

    Raises ConflitFiche, ValidationError.
    """
    if etat == EtatAction.ABANDONNEE and not constat.strip():
        raise ValidationError({"constat": ABANDON_REQUIS})
    actuelle = Action.objects.select_for_update().get(pk=action.pk)
    if actuelle.etat == etat and not constat.strip():
        return actuelle
    close_le = actuelle.close_le if actuelle.etat == etat else timezone.now()
    champs = {"etat": etat, "close_le": close_le, "constat": constat.strip()}
    close = modifier_ligne(action, version_lue=version_lue, champs=champs)
    mot = "Une action que vous avez confiée est faite, échéance du"
    if etat == EtatAction.ABANDONNEE:
        mot = "Une action que vous avez confiée est abandonnée, échéance du"
    _avertir(par, close.confiee_par, close, f"close:{close.version}", mot)
    _annoncer(close)
    return close


@ecriture
def rouvrir_action(*, par: Personne, action: Action, version_lue: int) -> Action:
    """Undo a closing. Opening what is open changes nothing. Raises ConflitFiche."""
    champs = {"etat": EtatAction.A_FAIRE, "close_le": None, "constat": "", "rappelee_le": timezone.localdate()}
    if action.etat == EtatAction.A_FAIRE:
        return action
    ouverte = modifier_ligne(action, version_lue=version_lue, champs=champs)
    _annoncer(ouverte)
    return ouverte


def url_action(action: Action) -> str:
    return si_elle_existe("pilotage:action", action.pk) or reverse("pilotage:gouvernement")


def _exiger_a_venir(echeance: date) -> None:
    if echeance < timezone.localdate():
        raise ValidationError({"echeance": ECHEANCE_PASSEE})


def _avertir(par: Personne, personne: Personne, action: Action, cle: str, mot: str) -> None:
    """Tell somebody else than the author."""
    if personne.pk == par.pk:
        return
    avertir(
        personnes=[personne],
        type=TypeNotification.ACTION,
        cle=f"action:{action.pk}:{cle}",
        titre=f"{mot} {date_longue(action.echeance)} : {action.quoi}"[:300],
        url=url_action(action),
        sujet=f"action:{action.pk}",
    )


def _annoncer(action: Action, *autres: int) -> None:
    """Open pages of who carries it look again, once the transaction has committed."""
    sujets = [f"actions:{pk}" for pk in {action.responsable_id, *autres}]
    transaction.on_commit(partial(live.publier, sujets, chiffres=False))
