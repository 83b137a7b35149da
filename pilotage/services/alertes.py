"""Answering for an alert until a date, taking the answer back, setting thresholds, telling owners once."""

import functools
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.live import publier
from ecosysteme.models import Indicateur, Organisation, Personne

from ..models import Acquittement, SeuilAlerte

DUREE_MAX = timedelta(days=366)


class DejaAcquittee(Exception):
    """Somebody answered for it first; `actuel` says who, why and until when."""

    def __init__(self, actuel: Acquittement) -> None:
        super().__init__("Quelqu'un vient d'acquitter cette alerte.")
        self.actuel = actuel


class ConflitSeuils(Exception):
    """Somebody changed these thresholds since they were read: by type, what stands now."""

    def __init__(self, actuels: dict[str, SeuilAlerte]) -> None:
        super().__init__("Quelqu'un d'autre a changé ces seuils depuis que vous les avez lus.")
        self.actuels = actuels


@ecriture
def acquitter(
    *, par: Personne, type_alerte: str, porteur: Indicateur | Organisation, exercice: int, motif: str, jusqu_au: date
) -> Acquittement:
    """The alert leaves the counters until that day, then comes back by itself. Raises DejaAcquittee."""
    jour = timezone.localdate()
    if not jour < jusqu_au <= jour + DUREE_MAX:
        raise ValidationError({"jusqu_au": "Choisissez un jour après aujourd'hui, d'ici un an au plus."})
    genre = "indicateur" if isinstance(porteur, Indicateur) else "organisation"
    cle = {"type": type_alerte, genre: porteur, "exercice": exercice}
    posees = Acquittement.objects.filter(**cle, leve_le__isnull=True)
    posees.filter(jusqu_au__lt=jour).update(leve_le=timezone.now())  # over: it makes room for the next one
    acquittement = Acquittement(**cle, motif=motif.strip(), jusqu_au=jusqu_au, par=par)
    acquittement.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            acquittement.save(force_insert=True)
    except IntegrityError as deja:
        raise DejaAcquittee(posees.select_related("par").get()) from deja
    _annoncer(acquittement)
    return acquittement


@ecriture
def lever(*, par: Personne, acquittement: Acquittement) -> bool:
    """Take the answer back: the alert shows again. Whether it still stood."""
    posees = Acquittement.objects.filter(pk=acquittement.pk, leve_le__isnull=True)
    leve = bool(posees.update(leve_le=timezone.now(), leve_par=par))
    if leve:
        _annoncer(acquittement)
    return leve


def _annoncer(acquittement: Acquittement) -> None:
    indicateur = acquittement.indicateur
    organisation = indicateur.objectif.orientation.plan.organisation if indicateur else acquittement.organisation
    sujets = [f"organisation:{pk}" for pk in organisation.chemin]
    sujets += [f"indicateur:{indicateur.pk}"] if indicateur else []
    transaction.on_commit(functools.partial(publier, sujets))


@ecriture
def regler_seuils(*, par: Personne, valeurs: dict[str, tuple[Decimal, int]]) -> list[str]:
    """Set thresholds: by type, the value and the version read (0: the default stood). All or nothing; what changed."""
    poses = {s.type: s for s in SeuilAlerte.objects.select_for_update(of=("self",)).select_related("par")}
    conflits = {t: poses[t] for t, (_, lue) in valeurs.items() if t in poses and poses[t].version != lue}
    if conflits:
        raise ConflitSeuils(conflits)
    changes = []
    for type_alerte, (valeur, _) in valeurs.items():
        seuil = poses.get(type_alerte) or SeuilAlerte(type=type_alerte, version=0)
        if seuil.pk and seuil.valeur == valeur:
            continue
        seuil.valeur, seuil.par, seuil.maj_le = valeur, par, timezone.now()
        seuil.version += 1
        seuil.full_clean(validate_unique=False)
        _poser(seuil)
        changes.append(type_alerte)
    if changes:
        transaction.on_commit(functools.partial(publier, ["*"]))
    return changes


def _poser(seuil: SeuilAlerte) -> None:
    """A first value set at the same instant by two people: the second one is told."""
    try:
        with transaction.atomic():
            seuil.save()
    except IntegrityError as deja:
        actuel = SeuilAlerte.objects.select_related("par").get(type=seuil.type)
        raise ConflitSeuils({seuil.type: actuel}) from deja
