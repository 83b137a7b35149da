"""The live acts of who leads: items, steps, timer; and how the lead passes from one person to another."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models.functions import Coalesce

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne

from ..enums import EtapePoint, EtatPoint, EtatRencontre
from ..models import PointOrdreDuJour, Presence, Rencontre
from . import rencontres_minuterie as minuterie
from ._rencontres import ActeRefuse, Horloge, inscrire, verrouiller
from .rencontres import arriver

ABSENCE = timedelta(seconds=20)


def _mienne(par: Personne, rencontre: Rencontre) -> Rencontre:
    """The running meeting, locked, if the person still leads it."""
    actuelle = verrouiller(rencontre, EtatRencontre.EN_COURS)
    if actuelle.animation_id != par.pk:
        raise ActeRefuse(f"{actuelle.animation} anime maintenant la rencontre.")
    return actuelle


def _aller(rencontre: Rencontre, point: PointOrdreDuJour | None, *, par: Personne) -> None:
    """Make an item the current one; the one that was is dealt with."""
    if rencontre.point_courant_id and rencontre.point_courant_id != (point.pk if point else None):
        quitte = PointOrdreDuJour.objects.filter(pk=rencontre.point_courant_id, etat=EtatPoint.A_TRAITER)
        quitte.update(etat=EtatPoint.TRAITE)
    if point and point.etat != EtatPoint.A_TRAITER:
        PointOrdreDuJour.objects.filter(pk=point.pk).update(etat=EtatPoint.A_TRAITER)
    rencontre.point_courant, rencontre.etape = point, EtapePoint.CHIFFRES
    minuterie.demarrer(rencontre, point)
    texte = f"Point en discussion : {point.titre}" if point else "Tour de l'ordre du jour terminé"
    inscrire(rencontre, "point", texte, par=par, point=point, champs=["point_courant", "etape", *minuterie.CHAMPS])


@ecriture
def suivant(*, par: Personne, rencontre: Rencontre, vu: int | None = None) -> None:
    """The next item to deal with, in the order of the agenda. `vu`: the item on the screen of who clicked; if another
    is already current, a second click changes nothing."""
    actuelle = _mienne(par, rencontre)
    if vu is not None and vu != (actuelle.point_courant_id or 0):
        return
    points = PointOrdreDuJour.objects.filter(rencontre=actuelle, etat=EtatPoint.A_TRAITER)
    _aller(actuelle, points.exclude(pk=actuelle.point_courant_id).order_by("ordre", "pk").first(), par=par)


@ecriture
def aller(*, par: Personne, rencontre: Rencontre, point: PointOrdreDuJour) -> None:
    """Any item of the agenda, even dealt with: it is taken up again."""
    actuelle = _mienne(par, rencontre)
    if actuelle.point_courant_id != point.pk:
        _aller(actuelle, point, par=par)


@ecriture
def changer_etape(*, par: Personne, rencontre: Rencontre, etape: str) -> None:
    actuelle = _mienne(par, rencontre)
    if etape not in EtapePoint.values:
        raise ActeRefuse("Cette étape n'existe pas.")
    if actuelle.etape != etape:
        actuelle.etape = etape
        inscrire(actuelle, "etape", EtapePoint(etape).label, par=par, point=actuelle.point_courant, champs=["etape"])


def _minuter(faire: Callable[[Rencontre], bool], texte: str, par: Personne, rencontre: Rencontre) -> None:
    actuelle = _mienne(par, rencontre)
    if faire(actuelle):
        inscrire(actuelle, "minuterie", texte, par=par, point=actuelle.point_courant, champs=minuterie.CHAMPS)


@ecriture
def suspendre(*, par: Personne, rencontre: Rencontre) -> None:
    _minuter(minuterie.suspendre, "Minuterie suspendue", par, rencontre)


@ecriture
def repartir(*, par: Personne, rencontre: Rencontre) -> None:
    _minuter(minuterie.repartir, "Minuterie relancée", par, rencontre)


@ecriture
def ajouter_minute(*, par: Personne, rencontre: Rencontre) -> None:
    _minuter(minuterie.ajouter_minute, "Une minute de plus", par, rencontre)


@ecriture
def demander_animation(*, par: Personne, rencontre: Rencontre) -> None:
    """Ask who leads for the lead; everybody sees it."""
    actuelle = verrouiller(rencontre, EtatRencontre.EN_COURS)
    if actuelle.animation_id != par.pk:
        inscrire(actuelle, "demande_animation", f"{par} demande l'animation", par=par)


@ecriture
def donner_animation(*, par: Personne, rencontre: Rencontre, a: Personne) -> None:
    """Hand the lead over to somebody who is expected or came."""
    actuelle = _mienne(par, rencontre)
    if not Presence.objects.filter(rencontre=actuelle, personne=a).exists():
        raise ActeRefuse(f"{a} ne suit pas cette rencontre.")
    _confier(actuelle, a, f"{par} confie l'animation à {a}", par)


@ecriture
def reprendre_animation(*, par: Personne, rencontre: Rencontre) -> None:
    """Take the lead of somebody who has been disconnected for more than twenty seconds: the first one gets it."""
    actuelle = verrouiller(rencontre, EtatRencontre.EN_COURS)
    if actuelle.animation_id == par.pk:
        return
    vue = Presence.objects.filter(rencontre=actuelle, personne=actuelle.animation_id).values_list("vue_le", flat=True)
    derniere = vue.first()
    if derniere is not None and actuelle.maintenant - derniere <= ABSENCE:
        raise ActeRefuse(f"{actuelle.animation} anime la rencontre : demandez-lui l'animation.")
    _confier(actuelle, par, f"{par} reprend l'animation", par)


def _confier(rencontre: Rencontre, a: Personne, texte: str, par: Personne) -> None:
    """Who receives the lead is here: a second taker finds the place taken."""
    rencontre.animation = a
    if a.pk == par.pk:
        arriver(rencontre, a)
    inscrire(rencontre, "animation", texte, par=par, point=rencontre.point_courant, champs=["animation"])


def voir(*, personne: Personne, rencontre: Rencontre, rang: int) -> None:
    """A sign of life from a screen, and how far it has seen: one statement, no history, no event."""
    siennes = Presence.objects.filter(rencontre=rencontre, personne=personne)
    vu = {"vue_le": Horloge(), "arrivee_le": Coalesce("arrivee_le", Horloge()), "rang_vu": min(rang, rencontre.rang)}
    if not siennes.update(**vu):
        Presence.objects.bulk_create(
            [Presence(rencontre=rencontre, personne=personne, attendue=False)], ignore_conflicts=True
        )
        siennes.update(**vu)
