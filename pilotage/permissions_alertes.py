"""Who answers for an alert: who holds the indicator or validates in the organisation. Thresholds: the coordination."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from ecosysteme.models import Indicateur, Organisation, Personne
from ecosysteme.permissions import droits, exiger, indicateur_lisible_ou_404, organisation_lisible_ou_404

from .models import Acquittement
from .permissions_meteo import exiger_interne

RAISON = "Une alerte est acquittée par qui tient l'indicateur ou l'organisation."


def porteur_ou_404(personne: Personne, genre: str, pk: int) -> Indicateur | Organisation:
    """What the alert is about, if the person may answer for it; 403 with the reason when it may only be read."""
    exiger_interne(personne)
    if genre not in ("indicateur", "organisation"):
        raise Http404
    lisible = indicateur_lisible_ou_404 if genre == "indicateur" else organisation_lisible_ou_404
    porteur = lisible(personne, pk)
    exiger_tenir(personne, porteur)
    return porteur


def exiger_tenir(personne: Personne, porteur: Indicateur | Organisation) -> None:
    acces = droits(personne)
    tient = acces.peut_saisir(porteur) if isinstance(porteur, Indicateur) else acces.peut("valider", porteur)
    if not tient:
        raise PermissionDenied(RAISON)


def acquittement_tenu_ou_404(personne: Personne, pk: int) -> Acquittement:
    exiger_interne(personne)
    lus = Acquittement.objects.select_related("indicateur__organisation", "organisation", "par")
    acquittement = get_object_or_404(lus, pk=pk)
    exiger_tenir(personne, acquittement.indicateur or acquittement.organisation)
    return acquittement


def exiger_coordination(personne: Personne) -> None:
    exiger_interne(personne)
    exiger(personne, "coordonner", raison="Les seuils des alertes sont réglés par la coordination.")
