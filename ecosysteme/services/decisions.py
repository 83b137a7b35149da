"""The shared register of decisions: entered, corrected, reviewed. Nothing is erased: history keeps each text."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from ..adresses import si_elle_existe
from ..ecriture import ecriture
from ..enums import TypeNotification
from ..models import Decision, Initiative, Organisation, Personne
from ..permissions import droits
from .lignes import modifier_ligne
from .notifications import avertir

CONSTAT_REQUIS = "Dites ce que la révision a constaté : la décision a-t-elle donné ce qu'on en attendait?"
REVISION_PASSEE = "La date de révision vient après aujourd'hui."


def exiger_interne(personne: Personne, quoi: str) -> None:
    """Raise ValidationError unless the person reads the internal pages; `quoi`: « Une décision », « Une action »."""
    if not personne.is_active or not droits(personne).lit_interne:
        raise ValidationError(
            {
                "responsable": f"{quoi} se confie à une personne qui lit les pages internes : "
                f"{personne} n'y a pas accès. Nommez la personne du secteur public qui la portera."
            }
        )


@ecriture
def inscrire_decision(
    *,
    par: Personne,
    texte: str,
    organe: str,
    organisation: Organisation | None = None,
    responsable: Personne | None = None,
    initiative: Initiative | None = None,
    revision_le: date | None = None,
    niveau_delegation: int | None = None,
) -> Decision:
    """Enter a decision in the register and tell who carries it. Raises ValidationError in French."""
    _exiger_revision_a_venir(revision_le)
    if responsable is not None:
        exiger_interne(responsable, "Une décision")
    decision = Decision(
        texte=texte.strip(),
        organe=organe.strip(),
        organisation=organisation,
        responsable=responsable,
        initiative=initiative,
        revision_le=revision_le,
        niveau_delegation=niveau_delegation,
        prise_par=par,
    )
    decision.full_clean()
    decision.save(force_insert=True)
    _avertir_responsable(par, decision)
    return decision


@ecriture
def modifier_decision(
    *, par: Personne, decision: Decision, version_lue: int, champs: dict[str, Any], note: str = ""
) -> Decision:
    """Correct a decision as it was entered. Raises ConflitFiche, ValidationError."""
    responsable = champs.get("responsable")
    change = responsable is not None and responsable.pk != decision.responsable_id
    if change:
        exiger_interne(responsable, "Une décision")
    if champs.get("revision_le") != decision.revision_le:
        _exiger_revision_a_venir(champs.get("revision_le"))
    ecrite = modifier_ligne(decision, version_lue=version_lue, champs=champs, note=note)
    if change:
        _avertir_responsable(par, ecrite)
    return ecrite


@ecriture
def reviser_decision(
    *, par: Personne, decision: Decision, version_lue: int, constat: str, prochaine: date | None = None
) -> Decision:
    """Record what the review found, and when to look again (never, without a date).

    Raises ConflitFiche, ValidationError.
    """
    if not constat.strip():
        raise ValidationError({"constat": CONSTAT_REQUIS})
    if prochaine is not None and prochaine <= timezone.localdate():
        raise ValidationError({"prochaine": REVISION_PASSEE})
    champs = {"constat": constat.strip(), "revisee_le": timezone.localdate(), "revision_le": prochaine}
    return modifier_ligne(decision, version_lue=version_lue, champs=champs)


def _exiger_revision_a_venir(revision_le: date | None) -> None:
    if revision_le is not None and revision_le <= timezone.localdate():
        raise ValidationError({"revision_le": REVISION_PASSEE})


def _avertir_responsable(par: Personne, decision: Decision) -> None:
    """Tell the person who carries the decision, unless she entered it herself."""
    if decision.responsable is None or decision.responsable_id == par.pk:
        return
    avertir(
        personnes=[decision.responsable],
        type=TypeNotification.ACTION,
        cle=f"decision:{decision.pk}:portee:{decision.version}",
        titre=f"Une décision vous est confiée : {decision.texte}"[:300],
        url=si_elle_existe("decision", decision.pk),
        sujet=f"decision:{decision.pk}",
    )
