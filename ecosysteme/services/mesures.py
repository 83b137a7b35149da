"""Entering results. Optimistic locking: the second writer sees the first one's value and chooses; nothing is lost."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from ..ecriture import after_commit, ecriture
from ..enums import EtatMesure
from ..live import publier
from ..models import Indicateur, Mesure, Personne
from . import _mesures_sql as lignes

RECALCUL = "pilotage.tasks.recalculer"


@dataclass(frozen=True)
class Saisie:
    """One result as entered: a value, or the coded reason why there is none, or « sans objet »."""

    debut: date
    fin: date
    valeur: Decimal | None = None
    motif_absence: str = ""
    sans_objet: bool = False
    territoire: str = ""
    etat: str = EtatMesure.PROVISOIRE
    commentaire: str = ""

    def champs(self) -> dict:
        return {
            "debut": self.debut,
            "valeur": self.valeur,
            "motif_absence": self.motif_absence,
            "sans_objet": self.sans_objet,
            "etat": self.etat,
            "commentaire": self.commentaire,
        }

    def est(self, mesure: Mesure) -> bool:
        """Whether this is what the row already says."""
        return all(getattr(mesure, champ) == valeur for champ, valeur in self.champs().items())

    def poser(self, mesure: Mesure) -> Mesure:
        """Give a row these values, without saving it."""
        for champ, valeur in self.champs().items():
            setattr(mesure, champ, valeur)
        return mesure

    def nouvelle(self, indicateur: Indicateur) -> Mesure:
        return self.poser(Mesure(indicateur=indicateur, fin=self.fin, territoire=self.territoire))


class ConflitVersion(Exception):
    """Somebody else wrote this result since it was read; `actuelle` is what stands now (None if it was removed)."""

    def __init__(self, actuelle: Mesure | None) -> None:
        super().__init__("Ce résultat a été modifié par quelqu'un d'autre depuis que vous l'avez lu.")
        self.actuelle = actuelle


@ecriture
def enregistrer_mesure(
    *, par: Personne | None, indicateur: Indicateur, saisie: Saisie, version_lue: int, mesure_lue: int | None = None
) -> Mesure:
    """Write the result of an indicator for a period; `version_lue` is 0 when the author saw none.

    `mesure_lue`, the id of the row the author saw, tells it from one removed and entered anew since.
    Raises ConflitVersion when the row is not the one the author read. Writing what already stands changes nothing.
    """
    cle = (indicateur.pk, saisie.fin, saisie.territoire)
    actuelle = lignes.lire([cle], verrou=True).get(cle)
    if not a_lu(actuelle, version_lue, mesure_lue):
        raise ConflitVersion(actuelle)
    if actuelle is not None and saisie.est(actuelle):
        return actuelle
    auteur, quand = par.pk if par else None, timezone.now()
    if actuelle is None:
        ecrite = lignes.inserer([saisie.nouvelle(indicateur)], auteur, quand).get(cle)
    else:
        ecrite = lignes.remplacer([saisie.poser(actuelle)], auteur, quand)[cle]
    if ecrite is None:  # somebody entered the first result at the same instant
        raise ConflitVersion(lignes.lire([cle]).get(cle))
    apres_ecriture([indicateur.organisation_id])
    return ecrite


def a_lu(actuelle: Mesure | None, version_lue: int, mesure_lue: int | None = None) -> bool:
    """Whether the row that stands is the one the author read."""
    if actuelle is None:
        return version_lue == 0
    return actuelle.version == version_lue and mesure_lue in (None, actuelle.pk)


@ecriture
def retirer_mesure(*, par: Personne | None, mesure: Mesure, version_lue: int) -> None:
    """Remove a result (history keeps it). Raises ConflitVersion when it is not the one the author read."""
    actuelle = lignes.verrouiller_par_id([mesure.pk]).get(mesure.pk)
    if actuelle is None or actuelle.version != version_lue:
        raise ConflitVersion(actuelle)
    lignes.supprimer([actuelle.pk])
    apres_ecriture([actuelle.indicateur.organisation_id])


def apres_ecriture(organisations: Iterable[int]) -> None:
    """Once committed: one task to roll up, and a word to the open grids of these organisations."""
    after_commit(RECALCUL)
    sujets = sorted({f"saisie:{pk}" for pk in organisations})
    transaction.on_commit(functools.partial(publier, sujets, "nouveaute"))
