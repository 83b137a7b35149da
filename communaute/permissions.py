"""Who reads, writes, verifies and applies a practice.

A draft is read by its author and by who holds its organisation; one that was published, even taken back since, by the
public sector, and by private partners when it is shared with the whole ecosystem.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404

from ecosysteme.enums import TypeOrganisation
from ecosysteme.models import Organisation, Personne
from ecosysteme.permissions import droits, exiger_membre

from .enums import EtatPratique, PorteePratique
from .models import Adoption, Pratique
from .models.pratique import PratiqueQuerySet

TENIR = "Une pratique se récrit par son auteur ou par les gestionnaires de son organisation."
VERIFIER = (
    "Une pratique se vérifie par la coordination ou par les gestionnaires d'une autre organisation que la sienne."
)
APPLIQUER = (
    "Une pratique s'applique au nom d'une organisation où vous avez un rôle, autre que celle d'où elle vient,"
    " et qui ne l'applique pas déjà."
)
PARTAGER = "Une pratique se partage au nom d'une organisation où vous avez un rôle."
CONSTATER = "Ce que la pratique donne se dit par les personnes de l'organisation qui l'applique."


def portees(personne: Personne) -> list[str]:
    return [PorteePratique.ECOSYSTEME, *([PorteePratique.SECTEUR_PUBLIC] if droits(personne).lit_interne else [])]


def pratiques_lisibles(personne: Personne) -> PratiqueQuerySet:
    acces = exiger_membre(personne)
    sorties = Q(publiee_le__isnull=False, portee__in=portees(personne))
    siennes = Q(auteur=personne) | Q(organisation__chemin__overlap=acces.organisations("saisir"))
    return Pratique.objects.filter(sorties | siennes)


def pratique_lisible_ou_404(personne: Personne, pk: int) -> Pratique:
    liens = ("organisation", "auteur", "indicateur", "initiative", "verifiee_par")
    return get_object_or_404(pratiques_lisibles(personne).select_related(*liens), pk=pk)


def organisations_siennes(personne: Personne):
    """In whose name the person shares or applies a practice: where she has a role, and what she holds below."""
    acces = droits(personne)
    roles = [a.organisation_id for a in acces.adhesions]
    return Organisation.objects.filter(Q(pk__in=roles) | Q(chemin__overlap=acces.organisations("saisir"))).actives()


def organisations_libres(personne: Personne, pratique: Pratique):
    """Those of the person that may still apply it: neither where it comes from, nor where it is applied already."""
    deja = pratique.adoptions.filter(cessee_le__isnull=True).values("organisation")
    siennes = organisations_siennes(personne).exclude(type=TypeOrganisation.GOUVERNEMENT)
    return siennes.exclude(pk__in=deja).exclude(pk=pratique.organisation_id)


def tient(personne: Personne, pratique: Pratique) -> bool:
    return pratique.auteur_id == personne.pk or droits(personne).peut("saisir", pratique.organisation)


def peut_verifier(personne: Personne, pratique: Pratique) -> bool:
    """Never who wrote it, nor who holds its organisation, the coordination apart."""
    acces = droits(personne)
    if pratique.auteur_id == personne.pk or pratique.etat != EtatPratique.PUBLIEE:
        return False
    return acces.peut("coordonner") or (acces.peut("valider") and not acces.peut("valider", pratique.organisation))


def _exiger(vrai: bool, raison: str) -> None:
    if not vrai:
        raise PermissionDenied(raison)


def pratique_tenue_ou_404(personne: Personne, pk: int) -> Pratique:
    pratique = pratique_lisible_ou_404(personne, pk)
    _exiger(tient(personne, pratique), TENIR)
    return pratique


def pratique_a_verifier_ou_404(personne: Personne, pk: int) -> Pratique:
    pratique = pratique_lisible_ou_404(personne, pk)
    _exiger(peut_verifier(personne, pratique), VERIFIER)
    return pratique


def pratique_applicable_ou_404(personne: Personne, pk: int) -> Pratique:
    pratique = pratique_lisible_ou_404(personne, pk)
    _exiger(pratique.etat == EtatPratique.PUBLIEE, "Une pratique s'applique une fois publiée.")
    _exiger(organisations_libres(personne, pratique).exists(), APPLIQUER)
    return pratique


def pratique_verifiee_par_soi_ou_404(personne: Personne, pk: int) -> Pratique:
    pratique = pratique_lisible_ou_404(personne, pk)
    _exiger(pratique.verifiee_par_id == personne.pk, "Une vérification se lève par la personne qui l'a faite.")
    return pratique


def parle_pour(personne: Personne, adoption: Adoption) -> bool:
    """Who holds that organisation, or who said that it applies it and still has a role there."""
    acces = droits(personne)
    encore = any(a.organisation_id == adoption.organisation_id for a in acces.adhesions)
    return (adoption.par_id == personne.pk and encore) or acces.peut("saisir", adoption.organisation)


def adoption_tenue_ou_404(personne: Personne, pk: int) -> Adoption:
    lisibles = Adoption.objects.filter(pratique__in=pratiques_lisibles(personne))
    adoption = get_object_or_404(lisibles.select_related("pratique__organisation", "organisation", "par"), pk=pk)
    _exiger(parle_pour(personne, adoption), CONSTATER)
    return adoption
