"""The agenda: built from the board, then moved, cut and filled by hand; rebuilt without losing any of it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.db.models import Max
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne

from .. import ordre_du_jour as moteur
from ..enums import EtatPoint, EtatRencontre, GenrePoint
from ..models import PointOrdreDuJour, Rencontre
from ..selectors import ordre_du_jour as lire
from ._rencontres import ActeRefuse, inscrire, verrouiller

OUVERTES = (EtatRencontre.PLANIFIEE, EtatRencontre.EN_COURS)
RETIRE, REPORTE = "point_retire", "point_reporte"


def rebatir(rencontre: Rencontre) -> moteur.Reprise:
    """Bring the agenda up to date with the board; the meeting is locked, or just made."""
    points = list(PointOrdreDuJour.objects.filter(rencontre=rencontre).order_by("ordre", "pk"))
    intouchables = {p.cle for p in points if p.genre == GenrePoint.LIBRE or p.etat != EtatPoint.A_TRAITER}
    if rencontre.etat != EtatRencontre.PLANIFIEE:
        intouchables = {p.cle for p in points}
    reperes = lire.reperes(rencontre)
    reprise = moteur.reprendre(
        lire.candidats(rencontre, reperes),
        rencontre.duree,
        places=[(p.cle, p.minutes) for p in points],
        libres=intouchables,
        ecartes=reperes.ecartes,
    )
    if reprise.retires:
        PointOrdreDuJour.objects.filter(rencontre=rencontre, cle__in=reprise.retires).delete()
    dernier = max((p.ordre for p in points), default=0)
    PointOrdreDuJour.objects.bulk_create(
        [_point(rencontre, c, dernier + rang) for rang, c in enumerate(reprise.ajoutes, 1)], ignore_conflicts=True
    )
    return reprise


def _point(rencontre: Rencontre, c: moteur.Candidat, ordre: int) -> PointOrdreDuJour:
    return PointOrdreDuJour(
        rencontre=rencontre, ordre=ordre, genre=c.genre, cle=c.cle, titre=c.titre[:300], detail=c.detail[:500],
        url=c.url, indicateur_id=c.indicateur, bloquant_id=c.bloquant, minutes=c.minutes,
    )  # fmt: skip


@ecriture
def batir(*, par: Personne, rencontre: Rencontre) -> moteur.Reprise:
    """Build the agenda again: what a hand moved, added or took off stays so."""
    actuelle = verrouiller(rencontre, *OUVERTES)
    reprise = rebatir(actuelle)
    if reprise.ajoutes or reprise.retires:
        inscrire(actuelle, "ordre", "Ordre du jour mis à jour d'après le tableau", par=par)
    return reprise


@ecriture
def retenir(*, par: Personne, rencontre: Rencontre, cle: str) -> PointOrdreDuJour:
    """Put on the agenda a candidate there was no time for."""
    actuelle = verrouiller(rencontre, *OUVERTES)
    deja = PointOrdreDuJour.objects.filter(rencontre=actuelle, cle=cle).first()
    if deja:
        return deja
    voulu = next((c for c in moteur.ranger(lire.candidats(actuelle)) if c.cle == cle), None)
    if voulu is None:
        raise ActeRefuse("Ce sujet n'est plus au tableau.")
    point = _point(actuelle, voulu, _suivant(actuelle))
    point.save(force_insert=True)
    inscrire(actuelle, "point_ajoute", point.titre, par=par, point=point)
    return point


@ecriture
def ajouter(
    *, par: Personne, rencontre: Rencontre, titre: str, minutes: int, detail: str = "", cle: str = ""
) -> PointOrdreDuJour:
    """Add an item of one's own, at the end. Raises ValidationError in French."""
    actuelle = verrouiller(rencontre, *OUVERTES)
    point = PointOrdreDuJour(
        rencontre=actuelle, ordre=_suivant(actuelle), genre=GenrePoint.LIBRE, cle=cle or f"libre:{uuid4()}",
        titre=titre.strip(), detail=detail.strip(), minutes=minutes,
    )  # fmt: skip
    point.full_clean()
    point.save(force_insert=True)
    inscrire(actuelle, "point_ajoute", point.titre, par=par, point=point)
    return point


