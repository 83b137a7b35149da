"""Amendments: a change asked of one version, accepted as version n+1, refused with a reason, withdrawn, promoted."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import TypeNotification
from ecosysteme.models import Personne
from ecosysteme.services.notifications import avertir

from ..enums import EtatAmendement, EtatProposition
from ..models import Amendement, Proposition, VersionProposition
from .propositions import (
    PAS_VIVANTE,
    TEXTES,
    courante,
    exiger_ecrire,
    exiger_tenir,
    nouvelle_version,
    proposer,
    verrouiller,
)

RIEN = "Cet amendement ne change rien au texte."
MOTIF = "Dites pourquoi vous proposez ce changement."
RAISON = "Dites pourquoi l'amendement est refusé."
TRAITE = "Cet amendement est déjà traité."
SIEN = "Un amendement se retire ou se promeut par son auteur."
CONFLIT = "Le texte a changé depuis, dans : {champs}. Reprenez l'amendement sur la version {numero}."
REFUSE_D_ABORD = "Un amendement devient une proposition une fois refusé."


@ecriture
def amender(*, par: Personne, visee: VersionProposition, motif: str, **champs: str) -> Amendement:
    """Ask for a change of the words of a published version. Raises ValidationError."""
    tenue = verrouiller(visee.proposition)
    exiger_ecrire(par, tenue.espace)
    if tenue.etat not in (EtatProposition.EN_DISCUSSION, EtatProposition.AU_VOTE) or visee.publiee_le is None:
        raise ValidationError(PAS_VIVANTE)
    voulus = {nom: champs[nom].strip() for nom in TEXTES if nom in champs}
    changes = {nom: texte for nom, texte in voulus.items() if texte and texte != getattr(visee, nom)}
    if not changes:
        raise ValidationError(RIEN)
    if not motif.strip():
        raise ValidationError({"motif": MOTIF})
    meme = Amendement.objects.filter(visee=visee, auteur=par, champs=changes, etat=EtatAmendement.PROPOSE).first()
    if meme is not None:
        return meme
    amendement = Amendement.objects.create(visee=visee, auteur=par, champs=changes, motif=motif.strip())
    _dire(amendement, tenue.auteur, par, "propose", f"{par} propose un amendement à votre proposition")
    return amendement


def _dire(amendement: Amendement, a: Personne, par: Personne, moment: str, phrase: str) -> None:
    """Tell its author, or the proposal's; whoever acted knows."""
    avertir(
        personnes=[a] if a.pk != par.pk else [],
        type=TypeNotification.ACTION if moment == "propose" else TypeNotification.SUIVI,
        cle=f"amendement:{amendement.pk}:{moment}",
        titre=f"{phrase} «\u00a0{amendement.visee.titre}\u00a0»",
        url=f"{reverse('forum:proposition', args=[amendement.visee.proposition_id])}#a{amendement.pk}",
    )


def _tenu(amendement: Amendement) -> tuple[Proposition, Amendement]:
    tenue = verrouiller(amendement.visee.proposition)
    lu = _verrouille(amendement)
    if lu.etat != EtatAmendement.PROPOSE:
        raise ValidationError(TRAITE)
    return tenue, lu


def _verrouille(amendement: Amendement) -> Amendement:
    return Amendement.objects.select_for_update(of=("self",)).select_related("visee", "auteur").get(pk=amendement.pk)


@ecriture
def accepter_amendement(*, par: Personne, amendement: Amendement) -> VersionProposition:
    """Publish version n+1 with it; on a former version, it applies where the text did not change since."""
    tenue, lu = _tenu(amendement)
    exiger_tenir(par, tenue)
    exiger_ecrire(par, tenue.espace)
    actuelle = courante(tenue)
    heurts = [nom for nom in lu.champs if getattr(actuelle, nom) != getattr(lu.visee, nom)]
    if heurts:
        noms = ", ".join(str(VersionProposition._meta.get_field(nom).verbose_name) for nom in heurts)
        raise ValidationError(CONFLIT.format(champs=noms, numero=actuelle.numero))
    lu.creee = nouvelle_version(par, tenue, lu.champs, note=f"Amendement de {lu.auteur} : {lu.motif}")
    _traiter(par, lu, EtatAmendement.ACCEPTE, "")
    _dire(lu, lu.auteur, par, "accepte", f"Votre amendement est accepté, dans la version {lu.creee.numero} de")
    return lu.creee


@ecriture
def refuser_amendement(*, par: Personne, amendement: Amendement, raison: str) -> Amendement:
    tenue, lu = _tenu(amendement)
    exiger_tenir(par, tenue)
    if not raison.strip():
        raise ValidationError({"raison": RAISON})
    _traiter(par, lu, EtatAmendement.REFUSE, raison)
    _dire(lu, lu.auteur, par, "refuse", "Votre amendement est refusé\u00a0: la raison est sur la page de")
    return lu


def exiger_auteur(personne: Personne, amendement: Amendement) -> None:
    if amendement.auteur_id != personne.pk:
        raise PermissionDenied(SIEN)


@ecriture
def retirer_amendement(*, par: Personne, amendement: Amendement) -> Amendement:
    exiger_auteur(par, amendement)
    _, lu = _tenu(amendement)
    return _traiter(par, lu, EtatAmendement.RETIRE, "")


def _traiter(par: Personne, amendement: Amendement, etat: str, raison: str) -> Amendement:
    amendement.etat, amendement.raison = etat, raison.strip()
    amendement.traite_par, amendement.traite_le = par, timezone.now()
    amendement.full_clean()
    amendement.save()
    return amendement


@ecriture
def promouvoir_amendement(*, par: Personne, amendement: Amendement) -> Proposition:
    """A refused amendment becomes its author's own draft, which remembers where it comes from."""
    tenue = verrouiller(amendement.visee.proposition)
    lu = _verrouille(amendement)
    exiger_auteur(par, lu)
    exiger_ecrire(par, tenue.espace)
    if lu.etat != EtatAmendement.REFUSE:
        raise ValidationError(REFUSE_D_ABORD)
    if deja := Proposition.objects.filter(issue_de=lu).first():
        return deja
    textes = {nom: lu.champs.get(nom, getattr(lu.visee, nom)) for nom in TEXTES}
    nee = proposer(par=par, espace=tenue.espace, initiative=tenue.initiative, **textes)
    nee.issue_de = lu
    nee.save(update_fields=["issue_de"])
    return nee
