"""The part of the register, the action log, A3 sheets and minutes in the tests held for the whole site."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from ecosysteme.models import Decision
from ecosysteme.services.decisions import inscrire_decision
from pilotage.models import Action, DecisionRencontre, NoteRencontre, PointOrdreDuJour, Presence
from pilotage.services.a3 import ouvrir_fiche_a3
from pilotage.services.actions import clore_action, confier_action
from tests import fabriques

Corps = Callable[[SimpleNamespace], Any]


def batir(m: SimpleNamespace) -> None:
    """The register and the action log: « res » carries what is at home, « ail » what is elsewhere."""
    demain = timezone.localdate() + timedelta(days=1)
    for suffixe, organisation, par, qui in (("", m.ministere, "ges", "res"), ("_ailleurs", m.ailleurs, "ail", "ail")):
        a_qui = {"par": m.roles[par], "responsable": m.roles[qui], "organisation": organisation}
        fiche = ouvrir_fiche_a3(par=m.roles[par], titre="Essai", organisation=organisation)
        setattr(m, f"action{suffixe}", confier_action(quoi="Essai", echeance=demain, fiche_a3=fiche, **a_qui))
        setattr(m, f"decision{suffixe}", inscrire_decision(texte="Essai", organe="Comité", revision_le=demain, **a_qui))
        setattr(m, f"fiche_a3{suffixe}", fiche)
        setattr(m, f"seance{suffixe}", fabriques.rencontre_close(organisation, m.roles[par]))


def peupler(m: SimpleNamespace, n: int) -> None:
    """One more action of each state, decision, A3 sheet and item of minutes, for « coo » and about home."""
    coo, jour = m.roles["coo"], timezone.localdate()
    fiche = ouvrir_fiche_a3(par=coo, titre=f"Essai {n}", organisation=m.ministere, indicateur=m.indicateur)
    a_qui = {"par": coo, "responsable": coo, "organisation": m.ministere}
    for liens in ({"indicateur": m.indicateur}, {"fiche_a3": fiche}, {"fiche_a3": m.fiche_a3}):
        confier_action(quoi=f"Essai {n}", echeance=jour, **a_qui, **liens)
    clore_action(par=coo, action=confier_action(quoi=f"Fait {n}", echeance=jour, **a_qui), version_lue=1)
    decision = inscrire_decision(texte=f"Essai {n}", organe=f"Comité {n}", **a_qui)
    Decision.objects.filter(pk=decision.pk).update(revision_le=jour)
    point = PointOrdreDuJour.objects.create(
        rencontre=m.seance, ordre=n, genre="libre", cle=f"libre:{n}", titre=f"Point {n}", etat="traite"
    )
    NoteRencontre.objects.create(rencontre=m.seance, point=point, auteur=coo, uuid=uuid4(), texte="Essai.")
    DecisionRencontre.objects.create(rencontre=m.seance, point=point, decision=decision)
    confier_action(quoi=f"En rencontre {n}", echeance=jour, **a_qui, rencontre=m.seance, point=point)
    Presence.objects.create(rencontre=m.seance, personne=fabriques.personne())
    Action.objects.filter(pk=m.action.pk).update(quoi=f"Essai {n}")
    Decision.objects.filter(pk=m.decision.pk).update(texte=f"Essai {n}")


def _action(m: SimpleNamespace, organisation) -> dict[str, Any]:
    """The form of an action, as a browser sends it."""
    return {"quoi": "Essai.", "responsable": m.roles["res"].email, "echeance": m.action.echeance.isoformat(),
            "organisation": organisation.pk, "version": "1", "motif": "Essai."}  # fmt: skip


def _decision(organisation) -> dict[str, Any]:
    return {"texte": "Essai.", "organe": "Comité", "organisation": organisation.pk, "version": "1"}


def _a3(organisation) -> dict[str, Any]:
    return {"titre": "Essai.", "organisation": organisation.pk}


CLORE, REVISER, A3 = {"etat": "faite", "version": "1"}, {"constat": "Essai.", "version": "1"}, {"contexte": "Essai."}
CORPS: dict[str, Corps] = {
    "decision_ajouter": lambda m: _decision(m.ministere),
    "decision_ajouter &ailleurs": lambda m: _decision(m.ailleurs),
    "decision_modifier decision": lambda m: _decision(m.ministere),
    "decision_modifier decision_ailleurs": lambda m: _decision(m.ailleurs),
    "decision_reviser decision": lambda m: REVISER,
    "decision_reviser decision_ailleurs": lambda m: REVISER,
    "pilotage:action_ajouter": lambda m: _action(m, m.ministere),
    "pilotage:action_ajouter &ailleurs": lambda m: _action(m, m.ailleurs),
    "pilotage:action_modifier action": lambda m: _action(m, m.ministere),
    "pilotage:action_modifier action_ailleurs": lambda m: _action(m, m.ailleurs),
    "pilotage:action_clore action": lambda m: CLORE,
    "pilotage:action_clore action_ailleurs": lambda m: CLORE,
    "pilotage:action_faite action": lambda m: {"version": "1"},
    "pilotage:action_faite action_ailleurs": lambda m: {"version": "1"},
    "pilotage:rencontre_pv_corriger seance": lambda m: {"preambule": "Essai.", "version": "1"},
    "pilotage:rencontre_pv_corriger seance_ailleurs": lambda m: {"preambule": "Essai.", "version": "1"},
    "pilotage:a3_ajouter": lambda m: _a3(m.ministere),
    "pilotage:a3_ajouter &ailleurs": lambda m: _a3(m.ailleurs),
    "pilotage:a3_modifier fiche_a3 =contexte": lambda m: A3 | {"version": "1"},
    "pilotage:a3_modifier fiche_a3_ailleurs =contexte": lambda m: A3 | {"version": "1"},
}
