"""Entering results. Optimistic locking: the second writer sees the first one's value and chooses; nothing is lost."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from ..ecriture import after_commit, ecriture
from ..enums import EtatMesure
from ..models import Indicateur, Mesure, Personne

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


class ConflitVersion(Exception):
    """Somebody else wrote this result since it was read; `actuelle` is what stands now (None if it was removed)."""

    def __init__(self, actuelle: Mesure | None) -> None:
        super().__init__("Ce résultat a été modifié par quelqu'un d'autre depuis que vous l'avez lu.")
        self.actuelle = actuelle


@ecriture
def enregistrer_mesure(*, par: Personne, indicateur: Indicateur, saisie: Saisie, version_lue: int) -> Mesure:
    """Write the result of an indicator for a period; `version_lue` is 0 when the author saw none.

    Raises ConflitVersion when the row is not the one the author read. Writing what already stands changes nothing.
    """
    actuelle = (
        Mesure.objects.select_for_update()
        .filter(indicateur=indicateur, fin=saisie.fin, territoire=saisie.territoire)
        .first()
    )
    if (actuelle.version if actuelle else 0) != version_lue:
        raise ConflitVersion(actuelle)
    if actuelle is None:
        mesure = _creer(par, indicateur, saisie)
    elif all(getattr(actuelle, champ) == valeur for champ, valeur in saisie.champs().items()):
        return actuelle
    else:
        mesure = _remplacer(par, actuelle, saisie)
    after_commit(RECALCUL)
    return mesure


def _creer(par: Personne, indicateur: Indicateur, saisie: Saisie) -> Mesure:
    mesure = Mesure(
        indicateur=indicateur, fin=saisie.fin, territoire=saisie.territoire, saisie_par=par, **saisie.champs()
    )
    creees = Mesure.objects.bulk_create([mesure], ignore_conflicts=True)
    existante = Mesure.objects.get(indicateur=indicateur, fin=saisie.fin, territoire=saisie.territoire)
    if existante.saisie_par_id != par.pk or existante.version != 1 or existante.saisie_le != creees[0].saisie_le:
        raise ConflitVersion(existante)
    return existante


def _remplacer(par: Personne, actuelle: Mesure, saisie: Saisie) -> Mesure:
    for champ, valeur in saisie.champs().items():
        setattr(actuelle, champ, valeur)
    actuelle.version += 1
    actuelle.saisie_par = par
    actuelle.saisie_le = timezone.now()
    actuelle.save(update_fields=[*saisie.champs(), "version", "saisie_par", "saisie_le"])
    return actuelle


@ecriture
def retirer_mesure(*, par: Personne, mesure: Mesure, version_lue: int) -> None:
    """Remove a result (history keeps it). Raises ConflitVersion when it is not the one the author read."""
    actuelle = Mesure.objects.select_for_update().filter(pk=mesure.pk).first()
    if actuelle is None or actuelle.version != version_lue:
        raise ConflitVersion(actuelle)
    actuelle.delete()
    after_commit(RECALCUL)
