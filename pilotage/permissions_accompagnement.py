"""Who asks for support, who may take a request, who speaks in it. A private partner knows nothing of all this."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from ecosysteme.models import Organisation, Personne
from ecosysteme.permissions import droits, exiger_membre

from .enums import EtatDemande
from .models import DemandeAccompagnement, Leader

DEMANDER = ("saisir", "saisir_les_siens")


def exiger_interne(personne: Personne) -> None:
    """These pages are not known to exist outside the State."""
    if not exiger_membre(personne).lit_interne:
        raise Http404


def leader_de(personne: Personne) -> Leader | None:
    """The person's own offer of help, read once a request."""
    if not hasattr(personne, "_leader"):
        personne._leader = Leader.objects.select_related("organisation").filter(personne=personne).first()
    return personne._leader


def organisations_demandeuses(personne: Personne):
    """Organisations for which the person may ask: those they manage, or in which they hold an indicator."""
    acces = droits(personne)
    racines = [a.organisation_id for a in acces.adhesions if any(acces.peut(v, a.organisation) for v in DEMANDER)]
    return Organisation.objects.publiques().actives().filter(chemin__overlap=racines)


def peut_demander(personne: Personne) -> bool:
    return any(droits(personne).peut(verbe) for verbe in DEMANDER)


def exiger_demander(personne: Personne) -> None:
    exiger_interne(personne)
    if not peut_demander(personne):
        raise PermissionDenied("L'accompagnement se demande au nom d'une organisation qu'on gère.")


def demande_lisible_ou_404(personne: Personne, pk: int) -> DemandeAccompagnement:
    exiger_interne(personne)
    liens = ("organisation", "indicateur", "initiative", "par", "prise_par")
    return get_object_or_404(DemandeAccompagnement.objects.select_related(*liens), pk=pk)


def peut_prendre(personne: Personne, demande: DemandeAccompagnement) -> bool:
    """Coordination, or a leader of another organisation; never who asked."""
    if demande.etat != EtatDemande.OUVERTE or demande.par_id == personne.pk:
        return False
    if droits(personne).peut("coordonner"):
        return True
    leader = leader_de(personne)
    return leader is not None and leader.organisation_id != demande.organisation_id


def peut_echanger(personne: Personne, demande: DemandeAccompagnement) -> bool:
    """Who asked, who took it, who could take it, and coordination."""
    if demande.etat == EtatDemande.RETIREE:
        return False
    parties = (demande.par_id, demande.prise_par_id)
    return personne.pk in parties or droits(personne).peut("coordonner") or peut_prendre(personne, demande)


def _exiger(vrai: bool, raison: str) -> None:
    if not vrai:
        raise PermissionDenied(raison)


def demande_a_prendre_ou_404(personne: Personne, pk: int) -> DemandeAccompagnement:
    """Somebody else may have taken it meanwhile: the service tells so; here, whether one is among those who may."""
    demande = demande_lisible_ou_404(personne, pk)
    leader = leader_de(personne)
    autre = leader is not None and leader.organisation_id != demande.organisation_id
    permis = (droits(personne).peut("coordonner") or autre) and demande.par_id != personne.pk
    _exiger(permis, "Une demande se prend par la coordination ou par un leader d'une autre organisation.")
    return demande


def demande_a_soi_ou_404(personne: Personne, pk: int) -> DemandeAccompagnement:
    demande = demande_lisible_ou_404(personne, pk)
    _exiger(demande.par_id == personne.pk, "Seule la personne qui a fait la demande peut le faire.")
    return demande


def demande_en_charge_ou_404(personne: Personne, pk: int) -> DemandeAccompagnement:
    demande = demande_lisible_ou_404(personne, pk)
    _exiger(demande.prise_par_id == personne.pk, "Seule la personne qui a pris la demande peut le faire.")
    return demande


def demande_echangeable_ou_404(personne: Personne, pk: int) -> DemandeAccompagnement:
    demande = demande_lisible_ou_404(personne, pk)
    _exiger(peut_echanger(personne, demande), "Seules les personnes concernées par la demande y écrivent.")
    return demande
