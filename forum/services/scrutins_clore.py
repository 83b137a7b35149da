"""After the ballots: proclaimed once from the rows; extended where the charter says so, withdrawn, called again."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Personne

from .. import canonique
from ..enums import EtatScrutin, Issue
from ..models import Scrutin
from ..selectors.scrutins_etat import compter, etat, horloge
from ._scrutins import consigner, dire, exiger_etat, interesses, nom_court, verrouiller
from .propositions_etats import marquer_issue, rendre_a_la_discussion
from .scrutins_preparer import OptionDonnee, annoncer_scrutin, preparer_scrutin

PAS_DE_PROLONGATION = "La charte de l'instance ne permet pas de prolonger ce scrutin."
SANS_RALLONGE = "Un vote secret ne se prolonge pas."
PLUS_TARD = "La nouvelle fermeture vient après l'actuelle."
MOTIF = "Dites pourquoi."
PAS_D_APPEL = "La charte ne prévoit pas de second appel."
UN_SEUL = "Le second appel de ce scrutin est déjà fait."
PAS_SANS_QUORUM = "Un second appel suit un scrutin sans quorum."


@ecriture
def proclamer(*, scrutin: Scrutin) -> bool:
    """Count a closed vote from its rows and seal the result; False when there is nothing to do (a late job is idle)."""
    tenu = verrouiller(scrutin)
    if tenu.registre_fige_le is None or etat(tenu) != EtatScrutin.CLOS:
        return False
    resultat = compter(tenu)
    tenu.resultat, tenu.issue, tenu.proclame_le = resultat, resultat["issue"], horloge()
    tenu.resultat_empreinte = canonique.empreinte(resultat)
    tete = consigner(
        None, "scrutin.proclame", tenu, issue=tenu.issue, resultat=tenu.resultat_empreinte,
        registre=tenu.registre_empreinte, votants=resultat["participation"]["votants"],
    )  # fmt: skip
    tenu.tete_cloture = tete.empreinte
    tenu.save(update_fields=["resultat", "issue", "proclame_le", "resultat_empreinte", "tete_cloture"])
    if tenu.version_visee is not None:
        marquer_issue(proposition=tenu.version_visee.proposition, issue=tenu.issue)
    phrase = f"Résultat du vote {nom_court(tenu)}\u00a0: {Issue(tenu.issue).label.lower()}."
    dire(tenu, interesses(tenu), "proclame", phrase, sceaux=f"Journal {tete.empreinte}.")
    return True


@ecriture
def prolonger(*, par: Personne, scrutin: Scrutin, ferme_le: datetime, motif: str) -> Scrutin:
    """Close later, only while open, only where the charter says so, never a secret vote (A22). Everybody is told."""
    tenu = verrouiller(scrutin)
    exiger_etat(tenu, EtatScrutin.OUVERT)
    if tenu.secret:
        raise ValidationError(SANS_RALLONGE)
    if not tenu.prolongation_permise:
        raise ValidationError(PAS_DE_PROLONGATION)
    if ferme_le <= tenu.ferme_le:
        raise ValidationError({"ferme_le": PLUS_TARD})
    if not motif.strip():
        raise ValidationError({"motif": MOTIF})
    avant, tenu.ferme_le = tenu.ferme_le, ferme_le
    tenu.save(update_fields=["ferme_le"])
    consigner(par, "scrutin.prolonge", tenu, de=avant.isoformat(), a=ferme_le.isoformat(), motif=motif.strip())
    phrase = f"Le vote {nom_court(tenu)} est prolongé. {motif.strip()}"
    dire(tenu, interesses(tenu), f"prolonge:{ferme_le.isoformat()}", phrase, par)
    return tenu


@ecriture
def retirer_scrutin(*, par: Personne, scrutin: Scrutin, motif: str) -> Scrutin:
    """Withdraw a vote that is not proclaimed, with the reason; its ballots stay (A7). Everybody is told."""
    tenu = verrouiller(scrutin)
    exiger_etat(tenu, EtatScrutin.PREPARATION, EtatScrutin.ANNONCE, EtatScrutin.OUVERT)
    if not motif.strip():
        raise ValidationError({"motif": MOTIF})
    annonce = tenu.annonce_le is not None
    tenu.retire_le, tenu.retire_motif = horloge(), motif.strip()
    tenu.save(update_fields=["retire_le", "retire_motif"])
    if tenu.version_visee is not None:
        rendre_a_la_discussion(proposition=tenu.version_visee.proposition)
    consigner(par, "scrutin.retire", tenu, motif=tenu.retire_motif)
    if annonce:
        dire(tenu, interesses(tenu), "retire", f"Le vote {nom_court(tenu)} est retiré. {tenu.retire_motif}", par)
    return tenu


@ecriture
def second_appel(*, par: Personne, scrutin: Scrutin, ouvre_le: datetime, ferme_le: datetime) -> Scrutin:
    """Call again, once, a vote that had no quorum, with the quorum the charter sets for it."""
    tenu = verrouiller(scrutin)
    exiger_etat(tenu, EtatScrutin.PROCLAME)
    quorum = tenu.instance.second_appel_quorum_pct if tenu.instance else None
    if tenu.issue != Issue.SANS_QUORUM:
        raise ValidationError(PAS_SANS_QUORUM)
    if quorum is None:
        raise ValidationError(PAS_D_APPEL)
    if Scrutin.objects.filter(second_appel_de=tenu).exists():
        raise ValidationError(UN_SEUL)
    options = [
        OptionDonnee(o.cle, o.libelle, o.genre, o.sens, o.raison) for o in tenu.options.all()
    ]  # fmt: skip
    appel = preparer_scrutin(
        par=par, sujet=tenu.sujet, question=tenu.question, methode=tenu.methode, ouvre_le=ouvre_le, ferme_le=ferme_le,
        animation=tenu.animation, registraire=tenu.registraire, options=options, instance=tenu.instance,
        version_visee=tenu.version_visee, niveau_delegation=tenu.niveau_delegation, avis_autorite=tenu.avis_autorite,
        contexte=tenu.contexte, regles=_regles(tenu) | {"quorum_pct": quorum, "second_appel_de": tenu},
    )  # fmt: skip
    return annoncer_scrutin(par=par, scrutin=appel, version_lue=appel.version)


def _regles(scrutin: Scrutin) -> dict[str, Any]:
    noms = ("seuil_num", "seuil_den", "seuil_strict", "seuil_base", "par_college", "voix_preponderante", "choix_max",
            "points", "compte", "procurations_max", "prolongation_permise", "secret", "masque",
            "contraignant")  # fmt: skip
    return {nom: getattr(scrutin, nom) for nom in noms}