def _suivant(rencontre: Rencontre) -> int:
    dernier = PointOrdreDuJour.objects.filter(rencontre=rencontre).aggregate(n=Max("ordre"))["n"]
    return (dernier or 0) + 1


@ecriture
def retirer(*, par: Personne, rencontre: Rencontre, point: PointOrdreDuJour) -> None:
    """Take an item off; a rebuild will not bring it back. What was noted on it stays in the meeting."""
    actuelle = verrouiller(rencontre, *OUVERTES)
    if actuelle.point_courant_id == point.pk:
        raise ActeRefuse("Ce point est en discussion : passez au suivant avant de le retirer.")
    if PointOrdreDuJour.objects.filter(pk=point.pk).delete()[0]:
        inscrire(actuelle, RETIRE, point.cle, par=par)


@ecriture
def reporter(*, par: Personne, rencontre: Rencontre, point: PointOrdreDuJour) -> None:
    """Postpone an item to the next meeting, or take it back."""
    actuelle = verrouiller(rencontre, *OUVERTES)
    if actuelle.point_courant_id == point.pk:
        raise ActeRefuse("Ce point est en discussion : passez au suivant avant de le reporter.")
    point.etat = EtatPoint.A_TRAITER if point.etat == EtatPoint.REPORTE else EtatPoint.REPORTE
    point.save(update_fields=["etat"])
    texte = (
        f"Reporté : {point.titre}" if point.etat == EtatPoint.REPORTE else f"Remis à l'ordre du jour : {point.titre}"
    )
    inscrire(actuelle, REPORTE, texte, par=par, point=point)


@ecriture
def minuter(*, par: Personne, rencontre: Rencontre, point: PointOrdreDuJour, minutes: int) -> None:
    actuelle = verrouiller(rencontre, *OUVERTES)
    if not 1 <= minutes <= 120:
        raise ActeRefuse("Un point dure de 1 à 120 minutes.")
    if PointOrdreDuJour.objects.filter(pk=point.pk).exclude(minutes=minutes).update(minutes=minutes):
        inscrire(actuelle, "ordre", f"{point.titre} : {minutes} min", par=par, point=point)


@ecriture
def ordonner(*, par: Personne, rencontre: Rencontre, pks: Sequence[int]) -> None:
    """Put the items in this order; those the page did not know keep theirs, after."""
    actuelle = verrouiller(rencontre, *OUVERTES)
    points = list(PointOrdreDuJour.objects.filter(rencontre=actuelle).order_by("ordre", "pk"))
    place = {pk: rang for rang, pk in enumerate(pks)}
    voulus = sorted(points, key=lambda p: place.get(p.pk, len(place) + p.ordre))
    if voulus == points:
        return
    for rang, point in enumerate(voulus, 1):
        point.ordre = rang
    PointOrdreDuJour.objects.bulk_update(voulus, ["ordre"])
    inscrire(actuelle, "ordre", "Ordre du jour réordonné", par=par)


@ecriture
def decaler(*, par: Personne, rencontre: Rencontre, point: PointOrdreDuJour, vers: int) -> None:
    """One place up (-1) or down (+1)."""
    pks = list(
        PointOrdreDuJour.objects.filter(rencontre=rencontre).order_by("ordre", "pk").values_list("pk", flat=True)
    )
    rang = pks.index(point.pk) if point.pk in pks else -1
    autre = rang + vers
    if rang >= 0 and 0 <= autre < len(pks):
        pks[rang], pks[autre] = pks[autre], pks[rang]
        ordonner(par=par, rencontre=rencontre, pks=pks)


def rebatir_prochaines(horizon: timedelta = timedelta(hours=24)) -> int:
    """Bring up to date the agendas of the meetings of the next day; how many changed."""
    maintenant, changees = timezone.now(), 0
    proches = Rencontre.objects.a_venir().filter(prevue_le__range=(maintenant, maintenant + horizon))
    for rencontre in proches.select_related("animation").order_by("pk"):
        try:
            reprise = batir(par=rencontre.animation, rencontre=rencontre)
        except ActeRefuse:  # opened or called off meanwhile
            continue
        changees += bool(reprise.ajoutes or reprise.retires)
    return changees
