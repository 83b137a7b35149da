"""Proxies: written by the principal, within the college, for one vote or a period, never chained, at most N."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import TypeNotification
from ecosysteme.models import Personne
from ecosysteme.services.notifications import avertir

from ..models import Bulletin, Instance, Mandat, Procuration, Scrutin

INTERDITE = "La charte de cette instance ne permet pas les procurations."
COLLEGE = "Une procuration se donne à une personne du même collège, qui vote dans la même instance."
MANDANT = "Seule une personne qui vote dans cette instance donne procuration."
CHAINE = "Une procuration ne se transmet pas : cette personne a elle-même donné la sienne, ou vous en tenez une."
TROP = "Cette personne tient déjà autant de procurations que la charte le permet."
SERVIE = "Cette procuration a déjà servi : votez vous-même, votre voix prévaudra."
LA_SIENNE = "Seule la personne qui a donné la procuration la révoque."
DATES = "Une période finit après avoir commencé, et n'est pas déjà passée."
FIGE = "Ce scrutin est déjà ouvert ou clos : la procuration se donne avant."


@ecriture
def donner_procuration(
    *, par: Personne, instance: Instance, mandataire: Personne, texte: str, scrutin: Scrutin | None = None,
    debut: date | None = None, fin: date | None = None,
) -> Procuration:  # fmt: skip
    """Let another member of one's college vote for oneself. Raises PermissionDenied, ValidationError in French."""
    Instance.objects.select_for_update().get(pk=instance.pk)
    if not instance.procurations_max:
        raise ValidationError(INTERDITE)
    votants = {m.personne_id: m for m in Mandat.objects.filter(instance=instance).en_vigueur().votants()}
    if par.pk not in votants:
        raise PermissionDenied(MANDANT)
    if mandataire.pk not in votants or votants[mandataire.pk].college != votants[par.pk].college:
        raise ValidationError({"mandataire": COLLEGE})
    if scrutin is not None and scrutin.registre_fige_le is not None:
        raise ValidationError(FIGE)
    if scrutin is None and (debut is None or fin is None or fin <= debut or fin <= timezone.localdate()):
        raise ValidationError({"fin": DATES})
    _exiger_sans_chaine(instance, par, mandataire, scrutin, debut, fin)
    procuration = Procuration(
        instance=instance, mandant=par, mandataire=mandataire, scrutin=scrutin, debut=None if scrutin else debut,
        fin=None if scrutin else fin, texte=texte.strip(),
    )  # fmt: skip
    procuration.full_clean()
    procuration.save(force_insert=True)
    _dire(procuration, mandataire, f"{par} vous donne procuration, {instance.nom}.", "donnee")
    return procuration


def _en_meme_temps(
    instance: Instance, scrutin: Scrutin | None, debut: date | None, fin: date | None
) -> QuerySet[Procuration]:
    """Proxies not revoked that could serve in the same vote."""
    vives = Procuration.objects.filter(instance=instance, revoquee_le__isnull=True)
    if scrutin is not None:
        jour = timezone.localdate(scrutin.ouvre_le)
        return vives.filter(Q(scrutin=scrutin) | Q(debut__lte=jour, fin__gt=jour))
    return vives.filter(Q(debut__lt=fin, fin__gt=debut) | Q(scrutin__isnull=False, scrutin__proclame_le__isnull=True))


def _exiger_sans_chaine(
    instance: Instance, mandant: Personne, mandataire: Personne, scrutin: Scrutin | None, debut: date | None,
    fin: date | None,
) -> None:  # fmt: skip
    paires = list(_en_meme_temps(instance, scrutin, debut, fin).values_list("mandant_id", "mandataire_id"))
    if any(mandant.pk == tient or mandataire.pk == donne for donne, tient in paires):
        raise ValidationError({"mandataire": CHAINE})
    if sum(1 for _, tient in paires if tient == mandataire.pk) >= instance.procurations_max:
        raise ValidationError({"mandataire": TROP})


@ecriture
def revoquer_procuration(*, par: Personne, procuration: Procuration) -> Procuration:
    """Take one's proxy back before it served. Raises PermissionDenied, ValidationError."""
    tenue = Procuration.objects.select_for_update(of=("self",)).select_related("mandataire", "instance").get(
        pk=procuration.pk
    )  # fmt: skip
    if tenue.mandant_id != par.pk:
        raise PermissionDenied(LA_SIENNE)
    if Bulletin.objects.filter(procuration=tenue).exists():
        raise ValidationError(SERVIE)
    if tenue.revoquee_le is None:
        tenue.revoquee_le = timezone.now()
        tenue.save(update_fields=["revoquee_le"])
        _dire(tenue, tenue.mandataire, f"{par} a repris sa procuration, {tenue.instance.nom}.", "reprise")
    return tenue


def _dire(procuration: Procuration, personne: Personne, phrase: str, moment: str) -> None:
    avertir(
        personnes=[personne], type=TypeNotification.MANDAT, cle=f"procuration:{procuration.pk}:{moment}", titre=phrase,
        url="",
    )  # fmt: skip


def mandataires_possibles(personne: Personne, instance: Instance) -> QuerySet[Personne]:
    """Who may hold the person's proxy: the others of her college who vote. Raises PermissionDenied if she does not."""
    votants = Mandat.objects.filter(instance=instance).en_vigueur().votants()
    sien = votants.filter(personne=personne).first()
    if sien is None:
        raise PermissionDenied(MANDANT)
    return Personne.objects.filter(mandats__in=votants.filter(college=sien.college)).exclude(pk=personne.pk).distinct()
