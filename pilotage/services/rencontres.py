"""The life of a meeting: planned, changed, called off, opened, closed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ecosysteme.ecriture import ecriture
from ecosysteme.format import date_heure
from ecosysteme.models import Organisation, Personne

from ..enums import EtapePoint, EtatPoint, EtatRencontre
from ..models import PointOrdreDuJour, Presence, Rencontre, SerieRencontre
from . import rencontres_ordre
from ._rencontres import ActeRefuse, avertir, inscrire, verrouiller
from .rencontres_minuterie import demarrer

__all__ = ["ActeRefuse", "annuler", "clore", "ecrire_attendues", "modifier", "ouvrir", "planifier"]


class ConflitRencontre(Exception):
    """Somebody else changed the meeting since it was read; `actuelle` is what stands."""

    def __init__(self, actuelle: Rencontre) -> None:
        super().__init__("Cette rencontre a été modifiée par quelqu'un d'autre depuis que vous l'avez lue.")
        self.actuelle = actuelle


@ecriture
def planifier(
    *,
    par: Personne,
    organisation: Organisation,
    palier: int,
    titre: str,
    prevue_le: datetime,
    duree: int,
    animation: Personne,
    lieu: str = "",
    participants: Iterable[Personne] = (),
    serie: SerieRencontre | None = None,
) -> Rencontre:
    """Plan a meeting, build its agenda from the board, invite. Raises ValidationError in French."""
    rencontre = Rencontre(
        serie=serie, organisation=organisation, palier=palier, titre=titre.strip(), prevue_le=prevue_le,
        creneau=prevue_le if serie else None, duree=duree, animation=animation, lieu=lieu.strip(),
    )  # fmt: skip
    rencontre.full_clean()
    try:
        with transaction.atomic():
            rencontre.save(force_insert=True)
    except IntegrityError as erreur:
        raise ValidationError("Cette rencontre est déjà planifiée.") from erreur
    attendues = ecrire_attendues(rencontre, participants)
    rencontres_ordre.rebatir(rencontre)
    inscrire(rencontre, "planifiee", f"Planifiée pour le {date_heure(prevue_le)}", par=par)
    avertir(
        rencontre, [p for p in attendues if p.pk != par.pk], "invitation",
        f"On vous attend : {rencontre.titre}, le {date_heure(prevue_le)}",
    )  # fmt: skip
    return rencontre


def ecrire_attendues(rencontre: Rencontre, participants: Iterable[Personne]) -> list[Personne]:
    """Who is expected, the facilitator always; somebody left out stays when they came."""
    attendues = {p.pk: p for p in [*participants, rencontre.animation]}
    siennes = Presence.objects.filter(rencontre=rencontre)
    siennes.filter(arrivee_le__isnull=True).exclude(personne__in=attendues).delete()
    siennes.exclude(personne__in=attendues).update(attendue=False)
    siennes.filter(personne__in=attendues).update(attendue=True)
    Presence.objects.bulk_create(
        [Presence(rencontre=rencontre, personne=p) for p in attendues.values()], ignore_conflicts=True
    )
    return list(attendues.values())


@ecriture
def modifier(
    *, par: Personne, rencontre: Rencontre, champs: dict[str, Any], version_lue: int, participants: Iterable[Personne]
) -> Rencontre:
    """Change a planned meeting; who is expected is told when it moves, and newcomers are invited."""
    actuelle = verrouiller(rencontre, EtatRencontre.PLANIFIEE)
    if actuelle.version != version_lue:
        raise ConflitRencontre(actuelle)
    deplacee = champs.get("prevue_le", actuelle.prevue_le) != actuelle.prevue_le
    connues = set(Presence.objects.filter(rencontre=actuelle, attendue=True).values_list("personne", flat=True))
    for champ, valeur in champs.items():
        setattr(actuelle, champ, valeur)
    actuelle.version += 1
    actuelle.full_clean()
    attendues = [p for p in ecrire_attendues(actuelle, participants) if p.pk != par.pk]
    quand = date_heure(actuelle.prevue_le)
    texte = f"Déplacée au {quand}" if deplacee else "Modifiée"
    inscrire(actuelle, "modifiee", texte, par=par, champs=[*champs, "version"])
    if deplacee:
        avertir(actuelle, attendues, f"deplacee:{actuelle.version}", f"Rencontre déplacée : {actuelle.titre}, {quand}")
    nouvelles = [p for p in attendues if p.pk not in connues]
    if nouvelles and not deplacee:
        avertir(actuelle, nouvelles, "invitation", f"On vous attend : {actuelle.titre}, le {quand}")
    return actuelle


@ecriture
def annuler(*, par: Personne, rencontre: Rencontre, motif: str) -> Rencontre:
    """Call a planned meeting off; it stays readable, and its place in its series stays taken."""
    actuelle = verrouiller(rencontre, EtatRencontre.PLANIFIEE)
    actuelle.etat, actuelle.version = EtatRencontre.ANNULEE, actuelle.version + 1
    inscrire(actuelle, "annulee", f"Annulée : {motif.strip()}", par=par, champs=["etat", "version"])
    attendues = Personne.objects.filter(presences__rencontre=actuelle, presences__attendue=True).exclude(pk=par.pk)
    avertir(
        actuelle, attendues, "annulee", f"Rencontre annulée : {actuelle.titre}, le {date_heure(actuelle.prevue_le)}"
    )
    return actuelle


@ecriture
def ouvrir(*, par: Personne, rencontre: Rencontre) -> Rencontre:
    """Open the room on its first item. Who opens leads. Opening an open meeting changes nothing."""
    actuelle = verrouiller(rencontre)
    if actuelle.etat == EtatRencontre.EN_COURS:
        return actuelle
    if actuelle.etat != EtatRencontre.PLANIFIEE:
        raise ActeRefuse(f"Cette rencontre est {actuelle.get_etat_display().lower()}.")
    actuelle.etat, actuelle.ouverte_le, actuelle.animation = EtatRencontre.EN_COURS, actuelle.maintenant, par
    premier = PointOrdreDuJour.objects.filter(rencontre=actuelle, etat=EtatPoint.A_TRAITER).first()
    actuelle.point_courant, actuelle.etape = premier, EtapePoint.CHIFFRES
    demarrer(actuelle, premier)
    arriver(actuelle, par)
    texte = "Rencontre ouverte"
    champs = ["etat", "ouverte_le", "animation", "point_courant", "etape", "minuterie_fin", "minuterie_reste"]
    inscrire(actuelle, "ouverte", texte, par=par, point=premier, champs=champs)
    return actuelle


def arriver(rencontre: Rencontre, personne: Personne) -> None:
    """Somebody is here, now."""
    Presence.objects.bulk_create(
        [Presence(rencontre=rencontre, personne=personne, attendue=False)], ignore_conflicts=True
    )
    siennes = Presence.objects.filter(rencontre=rencontre, personne=personne)
    siennes.filter(arrivee_le__isnull=True).update(arrivee_le=rencontre.maintenant)
    siennes.update(vue_le=rencontre.maintenant)


@ecriture
def clore(*, par: Personne, rencontre: Rencontre) -> Rencontre:
    """Close the room: items not reached are carried over; the minutes follow. Closing twice changes nothing."""
    actuelle = verrouiller(rencontre)
    if actuelle.etat == EtatRencontre.CLOSE:
        return actuelle
    if actuelle.etat != EtatRencontre.EN_COURS:
        raise ActeRefuse("On ne clôt qu'une rencontre en cours.")
    courant = actuelle.point_courant_id
    restants = PointOrdreDuJour.objects.filter(rencontre=actuelle, etat=EtatPoint.A_TRAITER)
    restants.filter(pk=courant).update(etat=EtatPoint.TRAITE)
    restants.exclude(pk=courant).update(etat=EtatPoint.REPORTE)
    actuelle.etat, actuelle.close_le = EtatRencontre.CLOSE, actuelle.maintenant
    actuelle.point_courant = actuelle.minuterie_fin = actuelle.minuterie_reste = None
    champs = ["etat", "close_le", "point_courant", "minuterie_fin", "minuterie_reste"]
    inscrire(actuelle, "close", "Rencontre close", par=par, champs=champs)
    return actuelle
