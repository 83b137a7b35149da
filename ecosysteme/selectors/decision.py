"""One decision, whole; the frames of its forms; the block of an initiative."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from .. import adresses
from ..enums import NiveauDelegation
from ..format import compte, date_longue
from ..models import Decision, Personne
from ..permissions import droits
from ..permissions_decisions import tient_decision
from .decisions import abrege, ligne
from .historique import entrees

MONTREES = 8
GESTES = {
    "inscrire_decision": "Décision inscrite",
    "modifier_decision": "Décision corrigée",
    "reviser_decision": "Décision révisée",
}
# What each level of delegation means, in a sentence.
DELEGATION = {
    NiveauDelegation.DIRE: "La direction décide et l'annonce.",
    NiveauDelegation.VENDRE: "La direction décide et explique pourquoi.",
    NiveauDelegation.CONSULTER: "La direction consulte, puis décide.",
    NiveauDelegation.CONVENIR: "La direction et l'équipe décident ensemble.",
    NiveauDelegation.CONSEILLER: "L'équipe décide, avec l'avis de la direction.",
    NiveauDelegation.S_ENQUERIR: "L'équipe décide, la direction s'informe ensuite.",
    NiveauDelegation.DELEGUER: "L'équipe décide seule.",
}


def fil(*suite: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumb: « Décisions / … »."""
    etapes = [("Décisions", reverse("decisions")), *suite]
    return [{"libelle": libelle, "url": url} for libelle, url in etapes]


def cadre_ajouter() -> dict[str, Any]:
    """Heading and words of the form that enters a decision."""
    return {
        "titre": "Inscrire une décision",
        "sous_titre": "Ce qu'un organe collégial a décidé, qui le porte, et quand on y revient.",
        "bouton": "Inscrire la décision",
        "retour": reverse("decisions"),
        "rappel": "",
        "fil": fil(("Inscrire une décision", "")),
    }


def cadre_modifier(decision: Decision) -> dict[str, Any]:
    return {
        "titre": "Corriger la décision",
        "sous_titre": "Pour la changer sur le fond, révisez-la : le registre garde ce que la révision a constaté.",
        "bouton": "Enregistrer la correction",
        "retour": reverse("decision", args=[decision.pk]),
        "rappel": "",
        "fil": fil((abrege(decision.texte, 60), reverse("decision", args=[decision.pk])), ("Corriger", "")),
    }


def cadre_reviser(decision: Decision) -> dict[str, Any]:
    return {
        "titre": "Réviser la décision",
        "sous_titre": f"{decision.organe}, {date_longue(decision.prise_le)}.",
        "bouton": "Inscrire la révision",
        "retour": reverse("decision", args=[decision.pk]),
        "rappel": decision.texte,
        "fil": fil((abrege(decision.texte, 60), reverse("decision", args=[decision.pk])), ("Réviser", "")),
    }


def peut_inscrire(personne: Personne) -> bool:
    return droits(personne).peut("saisir")


def fiche(personne: Personne, decision: Decision) -> dict[str, Any]:
    """One decision, whole."""
    jour = timezone.localdate()
    niveau = decision.niveau_delegation
    lignes = [
        ("Organe", decision.organe, ""),
        ("Organisation", decision.organisation and decision.organisation.nom, _url_organisation(decision)),
        ("Prise le", date_longue(decision.prise_le), ""),
        ("Inscrite par", str(decision.prise_par), ""),
        ("Responsable", str(decision.responsable or "Personne n'est désigné"), ""),
        ("Niveau de délégation", niveau and f"{decision.get_niveau_delegation_display()} : {DELEGATION[niveau]}", ""),
        ("Initiative", decision.initiative and decision.initiative.titre, _url_initiative(decision)),
    ]
    return {
        "decision": decision,
        "definitions": [{"terme": t, "valeur": v, "url": u} for t, v, u in lignes if v],
        "titre": abrege(decision.texte, 90),
        "fil": fil((abrege(decision.texte, 60), "")),
        "revision": _revision(decision, jour),
        "en_retard": bool(decision.revision_le and decision.revision_le <= jour),
        "tient": tient_decision(personne, decision),
        "revisee_le": date_longue(decision.revisee_le) if decision.revisee_le else "",
        "historique": entrees(decision, GESTES),
    }


def _url_organisation(decision: Decision) -> str:
    return adresses.si_elle_existe("pilotage:organisation", decision.organisation_id) if decision.organisation else ""


def _url_initiative(decision: Decision) -> str:
    return adresses.si_elle_existe("initiative", decision.initiative_id) if decision.initiative else ""


def _revision(decision: Decision, jour: date) -> str:
    """What is said of its review, in a sentence."""
    if decision.revision_le is None:
        return "Révisée : rien d'autre n'est prévu." if decision.revisee_le else "Aucune révision n'est prévue."
    if decision.revision_le > jour:
        return f"À réviser le {date_longue(decision.revision_le)}."
    if decision.revision_le == jour:
        return "À réviser aujourd'hui."
    return f"À réviser depuis {compte((jour - decision.revision_le).days, 'jour')}."


def d_une_initiative(*, personne: Personne, objet: Any, exercice: int | None = None) -> dict[str, Any]:
    """Block of an initiative's sheet: what was decided about it."""
    if not droits(personne).lit_interne:
        return {}
    jour = timezone.localdate()
    lues = Decision.objects.filter(initiative=objet).select_related("organisation", "responsable")[: MONTREES + 1]
    lignes = [ligne(decision, jour) for decision in lues]
    return {"lignes": lignes[:MONTREES], "autres": len(lignes) > MONTREES} if lignes else {}
