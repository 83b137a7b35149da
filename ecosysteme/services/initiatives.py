"""Initiatives: opened, described, carried by their participants to the next step, closed with what came of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ..ecriture import ecriture
from ..enums import EtatInitiative
from ..live import publier
from ..models import Indicateur, Initiative, Organisation, Participation, Personne
from ._initiatives_avis import dire, dire_a
from ._versions import ConflitFiche, ecrire, verrouiller

__all__ = [
    "ConflitFiche",
    "clore_initiative",
    "fixer_etape",
    "modifier_initiative",
    "ouvrir_initiative",
    "rattacher",
    "retirer",
    "rouvrir_initiative",
]
FERMEES = (EtatInitiative.TERMINEE, EtatInitiative.ABANDONNEE)
Objet = Indicateur | Organisation


def sujet(initiative: Initiative) -> str:
    """What the open pages of an initiative listen to."""
    return f"initiative:{initiative.pk}"


def annoncer(initiative: Initiative) -> None:
    """Tell the open pages, once committed."""
    transaction.on_commit(lambda: publier([sujet(initiative)], "nouveaute"))


@ecriture
def ouvrir_initiative(
    *,
    par: Personne,
    titre: str,
    description: str = "",
    organisations: Iterable[Organisation] = (),
    indicateurs: Iterable[Indicateur] = (),
) -> Initiative:
    """Open a thread; its author takes part in it, and the owners of its indicators are its organisations too."""
    lies = list(indicateurs)
    initiative = Initiative(titre=titre.strip(), description=description.strip(), ouverte_par=par)
    initiative.full_clean()
    initiative.save(force_insert=True)
    initiative.indicateurs.set(lies)
    initiative.organisations.set({*(o.pk for o in organisations), *(i.organisation_id for i in lies)})
    Participation.objects.create(initiative=initiative, personne=par)
    transaction.on_commit(lambda: publier([sujet(initiative), *(f"indicateur:{i.pk}" for i in lies)], "nouveaute"))
    return initiative


def _ouverte(initiative: Initiative, version_lue: int) -> Initiative:
    """The row, locked and still open. Raises ConflitFiche or ValidationError."""
    actuelle = verrouiller(initiative, version_lue)
    if actuelle.etat in FERMEES:
        raise ValidationError("Cette initiative est close : rouvrez-la pour la modifier.")
    return actuelle


def _ecrire(actuelle: Initiative, champs: dict[str, Any]) -> bool:
    if not ecrire(actuelle, champs, note="", libres=frozenset(champs)):
        return False
    annoncer(actuelle)
    return True


@ecriture
def modifier_initiative(
    *, par: Personne, initiative: Initiative, titre: str, description: str, version_lue: int
) -> Initiative:
    """Say better what it is about. Raises ConflitFiche when somebody else wrote meanwhile."""
    actuelle = _ouverte(initiative, version_lue)
    _ecrire(actuelle, {"titre": titre.strip(), "description": description.strip()})
    return actuelle


@ecriture
def fixer_etape(
    *, par: Personne, initiative: Initiative, quoi: str, qui: Personne | None, quand: date | None, version_lue: int
) -> Initiative:
    """What must happen next, by whom, for when; the initiative is then under way. Nothing: the step is done."""
    actuelle, texte = _ouverte(initiative, version_lue), quoi.strip()
    if qui is not None and not actuelle.participations.filter(personne=qui).exists():
        raise ValidationError({"qui": "Cette personne ne participe pas à l'initiative : invitez-la d'abord."})
    if not texte and (qui or quand):
        raise ValidationError({"quoi": "Dites ce qui doit arriver, ou laissez les trois champs vides."})
    champs = {"prochaine_etape": texte, "prochaine_etape_par": qui, "prochaine_etape_le": quand}
    if texte:
        champs["etat"] = EtatInitiative.EN_COURS
    if _ecrire(actuelle, champs) and texte:
        geste = f"etape:{actuelle.version}"
        dire_a(actuelle, qui, geste, f"On attend de vous, pour «\u00a0{actuelle.titre}\u00a0»\u00a0: {texte}", par=par)
        dire(actuelle, geste, f"Prochaine étape de «\u00a0{actuelle.titre}\u00a0»\u00a0: {texte}", par=par, sauf=qui)
    return actuelle


@ecriture
def clore_initiative(*, par: Personne, initiative: Initiative, etat: str, issue: str, version_lue: int) -> Initiative:
    """End it, done or given up, with what came of it."""
    actuelle = _ouverte(initiative, version_lue)
    if etat not in FERMEES:
        raise ValidationError({"etat": "Une initiative se termine ou s'abandonne."})
    if not issue.strip():
        raise ValidationError({"issue": "Dites ce qui en est sorti : c'est ce que les autres liront."})
    _ecrire(actuelle, {"etat": etat, "issue": issue.strip(), "close_le": timezone.now()})
    fin = EtatInitiative(etat).label.lower()
    dire(actuelle, f"close:{actuelle.version}", f"Initiative {fin}\u00a0: {actuelle.titre}", par=par)
    return actuelle


@ecriture
def rouvrir_initiative(*, par: Personne, initiative: Initiative, version_lue: int) -> Initiative:
    """Take it up again; history keeps what was written when it was closed."""
    actuelle = verrouiller(initiative, version_lue)
    if actuelle.etat in FERMEES:
        _ecrire(actuelle, {"etat": EtatInitiative.EN_COURS, "close_le": None})
        dire(actuelle, f"rouverte:{actuelle.version}", f"Initiative rouverte\u00a0: {actuelle.titre}", par=par)
    return actuelle


def _lies(initiative: Initiative, objet: Objet) -> Any:
    return initiative.indicateurs if isinstance(objet, Indicateur) else initiative.organisations


def _lier(initiative: Initiative, objet: Objet, *, present: bool) -> None:
    """Attach or detach under lock; the history says what in words."""
    actuelle = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if actuelle.etat in FERMEES:
        raise ValidationError("Cette initiative est close : rouvrez-la pour la modifier.")
    lies = _lies(actuelle, objet)
    if lies.filter(pk=objet.pk).exists() == present:
        return
    (lies.add if present else lies.remove)(objet)
    if present and isinstance(objet, Indicateur):
        actuelle.organisations.add(objet.organisation_id)
    geste = "rattaché" if present else "retiré"
    genre = "Indicateur" if isinstance(objet, Indicateur) else "Organisation"
    note = f"{genre} {geste}{'e' if genre == 'Organisation' else ''} : {objet}"
    actuelle.version += 1
    with pghistory.context(note=note):
        actuelle.save(update_fields=["version"])
    annoncer(actuelle)


@ecriture
def rattacher(*, par: Personne, initiative: Initiative, objet: Objet) -> None:
    """Attach an indicator or an organisation; attaching twice changes nothing."""
    _lier(initiative, objet, present=True)


@ecriture
def retirer(*, par: Personne, initiative: Initiative, objet: Objet) -> None:
    """Detach it; detaching twice changes nothing."""
    _lier(initiative, objet, present=False)
