"""Who reads and who writes in an instance, a space, a topic.

A private partner reads what is shared with the whole ecosystem and the instances where a mandate seats him. Whoever
holds the forum (`animer_forum`) reads every instance, and moderates. An observer reads and does not write.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404

from ecosysteme.models import Personne
from ecosysteme.permissions import droits, exiger_membre

from .enums import Fonction, Portee
from .models import Espace, Instance, Mandat, Sujet

HORS_INSTANCE = "Seuls les membres de cette instance y écrivent. Vous pouvez la lire."
CLOS = "Cet espace est clos : on peut le lire, on n'y écrit plus."
FERME = "Ce sujet est fermé : on peut le lire, on n'y écrit plus."


def anime_forum(personne: Personne) -> bool:
    """Whether the person holds the forum: prepares votes, moderates, reads every instance."""
    return droits(personne).peut("animer_forum")


def tient_instances(personne: Personne) -> bool:
    """Whether the person creates instances, gives mandates, keeps rolls."""
    return droits(personne).peut("coordonner")


def mandats_de(personne: Personne):
    """Mandates in force today."""
    return Mandat.objects.filter(personne=personne).en_vigueur()


def _portees(personne: Personne) -> list[str]:
    return [Portee.ECOSYSTEME, *([Portee.SECTEUR_PUBLIC] if droits(personne).lit_interne else [])]


def instances_lisibles(personne: Personne):
    exiger_membre(personne)
    if anime_forum(personne):
        return Instance.objects.all()
    siege = Exists(mandats_de(personne).filter(instance=OuterRef("pk")))
    return Instance.objects.filter(Q(portee__in=_portees(personne)) | siege)


def espaces_lisibles(personne: Personne):
    """Spaces the person reads: by their own reach, or by a seat in the instance they belong to."""
    exiger_membre(personne)
    if anime_forum(personne):
        return Espace.objects.all()
    siege = Exists(mandats_de(personne).filter(instance=OuterRef("instance")))
    return Espace.objects.filter(Q(portee__in=_portees(personne)) | siege)


def sujets_lisibles(personne: Personne):
    return Sujet.objects.filter(espace__in=espaces_lisibles(personne))


def instance_lisible_ou_404(personne: Personne, pk: int) -> Instance:
    return get_object_or_404(instances_lisibles(personne).select_related("organisation"), pk=pk)


def espace_lisible_ou_404(personne: Personne, pk: int) -> Espace:
    return get_object_or_404(espaces_lisibles(personne).select_related("instance"), pk=pk)


def sujet_lisible_ou_404(personne: Personne, pk: int) -> Sujet:
    return get_object_or_404(
        sujets_lisibles(personne).select_related("espace__instance", "auteur", "initiative"), pk=pk
    )


def raison_de_ne_pas_ecrire(personne: Personne, espace: Espace, sujet: Sujet | None = None) -> str:
    """Why the person, who reads the space, does not write there; empty when she does."""
    if espace.clos:
        return CLOS
    if sujet is not None and sujet.ferme:
        return FERME
    if espace.instance_id is None or anime_forum(personne):
        return ""
    siege = mandats_de(personne).filter(instance=espace.instance_id).exclude(fonction=Fonction.OBSERVATEUR)
    return "" if siege.exists() else HORS_INSTANCE


def espace_ouvert_ou_403(personne: Personne, pk: int) -> Espace:
    """A space where the person writes; 404 when unreadable, 403 with the reason when only readable."""
    espace = espace_lisible_ou_404(personne, pk)
    if raison := raison_de_ne_pas_ecrire(personne, espace):
        raise PermissionDenied(raison)
    return espace


def sujet_ouvert_ou_403(personne: Personne, pk: int) -> Sujet:
    """A topic where the person writes; 404 when unreadable, 403 with the reason when only readable."""
    sujet = sujet_lisible_ou_404(personne, pk)
    if raison := raison_de_ne_pas_ecrire(personne, sujet.espace, sujet):
        raise PermissionDenied(raison)
    return sujet
