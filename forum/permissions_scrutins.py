"""Who reads, prepares, keeps and casts a vote: whoever reads its topic reads it, and whoever is on its roll."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from ecosysteme.models import Personne

from .models import Inscription, Scrutin, Sujet
from .permissions import anime_forum, exiger_membre, sujet_lisible_ou_404, sujets_lisibles

NON_PREPARE = "Seule l'animation du forum, ou la personne qui anime ce scrutin, le prépare et le tient."
NON_INSCRIT = "Vous n'êtes pas inscrit au registre de ce scrutin, figé à l'ouverture : vous pouvez le lire."
RELATIONS = ("sujet__espace", "instance", "version_visee__proposition", "animation", "registraire", "decision")


def scrutins_lisibles(personne: Personne) -> QuerySet[Scrutin]:
    """Those of readable topics, once announced unless the person holds the forum; those where she is on the roll."""
    exiger_membre(personne)
    if anime_forum(personne):
        return Scrutin.objects.all()
    inscrite = Exists(Inscription.objects.filter(scrutin=OuterRef("pk"), personne=personne))
    connus = Q(sujet__in=sujets_lisibles(personne), annonce_le__isnull=False)
    return Scrutin.objects.filter(connus | Q(inscrite) | Q(animation=personne) | Q(registraire=personne))


def scrutin_lisible_ou_404(personne: Personne, pk: int) -> Scrutin:
    return get_object_or_404(scrutins_lisibles(personne).select_related(*RELATIONS), pk=pk)


def tient_scrutin(personne: Personne, scrutin: Scrutin) -> bool:
    """Whether the person prepares and keeps this vote: its facilitator, or whoever holds the forum."""
    return scrutin.animation_id == personne.pk or anime_forum(personne)


def scrutin_tenu_ou_403(personne: Personne, pk: int) -> Scrutin:
    """404 when unreadable, 403 with the reason when only readable."""
    scrutin = scrutin_lisible_ou_404(personne, pk)
    if not tient_scrutin(personne, scrutin):
        raise PermissionDenied(NON_PREPARE)
    return scrutin


def sujet_a_scruter_ou_403(personne: Personne, pk: int) -> Sujet:
    """A topic on which the person may prepare a vote."""
    sujet = sujet_lisible_ou_404(personne, pk)
    if not anime_forum(personne):
        raise PermissionDenied(NON_PREPARE)
    return sujet


def mon_inscription(personne: Personne, scrutin: Scrutin) -> Inscription | None:
    return Inscription.objects.filter(scrutin=scrutin, personne=personne).first()


def bulletin_de_ou_403(personne: Personne, pk: int) -> tuple[Scrutin, Inscription]:
    """A vote and the person's own line: whoever is on the roll reads the vote, in one light query.

    The others get what reading it gives them (404), or « non inscrit au registre » (403).
    """
    exiger_membre(personne)
    lignes = Inscription.objects.filter(scrutin=pk, personne=personne).select_related("scrutin__version_visee")
    if (inscription := lignes.first()) is not None:
        return inscription.scrutin, inscription
    scrutin = scrutin_lisible_ou_404(personne, pk)
    return scrutin, inscription_ou_403(personne, scrutin)


def inscription_ou_403(personne: Personne, scrutin: Scrutin) -> Inscription:
    """The person's own line of the roll, or « non inscrit au registre »."""
    inscription = mon_inscription(personne, scrutin)
    if inscription is None:
        raise PermissionDenied(NON_INSCRIT)
    return inscription
