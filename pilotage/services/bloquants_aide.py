"""Help across organisations: offered in one click, taken back, accepted; and the effort a blocker opens or joins."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Organisation, Personne

from ..models import Bloquant, OffreAide
from ..vie_bloquant import Geste
from ._bloquants import Acte, concernes, horloge, prevenir, tenants

DEJA = "Votre organisation offre déjà son aide pour ce bloquant."


@ecriture
def offrir_aide(*, par: Personne, bloquant: Bloquant, organisation: Organisation, texte: str = "") -> OffreAide:
    """Offer help in the name of an organisation. Offering again changes nothing but the words, when they are new."""
    acte = Acte.commencer(bloquant, Geste.OFFRIR)
    actuelle = acte.bloquant.offres.filter(organisation=organisation, retiree_le=None).first()
    net = texte.strip().replace("\x00", "")[:500]
    if actuelle is not None:
        if net and net != actuelle.texte:
            actuelle.texte = net
            actuelle.save(update_fields=["texte"])
        return actuelle
    try:
        with transaction.atomic():
            offre = OffreAide.objects.create(
                bloquant=acte.bloquant, organisation=organisation, par=par, texte=net, cree_le=horloge()
            )
    except IntegrityError as erreur:
        raise ValidationError(DEJA) from erreur
    mots = f"{organisation.nom}{f' : {net}' if net else ''}"
    evenement = acte.conclure(par=par, genre="offre", texte=mots)
    b = acte.bloquant
    personnes = {b.responsable_id, b.signale_par_id} if b.responsable_id else tenants(b.organisation, b.palier)
    prevenir(evenement, f"{organisation.sigle} offre son aide", personnes | {b.signale_par_id})
    return offre


def _offre(acte: Acte, offre: OffreAide) -> OffreAide:
    """The offer as it stands, locked."""
    actuelle = acte.bloquant.offres.select_for_update().select_related("organisation").filter(pk=offre.pk).first()
    if actuelle is None or actuelle.retiree_le is not None:
        raise ValidationError("Cette offre d'aide a été retirée.")
    return actuelle


@ecriture
def retirer_offre(*, par: Personne, offre: OffreAide) -> OffreAide:
    """Take an offer back; it stays readable."""
    acte = Acte.commencer(offre.bloquant, Geste.RETIRER_OFFRE)
    actuelle = _offre(acte, offre)
    actuelle.retiree_le = horloge()
    actuelle.save(update_fields=["retiree_le"])
    evenement = acte.conclure(par=par, genre="retrait_offre", texte=actuelle.organisation.nom)
    prevenir(evenement, "Offre d'aide retirée", {acte.bloquant.responsable_id, acte.bloquant.signale_par_id})
    return actuelle


@ecriture
def accepter_offre(*, par: Personne, offre: OffreAide) -> OffreAide:
    """Say yes to an offer; saying it twice changes nothing."""
    acte = Acte.commencer(offre.bloquant, Geste.ACCEPTER_OFFRE)
    actuelle = _offre(acte, offre)
    if actuelle.acceptee_le is not None:
        return actuelle
    actuelle.acceptee_le = horloge()
    actuelle.save(update_fields=["acceptee_le"])
    evenement = acte.conclure(par=par, genre="accord_offre", texte=actuelle.organisation.nom)
    prevenir(evenement, "Votre aide est acceptée", {actuelle.par_id} | concernes(acte.bloquant))
    return actuelle
