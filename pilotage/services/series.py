"""Series of meetings: their rhythm, and their occurrences made ahead, once each."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.format import date_heure
from ecosysteme.models import Personne

from ..enums import Recurrence
from ..models import Presence, Rencontre, SerieRencontre
from ..recurrence import occurrences
from ._rencontres import avertir, inscrire
from .rencontres import ConflitRencontre, ecrire_attendues

# Days ahead that occurrences are made.
HORIZONS = {
    Recurrence.HEBDOMADAIRE: 35,
    Recurrence.QUINZAINE: 49,
    Recurrence.MENSUELLE: 100,
    Recurrence.TRIMESTRIELLE: 200,
}
RAPPEL = timedelta(hours=24)


@ecriture
def creer_serie(*, par: Personne, champs: dict[str, Any], participants: Iterable[Personne]) -> SerieRencontre:
    """Start a rhythm and make its first meetings. Raises ValidationError in French."""
    serie = SerieRencontre(**champs)
    serie.full_clean()
    serie.save(force_insert=True)
    serie.participants.set([*participants])
    prolonger(serie, par=par)
    prochaine = Rencontre.objects.filter(serie=serie).a_venir().order_by("prevue_le").first()
    if prochaine:
        invitees = Personne.objects.filter(presences__rencontre=prochaine).exclude(pk=par.pk)
        titre = f"On vous attend : {serie.titre}, {serie.get_recurrence_display().lower()}"
        avertir(prochaine, invitees, "invitation", f"{titre}, dès le {date_heure(prochaine.prevue_le)}")
    return serie


@ecriture
def modifier_serie(
    *, par: Personne, serie: SerieRencontre, champs: dict[str, Any], version_lue: int, participants: Iterable[Personne]
) -> SerieRencontre:
    """Change a rhythm. Meetings to come that nobody moved or opened follow; those that were stay as they are."""
    actuelle = SerieRencontre.objects.select_for_update().get(pk=serie.pk)
    if actuelle.version != version_lue:
        raise ConflitRencontre(actuelle)
    for champ, valeur in champs.items():
        setattr(actuelle, champ, valeur)
    actuelle.version += 1
    actuelle.full_clean()
    actuelle.save(update_fields=[*champs, "version"])
    actuelle.participants.set([*participants])
    _retirer_caduques(actuelle)
    for rencontre in Rencontre.objects.filter(serie=actuelle, prevue_le__gt=timezone.now()).a_venir():
        rencontre.titre, rencontre.duree, rencontre.lieu = actuelle.titre, actuelle.duree, actuelle.lieu
        rencontre.palier, rencontre.animation, rencontre.version = (
            actuelle.palier, actuelle.animation, rencontre.version + 1,
        )  # fmt: skip
        rencontre.save(update_fields=["titre", "duree", "lieu", "palier", "animation", "version"])
        ecrire_attendues(rencontre, participants)
    prolonger(actuelle, par=par)
    return actuelle


def _retirer_caduques(serie: SerieRencontre) -> None:
    """Untouched meetings to come that the new rhythm does not know."""
    maintenant = timezone.now()
    futures = Rencontre.objects.filter(serie=serie, prevue_le__gt=maintenant).a_venir()
    voulues = set(_prevues(serie))
    for rencontre in futures:
        touchee = rencontre.prevue_le != rencontre.creneau or rencontre.notes.exists()
        if rencontre.creneau not in voulues and not touchee:
            rencontre.delete()


def _prevues(serie: SerieRencontre) -> list[Any]:
    jour = timezone.localdate()
    horizon = jour + timedelta(days=HORIZONS[Recurrence(serie.recurrence)])
    instants = occurrences(
        serie.recurrence, serie.premiere, serie.heure, serie.fuseau, du=jour, au=horizon, fin=serie.fin
    )
    return [i for i in instants if i > timezone.now()]


def prolonger(serie: SerieRencontre, *, par: Personne) -> int:
    """Make the meetings to come that are missing; run twice, or by two workers at once, it makes them once."""
    connus = set(Rencontre.objects.filter(serie=serie, creneau__isnull=False).values_list("creneau", flat=True))
    nouvelles = [
        Rencontre(
            serie=serie, organisation=serie.organisation, palier=serie.palier, titre=serie.titre, prevue_le=instant,
            creneau=instant, duree=serie.duree, lieu=serie.lieu, animation=serie.animation,
        )
        for instant in _prevues(serie)
        if instant not in connus
    ]  # fmt: skip
    Rencontre.objects.bulk_create(nouvelles, ignore_conflicts=True)
    creneaux = [r.creneau for r in nouvelles]
    faites = Rencontre.objects.select_for_update().filter(serie=serie, creneau__in=creneaux, rang=0)
    participants = list(serie.participants.all())
    for rencontre in faites:
        ecrire_attendues(rencontre, participants)
        inscrire(rencontre, "planifiee", "Planifiée par sa série", par=par)
    return len(faites)


@ecriture
def prolonger_toutes() -> int:
    """For the sweeper: every series that goes on, one at a time."""
    jour, faites = timezone.localdate(), 0
    for serie in SerieRencontre.objects.exclude(fin__lt=jour).select_related("organisation", "animation"):
        faites += prolonger(serie, par=serie.animation)
    return faites


@ecriture
def rappeler() -> int:
    """Tell who is expected, once, the day before."""
    maintenant, dits = timezone.now(), 0
    proches = Rencontre.objects.a_venir().filter(prevue_le__range=(maintenant, maintenant + RAPPEL))
    for rencontre in proches:
        presences = Presence.objects.filter(rencontre=rencontre, attendue=True).select_related("personne")
        attendues = [p.personne for p in presences]
        quand = date_heure(rencontre.prevue_le)
        avertir(rencontre, attendues, f"rappel:{rencontre.prevue_le:%Y%m%d%H%M}", f"{rencontre.titre}, le {quand}")
        dits += 1
    return dits
