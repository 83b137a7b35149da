"""Saving a whole grid at once, and undoing it: what can be written is, what somebody else changed comes back."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection
from django.utils import timezone

from ..ecriture import ecriture
from ..models import Indicateur, LotSaisie, Mesure, Personne
from . import _mesures_sql as lignes
from ._mesures_sql import Cle
from .mesures import Saisie, a_lu, apres_ecriture

MesureEvent = Mesure.pgh_event_model
P = ParamSpec("P")
R = TypeVar("R")
ESSAIS, ATTENTE_MS = 5, 700  # below deadlock_timeout, one second
REPRISES = {"55P03", "40P01"}  # lock not available, deadlock detected


@dataclass(frozen=True)
class Entree:
    """A cell to write: what is entered (None removes the result), and the row its author had read (0, 0: none)."""

    indicateur: Indicateur
    cle: Cle
    saisie: Saisie | None
    mesure_lue: int | None = 0  # None: the version alone is known
    version_lue: int = 0


@dataclass
class ResultatLot:
    """What a batch did. Every cell is in exactly one of the four; `conflits` gives what stands there now."""

    ecrites: dict[Cle, Mesure] = field(default_factory=dict)
    retirees: dict[Cle, Mesure] = field(default_factory=dict)
    inchangees: dict[Cle, Mesure | None] = field(default_factory=dict)
    conflits: dict[Cle, Mesure | None] = field(default_factory=dict)
    lot: LotSaisie | None = None


class LotDejaAnnule(Exception):
    """The batch was undone before: `str()` says so in French."""

    def __init__(self) -> None:
        super().__init__("Cet enregistrement est déjà annulé.")


class LotOccupe(Exception):
    """Somebody holds these results for long (an import being published): `str()` says so in French."""

    def __init__(self) -> None:
        super().__init__(
            "Ces résultats sont retenus par une importation en cours : enregistrez de nouveau dans un instant."
        )


def patiemment(service: Callable[P, R]) -> Callable[P, R]:
    """Wait for locks by short turns: a batch gives way before PostgreSQL would break a deadlock at somebody's cost.

    The service sets `_tour()` in its transaction.
    """

    @functools.wraps(service)
    def enveloppe(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(ESSAIS):
            try:
                return service(*args, **kwargs)
            except OperationalError as panne:
                if getattr(panne.__cause__, "pgcode", "") not in REPRISES:
                    raise
        raise LotOccupe

    return enveloppe


def _tour() -> None:
    with connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL lock_timeout = {ATTENTE_MS}")


@patiemment
@ecriture
def enregistrer_lot(*, par: Personne, entrees: Iterable[Entree]) -> ResultatLot:
    """Write the cells of a grid in one transaction, each under its own optimistic lock.

    A cell changed by somebody else since it was read is not written and does not hold the others back.
    """
    _tour()
    par_cle = {entree.cle: entree for entree in entrees}
    actuelles = lignes.lire(par_cle, verrou=True)
    fait, voulues = ResultatLot(), {}
    for cle, entree in par_cle.items():
        actuelle = actuelles.get(cle)
        if _deja(entree.saisie, actuelle):
            fait.inchangees[cle] = actuelle  # also when somebody else just wrote the very same
        elif not a_lu(actuelle, entree.version_lue, entree.mesure_lue):
            fait.conflits[cle] = actuelle
        elif entree.saisie is None:
            voulues[cle] = None
        else:
            voulues[cle] = entree.saisie.poser(actuelle or entree.saisie.nouvelle(entree.indicateur))
    _executer(fait, par, actuelles, voulues)
    for cle in [cle for cle in fait.conflits if _deja(par_cle[cle].saisie, fait.conflits[cle])]:
        fait.inchangees[cle] = fait.conflits.pop(cle)
    return fait


def _deja(saisie: Saisie | None, actuelle: Mesure | None) -> bool:
    return saisie is actuelle if saisie is None or actuelle is None else saisie.est(actuelle)


@patiemment
@ecriture
def annuler_lot(*, par: Personne, lot: LotSaisie) -> ResultatLot:
    """Give the cells of a batch the values they had before it; those changed since are left alone (`conflits`).

    Undoing is itself a batch, that can be undone. Raises LotDejaAnnule.
    """
    _tour()
    LotSaisie.objects.select_for_update().get(pk=lot.pk)
    if LotSaisie.objects.filter(annule=lot).exists():
        raise LotDejaAnnule
    fait, voulues = ResultatLot(), {}
    ecritures = {(i, date.fromisoformat(fin), t): suite for i, fin, t, *suite in lot.ecritures}
    actuelles, anciennes = lignes.lire(ecritures, verrou=True), _anciennes(ecritures.values())
    for cle, (mesure, avant, apres) in ecritures.items():
        actuelle = actuelles.get(cle)
        if not a_lu(actuelle, apres, mesure):
            fait.conflits[cle] = actuelle
        elif avant == 0:
            voulues[cle] = None
        else:
            voulues[cle] = _comme(anciennes[mesure, avant], actuelle or Mesure())
    _executer(fait, par, actuelles, voulues, lot)
    return fait


def _anciennes(ecritures: Iterable[list[int]]) -> dict[tuple[int, int], MesureEvent]:
    """The rows as history kept them, by id and version."""
    voulues = {(mesure, avant) for mesure, avant, _ in ecritures if avant}
    evenements = MesureEvent.objects.filter(pgh_obj_id__in={mesure for mesure, _ in voulues}).order_by("pgh_id")
    return {(e.pgh_obj_id, e.version): e for e in evenements if (e.pgh_obj_id, e.version) in voulues}


def _comme(ancienne: MesureEvent, mesure: Mesure) -> Mesure:
    for champ in ("indicateur_id", "fin", "territoire", *lignes.CHAMPS):
        setattr(mesure, champ, getattr(ancienne, champ))
    return mesure


def _executer(
    fait: ResultatLot,
    par: Personne,
    actuelles: dict[Cle, Mesure],
    voulues: dict[Cle, Mesure | None],
    annule: LotSaisie | None = None,
) -> None:
    """Write what is wanted (None: no result any more) and keep the batch; a key taken meanwhile is a conflict."""
    quand = timezone.now()
    a_ecrire = [m for m in voulues.values() if m is not None]
    fait.ecrites = lignes.remplacer([m for m in a_ecrire if m.pk], par.pk, quand)
    fait.ecrites |= lignes.inserer([m for m in a_ecrire if not m.pk], par.pk, quand)
    fait.retirees = {cle: actuelles[cle] for cle, m in voulues.items() if m is None}
    lignes.supprimer(m.pk for m in fait.retirees.values())
    if devancees := voulues.keys() - fait.ecrites.keys() - fait.retirees.keys():
        fait.conflits |= dict.fromkeys(devancees) | lignes.lire(devancees)
    ecritures = [
        [cle[0], cle[1].isoformat(), cle[2], m.pk, actuelles[cle].version if cle in actuelles else 0, apres]
        for mesures, retrait in ((fait.ecrites, False), (fait.retirees, True))
        for cle, m in mesures.items()
        for apres in [0 if retrait else m.version]
    ]
    if ecritures:
        fait.lot = LotSaisie.objects.create(par=par, ecritures=ecritures, annule=annule)
        organisations = Indicateur.objects.filter(pk__in={e[0] for e in ecritures})
        apres_ecriture(organisations.values_list("organisation_id", flat=True))
