"""The life of a blocker: raised, taken in charge, escalated and answered, solved or given up. Nothing is erased.

Help across organisations is in `bloquants_aide`; what the clock does, in `bloquants_echeances`.
Every act takes the version that was read (None: as it stands) and raises ConflitFiche when somebody acted meanwhile,
ValidationError when the rule of `vie_bloquant` refuses it.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import TypeNotification
from ecosysteme.models import Indicateur, Initiative, Organisation, Personne
from ecosysteme.services.fiches import ConflitFiche

from ..enums import EtatBloquant, IssueEscalade, Palier
from ..models import Bloquant, Escalade
from ..vie_bloquant import Geste, echeance_par_defaut, palier_par_defaut, palier_suivant, paliers_vises
from ._bloquants import Acte, abonnes, concernes, horloge, noter, prevenir, tenants, texte_requis
from .bloquants_aide import accepter_offre, offrir_aide, retirer_offre

__all__ = [
    "ConflitFiche",
    "abandonner",
    "accepter_offre",
    "escalader",
    "offrir_aide",
    "prendre_en_charge",
    "repondre_escalade",
    "resoudre",
    "retirer_escalade",
    "retirer_offre",
    "signaler_bloquant",
]
MONTEE = "L'échéance de cette escalade est passée : sans réponse à temps, elle monte au palier suivant."


@ecriture
def signaler_bloquant(
    *,
    par: Personne,
    indicateur: Indicateur | None = None,
    initiative: Initiative | None = None,
    titre: str,
    cause: str,
    gravite: int,
    aide_demandee: str = "",
    description: str = "",
    organisation: Organisation | None = None,
    palier: int | None = None,
) -> Bloquant:
    """Raise a blocker on an indicator or an initiative, at the tier of its organisation unless another is given."""
    lieu = indicateur.organisation if indicateur else organisation
    if lieu is None:
        raise ValidationError({"organisation": "Dites dans quelle organisation le bloquant est vécu."})
    depart = palier_par_defaut(lieu.type) if palier is None else Palier(palier)
    bloquant = Bloquant(
        titre=texte_requis(titre, "titre", "Dites en une phrase ce qui bloque."),
        cause=cause,
        gravite=gravite,
        aide_demandee=aide_demandee.strip(),
        description=description.strip(),
        organisation=lieu,
        indicateur=indicateur,
        initiative=initiative,
        palier=depart,
        palier_origine=depart,
        signale_par=par,
        signale_le=horloge(),
    )
    bloquant.full_clean()
    bloquant.save(force_insert=True)
    evenement = noter(bloquant, par=par, genre="signale", texte=bloquant.aide_demandee)
    prevenir(evenement, "Bloquant signalé", tenants(lieu, depart) | abonnes(bloquant))
    return bloquant


@ecriture
def prendre_en_charge(*, par: Personne, bloquant: Bloquant, version_lue: int | None = None) -> Bloquant:
    """Take it in charge, from nobody or from somebody else. Taking again what one has changes nothing."""
    if Bloquant.objects.filter(pk=bloquant.pk, responsable=par).exclude(etat=EtatBloquant.ESCALADE).exists():
        return Bloquant.objects.get(pk=bloquant.pk)
    acte = Acte.commencer(bloquant, Geste.PRENDRE, version_lue)
    avant = acte.bloquant.responsable_id
    evenement = acte.conclure(par=par, genre="pris_en_charge", responsable=par, pris_en_charge_le=horloge())
    prevenir(evenement, "Bloquant pris en charge", concernes(acte.bloquant) | {avant})
    return acte.bloquant


@ecriture
def escalader(
    *,
    par: Personne,
    bloquant: Bloquant,
    aide_demandee: str,
    palier: int | None = None,
    repondre_avant: datetime | None = None,
    version_lue: int | None = None,
) -> Escalade:
    """Ask a tier above for help, by a deadline; by default the next tier, with the time it usually has."""
    acte = Acte.commencer(bloquant, Geste.ESCALADER, version_lue)
    actuel, maintenant = acte.bloquant, horloge()
    vise = palier_suivant(actuel.palier) if palier is None else palier
    if vise not in paliers_vises(actuel.palier):
        raise ValidationError({"palier": "Une escalade vise un palier au-dessus de celui où est le bloquant."})
    echeance = repondre_avant or echeance_par_defaut(vise, maintenant)
    if timezone.is_naive(echeance):
        raise ValidationError({"repondre_avant": "Une échéance a son fuseau horaire."})
    if echeance <= maintenant:
        raise ValidationError({"repondre_avant": "Choisissez une échéance à venir."})
    escalade = Escalade.objects.create(
        bloquant=actuel,
        par=par,
        palier=vise,
        aide_demandee=texte_requis(aide_demandee, "aide_demandee", "Dites quelle aide vous demandez."),
        demandee_le=maintenant,
        repondre_avant=echeance,
    )
    evenement = acte.conclure(par=par, genre="escalade", texte=escalade.aide_demandee, palier=vise)
    prevenir(evenement, "Votre réponse est attendue", tenants(actuel.organisation, vise) | concernes(actuel))
    return escalade


def _en_attente(bloquant: Bloquant) -> Escalade:
    """The escalation that waits, locked; there is one, the rule said so."""
    return bloquant.escalades.select_for_update().get(issue=IssueEscalade.EN_ATTENTE)


@ecriture
def repondre_escalade(
    *, par: Personne, escalade: Escalade, decision: str, responsable: Personne, version_lue: int | None = None
) -> Bloquant:
    """Answer with a decision and a person in charge: the blocker comes down to the tier where it was raised.

    The deadline is half-open, on the clock of the database: at that instant the escalation belongs to the next tier.
    """
    acte = Acte.commencer(escalade.bloquant, Geste.REPONDRE, version_lue)
    actuelle, maintenant = _en_attente(acte.bloquant), horloge()
    if actuelle.pk != escalade.pk:
        raise ConflitFiche(acte.bloquant)
    if maintenant >= actuelle.repondre_avant and palier_suivant(actuelle.palier):
        raise ValidationError(MONTEE)
    texte = texte_requis(decision, "decision", "Écrivez la décision : elle redescend avec le bloquant.")
    _clore(actuelle, IssueEscalade.REPONDUE, maintenant, reponse=texte, repondue_par=par)
    avant = acte.bloquant.responsable_id
    champs = {"responsable": responsable, "palier": acte.bloquant.palier_origine}
    if avant != responsable.pk:
        champs["pris_en_charge_le"] = maintenant
    evenement = acte.conclure(par=par, genre="reponse", texte=texte, **champs)
    prevenir(evenement, "Une décision vous confie ce bloquant", [responsable.pk], type=TypeNotification.ACTION)
    autres = concernes(acte.bloquant) | {actuelle.par_id, avant}
    prevenir(evenement, "L'escalade a sa réponse", autres - {responsable.pk})
    return acte.bloquant


def _clore(escalade: Escalade, issue: str, quand: datetime, **champs) -> None:
    for champ, valeur in {**champs, "issue": issue, "close_le": quand}.items():
        setattr(escalade, champ, valeur)
    escalade.save(update_fields=[*champs, "issue", "close_le"])


@ecriture
def retirer_escalade(*, par: Personne, escalade: Escalade, motif: str = "", version_lue: int | None = None) -> Bloquant:
    """Take a request back: the blocker comes down, the request stays readable."""
    acte = Acte.commencer(escalade.bloquant, Geste.RETIRER_ESCALADE, version_lue)
    actuelle = _en_attente(acte.bloquant)
    if actuelle.pk != escalade.pk:
        raise ConflitFiche(acte.bloquant)
    _clore(actuelle, IssueEscalade.RETIREE, horloge())
    palier = actuelle.palier
    evenement = acte.conclure(
        par=par, genre="retrait_escalade", texte=motif.strip(), palier=acte.bloquant.palier_origine
    )
    prevenir(evenement, "Escalade retirée", tenants(acte.bloquant.organisation, palier) | concernes(acte.bloquant))
    return acte.bloquant


@ecriture
def resoudre(*, par: Personne, bloquant: Bloquant, ce_qui_a_regle: str, version_lue: int | None = None) -> Bloquant:
    """Solved, with what solved it: others will find it."""
    phrase = "Dites ce qui a réglé le bloquant : d'autres chercheront."
    return _fermer(par, bloquant, Geste.RESOUDRE, ce_qui_a_regle, version_lue, phrase)


@ecriture
def abandonner(*, par: Personne, bloquant: Bloquant, pourquoi: str, version_lue: int | None = None) -> Bloquant:
    """Given up, with why."""
    return _fermer(par, bloquant, Geste.ABANDONNER, pourquoi, version_lue, "Dites pourquoi on l'abandonne.")


FINS = {
    Geste.RESOUDRE: ("resolu", "ce_qui_a_regle", "Bloquant résolu"),
    Geste.ABANDONNER: ("abandonne", "pourquoi", "Bloquant abandonné"),
}


def _fermer(
    par: Personne, bloquant: Bloquant, geste: Geste, texte: str, version_lue: int | None, phrase: str
) -> Bloquant:
    """Close it, and the escalation that waited with it."""
    genre, champ, titre = FINS[geste]
    acte = Acte.commencer(bloquant, geste, version_lue)
    net, maintenant = texte_requis(texte, champ, phrase), horloge()
    attendue = acte.bloquant.escalades.select_for_update().filter(issue=IssueEscalade.EN_ATTENTE).first()
    autres = concernes(acte.bloquant)
    if attendue is not None:
        _clore(attendue, IssueEscalade.RETIREE, maintenant)
        autres |= tenants(acte.bloquant.organisation, attendue.palier)
    evenement = acte.conclure(par=par, genre=genre, texte=net, denouement=net, clos_le=maintenant)
    prevenir(evenement, titre, autres)
    return acte.bloquant
