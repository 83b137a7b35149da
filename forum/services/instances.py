"""Instances and mandates: created, changed, given, ended. History keeps each state."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import TypeNotification, TypeOrganisation
from ecosysteme.models import Organisation, Personne
from ecosysteme.services.lignes import modifier_ligne
from ecosysteme.services.notifications import avertir

from ..enums import College, Designation, Fonction, Portee
from ..models import Espace, Instance, Mandat

INCONNUE = "Personne n'a ce courriel dans le portail : invitez d'abord la personne."
COLLEGE_PRIVE = "Un partenaire privé siège au collège privé, une organisation publique au collège public."
UNE_PRESIDENCE = "Cette instance a déjà une présidence à ces dates."
FIN_AVANT = "La fin vient après le début du mandat."


@ecriture
def creer_instance(*, par: Personne, **champs: Any) -> Instance:
    """Create an instance and the space of its members. Raises ValidationError in French."""
    instance = Instance(creee_par=par, **champs)
    instance.full_clean()
    instance.save(force_insert=True)
    Espace.objects.create(nom=instance.nom[:150], instance=instance, portee=Portee.MEMBRES)
    return instance


@ecriture
def modifier_instance(*, par: Personne, instance: Instance, version_lue: int, champs: dict[str, Any]) -> Instance:
    """Votes already prepared keep the charter they were prepared by. Raises ConflitFiche, ValidationError."""
    return modifier_ligne(Instance.objects.get(pk=instance.pk), version_lue=version_lue, champs=champs)


@ecriture
def donner_mandat(
    *, par: Personne, instance: Instance, personne: Personne | None, organisation: Organisation, college: str,
    fonction: str = Fonction.MEMBRE, designation: str = Designation.NOMMEE, debut: date, fin: date | None = None,
) -> Mandat:  # fmt: skip
    """Give a seat and tell the person. Raises ValidationError: an overlap, the wrong college, a second chair."""
    if personne is None:
        raise ValidationError({"courriel": INCONNUE})
    prive = organisation.type == TypeOrganisation.PARTENAIRE_PRIVE
    if prive != (college == College.PRIVE):
        raise ValidationError({"college": COLLEGE_PRIVE})
    if fonction == Fonction.PRESIDENCE:
        _exiger_sans_presidence(instance, debut, fin)
    mandat = Mandat(
        instance=instance, personne=personne, organisation=organisation, college=college, fonction=fonction,
        designation=designation, debut=debut, fin=fin,
    )  # fmt: skip
    mandat.full_clean()
    mandat.save(force_insert=True)
    _dire(
        par, mandat, f"Vous siégez à «\u00a0{instance.nom}\u00a0»\u00a0: {Fonction(fonction).label.lower()}.", "donne"
    )
    return mandat


def _exiger_sans_presidence(instance: Instance, debut: date, fin: date | None) -> None:
    """Whoever casts the deciding vote is one person at a time; the instance is locked meanwhile."""
    Instance.objects.select_for_update().get(pk=instance.pk)
    autres = Mandat.objects.filter(instance=instance, fonction=Fonction.PRESIDENCE)
    autres = autres.exclude(fin__isnull=False, fin__lte=debut)
    if fin is not None:
        autres = autres.filter(debut__lt=fin)
    if autres.exists():
        raise ValidationError({"fonction": UNE_PRESIDENCE})


@ecriture
def finir_mandat(*, par: Personne, mandat: Mandat, fin: date, version_lue: int) -> Mandat:
    """End a seat at a date; rolls already frozen keep it. Raises ConflitFiche, ValidationError."""
    if fin <= mandat.debut:
        raise ValidationError({"fin": FIN_AVANT})
    fini = modifier_ligne(mandat, version_lue=version_lue, champs={"fin": fin})
    _dire(par, fini, f"Votre mandat à «\u00a0{fini.instance.nom}\u00a0» finit le {fin.isoformat()}.", f"fin:{fin}")
    return fini


def _dire(par: Personne, mandat: Mandat, phrase: str, moment: str) -> None:
    if mandat.personne_id != par.pk:
        avertir(
            personnes=[mandat.personne], type=TypeNotification.MANDAT, cle=f"mandat:{mandat.pk}:{moment}",
            titre=phrase, url=reverse("forum:instance", args=[mandat.instance_id]),
        )  # fmt: skip
