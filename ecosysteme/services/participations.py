"""Taking part in an initiative: joining, saying what one brings, inviting, leaving."""

from django.core.exceptions import ValidationError

from ..ecriture import ecriture
from ..models import Abonnement, Initiative, Participation, Personne
from ..permissions import droits
from ._initiatives_avis import dire_a
from .initiatives import annoncer, sujet

APPORT_MAX = 200


@ecriture
def participer(*, par: Personne, initiative: Initiative, apport: str = "") -> Participation:
    """Join, or say what one brings; joining twice changes nothing."""
    return _inscrire(initiative, par, apport)


@ecriture
def inviter_a_participer(
    *, par: Personne, initiative: Initiative, personne: Personne, apport: str = ""
) -> Participation:
    """Make somebody take part. A private partner then reads the initiative, and nothing internal of it."""
    if not droits(personne).est_membre:
        raise ValidationError({"courriel": "Cette personne n'a pas de rôle en vigueur dans l'écosystème."})
    tenue = _inscrire(initiative, personne, apport)
    invite = f"{par} vous invite à participer à «\u00a0{initiative.titre}\u00a0»"
    dire_a(initiative, personne, f"invitation:{tenue.pk}", invite, par=par)
    return tenue


def _inscrire(initiative: Initiative, personne: Personne, apport: str) -> Participation:
    texte = apport.strip()
    if len(texte) > APPORT_MAX:
        raise ValidationError({"apport": f"Au plus {APPORT_MAX} caractères."})
    sienne = Participation(initiative=initiative, personne=personne, apport=texte)
    Participation.objects.bulk_create([sienne], ignore_conflicts=True)
    tenue = Participation.objects.select_for_update().get(initiative=initiative, personne=personne)
    if texte and tenue.apport != texte:
        tenue.apport = texte
        tenue.save(update_fields=["apport"])
    annoncer(initiative)
    return tenue


@ecriture
def quitter(*, par: Personne, initiative: Initiative) -> None:
    """Leave; the history keeps that one took part. A private partner who leaves follows it no more."""
    Participation.objects.filter(initiative=initiative, personne=par).delete()
    if not droits(par).lit_interne:
        Abonnement.objects.filter(personne=par, sujet=sujet(initiative)).delete()
    annoncer(initiative)
