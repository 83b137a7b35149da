"""What becomes of a vote: a human statement entered in the shared register; at level 6, the group's reasons."""

from datetime import date

from django.core.exceptions import ValidationError

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Decision, Personne
from ecosysteme.services.decisions import inscrire_decision

from ..delegation import decide
from ..enums import EtatScrutin, Issue
from ..models import Scrutin
from ._scrutins import consigner, dire, exiger_etat, interesses, nom_court, verrouiller

RIEN_DECIDE = "Rien n'est décidé par ce scrutin : {issue}."
DEJA = "L'issue de ce scrutin est déjà inscrite au registre des décisions."
ENONCE = "Dites en une phrase ce qui est décidé."
MOTIFS = "Au niveau 6, le groupe consigne ses motifs avec sa décision."
S_ENQUERIR = 6


@ecriture
def consigner_issue(
    *, par: Personne, scrutin: Scrutin, enonce: str, responsable: Personne | None, revue_le: date | None,
    motifs: str = "",
) -> Decision:  # fmt: skip
    """Enter the outcome in the register, with who carries it and when it is reviewed; followers are told once.

    Raises ValidationError: not proclaimed, nothing decided, already entered, reasons missing at level 6.
    """
    tenu = verrouiller(scrutin)
    exiger_etat(tenu, EtatScrutin.PROCLAME)
    if tenu.decision_id is not None:
        raise ValidationError(DEJA)
    if not decide(tenu.methode) or tenu.issue not in (Issue.ADOPTEE, Issue.ORDRE):
        raise ValidationError(RIEN_DECIDE.format(issue=Issue(tenu.issue).label.lower()))
    if not enonce.strip():
        raise ValidationError({"enonce": ENONCE})
    if tenu.niveau_delegation == S_ENQUERIR and not motifs.strip():
        raise ValidationError({"motifs": MOTIFS})
    tenu.decision = inscrire_decision(
        par=par, texte=enonce, organe=str(tenu.instance or tenu.sujet.espace), responsable=responsable,
        organisation=tenu.instance.organisation if tenu.instance else None, initiative=tenu.sujet.initiative,
        revision_le=revue_le, niveau_delegation=tenu.niveau_delegation,
    )  # fmt: skip
    tenu.motifs = motifs.strip()
    tenu.save(update_fields=["decision", "motifs"])
    consigner(par, "scrutin.issue", tenu, decision=tenu.decision_id)
    dire(tenu, interesses(tenu), "issue", f"Ce que devient le vote {nom_court(tenu)}\u00a0: {enonce.strip()}", par)
    return tenu.decision
