"""Who may follow, prepare and lead a meeting. What is said there is internal: a private partner knows of none."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ecosysteme.enums import RoleAdhesion
from ecosysteme.models import Organisation, Personne
from ecosysteme.permissions import droits, exiger_membre

from .enums import EtatRencontre
from .models import PointOrdreDuJour, Rencontre, SerieRencontre


def rencontres_lisibles(personne: Personne) -> QuerySet[Rencontre]:
    """Every meeting, for who reads what is internal; nothing is known of them to the others."""
    if not exiger_membre(personne).lit_interne:
        raise Http404
    return Rencontre.objects.all()


def rencontre_ou_404(personne: Personne, pk: int) -> Rencontre:
    lisibles = rencontres_lisibles(personne).select_related("organisation", "animation", "serie")
    return get_object_or_404(lisibles, pk=pk)


def _racines_animees(personne: Personne) -> list[int]:
    """Roots of the subtrees where the person plans and leads: what they manage, what they were named to animate."""
    acces = droits(personne)
    animees = [a.organisation_id for a in acces.adhesions if a.role == RoleAdhesion.ANIMATION]
    return [*acces.organisations("valider"), *animees]


def peut_animer(personne: Personne, organisation: Organisation) -> bool:
    return bool(set(_racines_animees(personne)) & set(organisation.chemin))


def anime_quelque_part(personne: Personne) -> bool:
    return bool(_racines_animees(personne))


def organisations_animables(personne: Personne) -> QuerySet[Organisation]:
    racines = _racines_animees(personne)
    return Organisation.objects.publiques().actives().filter(chemin__overlap=racines).order_by("nom_cle")


def exiger_animer_quelque_part(personne: Personne) -> None:
    if not exiger_membre(personne).lit_interne:
        raise Http404
    if not anime_quelque_part(personne):
        raise PermissionDenied("Les rencontres sont planifiées par les gestionnaires, l'animation et la coordination.")


def organisation_animable_ou_404(personne: Personne, pk: int) -> Organisation:
    """An organisation in which the person may plan meetings."""
    exiger_animer_quelque_part(personne)
    organisation = get_object_or_404(Organisation.objects.publiques(), pk=pk)
    if not peut_animer(personne, organisation):
        raise PermissionDenied(f"Les rencontres y sont planifiées par {organisation.nom}.")
    return organisation


def tient(personne: Personne, rencontre: Rencontre) -> bool:
    """May prepare it and write its decisions: who leads it, and who may lead there."""
    return rencontre.animation_id == personne.pk or peut_animer(personne, rencontre.organisation)


def rencontre_tenue_ou_404(personne: Personne, pk: int) -> Rencontre:
    rencontre = rencontre_ou_404(personne, pk)
    if not tient(personne, rencontre):
        raise PermissionDenied(
            f"Cette rencontre est préparée par {rencontre.animation} et {rencontre.organisation.nom}."
        )
    return rencontre


def rencontre_animee_ou_404(personne: Personne, pk: int) -> Rencontre:
    """The meeting, for the one person who leads it now."""
    rencontre = rencontre_ou_404(personne, pk)
    if rencontre.animation_id != personne.pk or rencontre.etat != EtatRencontre.EN_COURS:
        raise PermissionDenied(f"{rencontre.animation} anime cette rencontre : demandez-lui l'animation.")
    return rencontre


def point_ou_404(rencontre: Rencontre, pk: int) -> PointOrdreDuJour:
    return get_object_or_404(PointOrdreDuJour, pk=pk, rencontre=rencontre)


def serie_tenue_ou_404(personne: Personne, pk: int) -> SerieRencontre:
    exiger_animer_quelque_part(personne)
    serie = get_object_or_404(SerieRencontre.objects.select_related("organisation", "animation"), pk=pk)
    if not peut_animer(personne, serie.organisation):
        raise PermissionDenied(f"Cette série est tenue par {serie.organisation.nom}.")
    return serie


def invitables(organisation: Organisation) -> QuerySet[Personne]:
    """People of the State with a role in force in the organisation, under it or above it, who read what is internal."""
    jour = timezone.localdate()
    en_vigueur = Q(adhesions__debut__lte=jour) & (Q(adhesions__fin__isnull=True) | Q(adhesions__fin__gte=jour))
    autour = Q(adhesions__organisation__chemin__contains=[organisation.pk]) | Q(
        adhesions__organisation__in=organisation.chemin
    )
    internes = ~Q(adhesions__role=RoleAdhesion.MEMBRE_PRIVE)
    return Personne.objects.filter(en_vigueur & autour & internes, is_active=True).distinct().order_by("nom", "prenom")
