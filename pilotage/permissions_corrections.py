"""Who proposes, decides and takes back a correction: who reads but does not write proposes; who writes decides."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from ecosysteme.models import Indicateur, Personne
from ecosysteme.permissions import droits, indicateur_lisible_ou_404

from .models import CorrectionProposee
from .permissions_meteo import exiger_interne


def indicateur_corrigeable_ou_404(personne: Personne, pk: int) -> Indicateur:
    """An indicator whose results the person reads and does not enter; who enters them has the grid."""
    exiger_interne(personne)
    indicateur = indicateur_lisible_ou_404(personne, pk)
    if droits(personne).peut_saisir(indicateur):
        raise PermissionDenied("Vous tenez cet indicateur : saisissez la valeur dans la grille de saisie.")
    return indicateur


def correction_lisible_ou_404(personne: Personne, pk: int) -> CorrectionProposee:
    exiger_interne(personne)
    lues = CorrectionProposee.objects.select_related(
        "indicateur__organisation", "indicateur__objectif__orientation__plan__organisation", "par", "decidee_par"
    )
    return get_object_or_404(lues, pk=pk)


def correction_decidable_ou_404(personne: Personne, pk: int) -> CorrectionProposee:
    correction = correction_lisible_ou_404(personne, pk)
    if not droits(personne).peut_saisir(correction.indicateur):
        raise PermissionDenied(f"Cette correction se décide à {correction.indicateur.organisation.nom}.")
    return correction


def correction_mienne_ou_404(personne: Personne, pk: int) -> CorrectionProposee:
    correction = correction_lisible_ou_404(personne, pk)
    if correction.par_id != personne.pk:
        raise PermissionDenied("Seule la personne qui a proposé cette correction peut la retirer.")
    return correction
