"""Who may read, raise, take in charge, answer and help: lookup and right in one gesture.

Everyone who reads the inside of the State reads blockers; for a private partner there are none. A tier is held by the
managers of the organisation or of one above it; the ministry's tier not by those of a branch; the government's by
the coordination.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from ecosysteme.enums import TypeOrganisation
from ecosysteme.models import Indicateur, Initiative, Organisation, Personne
from ecosysteme.permissions import ROLES, Droits, droits, exiger_membre

from .enums import Palier
from .models import Bloquant, OffreAide

HORS_ETAT = (TypeOrganisation.PARTENAIRE_PRIVE,)


def exiger_interne(personne: Personne) -> Droits:
    """The rights of a person who reads the inside; nothing of this is known to exist otherwise."""
    acces = exiger_membre(personne)
    if not acces.lit_interne:
        raise Http404
    return acces


def bloquant_lisible_ou_404(personne: Personne, pk: int, bloquants=None) -> Bloquant:
    exiger_interne(personne)
    tous = Bloquant.objects.all() if bloquants is None else bloquants
    return get_object_or_404(
        tous.select_related("organisation", "indicateur", "initiative", "responsable", "signale_par"), pk=pk
    )


def tient_palier(personne: Personne, organisation: Organisation, palier: int) -> bool:
    """Whether the person answers for that tier of the organisation. No query beyond the rights."""
    acces = droits(personne)
    if palier >= Palier.GOUVERNEMENT:
        return acces.peut("coordonner")
    return any(
        "valider" in ROLES[a.role].verbes
        and a.organisation_id in organisation.chemin
        and (palier < Palier.MINISTERE or a.organisation.type != TypeOrganisation.DIRECTION)
        for a in acces.adhesions
    )


def tient(personne: Personne, bloquant: Bloquant) -> bool:
    """Whether the person acts on it: in charge of it, or holding the tier it is at or the one it came from."""
    return bloquant.responsable_id == personne.pk or any(
        tient_palier(personne, bloquant.organisation, palier) for palier in {bloquant.palier, bloquant.palier_origine}
    )


def bloquant_tenu_ou_403(personne: Personne, pk: int) -> Bloquant:
    bloquant = bloquant_lisible_ou_404(personne, pk)
    if not tient(personne, bloquant):
        raise PermissionDenied(
            f"Ce bloquant est tenu par la personne qui l'a en charge et par {bloquant.organisation.nom}."
        )
    return bloquant


def bloquant_du_palier_ou_403(personne: Personne, pk: int) -> Bloquant:
    """For who holds the tier it is at now: taking it in charge, answering."""
    bloquant = bloquant_lisible_ou_404(personne, pk)
    if not tient_palier(personne, bloquant.organisation, bloquant.palier):
        raise PermissionDenied(f"C'est au palier «\u00a0{bloquant.get_palier_display()}\u00a0» d'y répondre.")
    return bloquant


def peut_abandonner(personne: Personne, bloquant: Bloquant) -> bool:
    """Who raised it may also take it back."""
    return bloquant.signale_par_id == personne.pk or tient(personne, bloquant)


def bloquant_abandonnable_ou_403(personne: Personne, pk: int) -> Bloquant:
    bloquant = bloquant_lisible_ou_404(personne, pk)
    if not peut_abandonner(personne, bloquant):
        raise PermissionDenied(
            f"Ce bloquant est tenu par la personne qui l'a en charge et par {bloquant.organisation.nom}."
        )
    return bloquant


def signale(personne: Personne, organisation: Organisation | None = None) -> bool:
    """Whether the person may raise a blocker, there or somewhere."""
    acces = droits(personne)
    return acces.peut("valider", organisation) or acces.peut("saisir", organisation)


def exiger_signaler(personne: Personne, organisation: Organisation | None = None) -> None:
    exiger_interne(personne)
    if not signale(personne, organisation):
        qui = organisation.nom if organisation else "leur organisation"
        raise PermissionDenied(f"Les bloquants sont signalés par les gestionnaires de {qui}.")


def organisations_signalantes(personne: Personne):
    """Organisations of the State where the person may raise a blocker."""
    acces = droits(personne)
    racines = {*acces.organisations("valider"), *acces.organisations("saisir")}
    return Organisation.objects.publiques().filter(chemin__overlap=list(racines))


def objet_signalable_ou_404(
    personne: Personne, *, indicateur: int | None, initiative: int | None, organisation: int | None
) -> tuple[Indicateur | None, Initiative | None, Organisation | None]:
    """What a blocker is about to be raised on, and in which organisation."""
    exiger_signaler(personne)
    if indicateur is not None:
        sujet = get_object_or_404(Indicateur.objects.select_related("organisation"), pk=indicateur)
        exiger_signaler(personne, sujet.organisation)
        return sujet, None, sujet.organisation
    lieu = None
    if organisation is not None:
        lieu = get_object_or_404(Organisation.objects.publiques(), pk=organisation)
        exiger_signaler(personne, lieu)
    projet = get_object_or_404(Initiative, pk=initiative) if initiative is not None else None
    return None, projet, lieu


def organisations_aidantes(personne: Personne, bloquant: Bloquant) -> list[Organisation]:
    """One's own organisations that may offer help: neither the blocker's own nor one above it. No query."""
    acces = droits(personne)
    if not acces.lit_interne:
        return []
    siennes = {a.organisation_id: a.organisation for a in acces.adhesions if a.organisation.type not in HORS_ETAT}
    return [o for pk, o in siennes.items() if pk not in bloquant.organisation.chemin]


def aide_possible_ou_403(personne: Personne, pk: int, organisation: int | None) -> tuple[Bloquant, Organisation]:
    """The blocker and the organisation in whose name help is offered: the one named, or the only one there is."""
    bloquant = bloquant_lisible_ou_404(personne, pk)
    possibles = organisations_aidantes(personne, bloquant)
    choisie = next((o for o in possibles if organisation in (None, o.pk)), None)
    if choisie is None:
        raise PermissionDenied("L'aide s'offre au nom d'une autre organisation dont vous faites partie.")
    return bloquant, choisie


def offre_du_bloquant_ou_404(bloquant: Bloquant, pk: int) -> OffreAide:
    return get_object_or_404(OffreAide.objects.select_related("organisation"), pk=pk, bloquant=bloquant)


def peut_retirer_offre(personne: Personne, offre: OffreAide) -> bool:
    """Who made it, or a manager of the organisation that offers."""
    return offre.par_id == personne.pk or droits(personne).peut("valider", offre.organisation)


def exiger_retirer_offre(personne: Personne, offre: OffreAide) -> None:
    if not peut_retirer_offre(personne, offre):
        raise PermissionDenied(f"Cette offre est retirée par {offre.organisation.nom}.")
