"""What surrounds the forms: where one is, what a second reading would ask, what may be removed."""

from typing import Any

from django.urls import reverse

from ecosysteme.enums import EtatPlan
from ecosysteme.format import date_longue, exercice_texte, nombre
from ecosysteme.models import Cible, Indicateur, Objectif, Organisation, PlanStrategique

from ..models import PhaseSpc
from .fil import fil_indicateur, fil_objectif, fil_organisation, fil_plan
from .relecture import remarques


def fiche(i: Indicateur) -> dict[str, Any]:
    return {
        "fil": fil_indicateur(i, "Modifier la fiche"),
        "titre": f"Modifier la fiche de {i.code}",
        "sous_titre": i.nom,
        "bouton": "Enregistrer la fiche",
        "retour": reverse("pilotage:indicateur", args=[i.pk]),
        "remarques": remarques(i, i.objectif.orientation.plan, i.cibles.all()),
    }


def nouvelle_fiche(objectif: Objectif) -> dict[str, Any]:
    return {
        "fil": [*fil_objectif(objectif), {"libelle": "Nouvel indicateur", "url": ""}],
        "titre": "Ajouter un indicateur",
        "sous_titre": f"Objectif {objectif.numero} {objectif.titre}",
        "bouton": "Ajouter l'indicateur",
        "retour": reverse("pilotage:objectif", args=[objectif.pk]),
        "remarques": [],
    }


def cible(i: Indicateur, actuelle: Cible | None) -> dict[str, Any]:
    nom = f"Cible {exercice_texte(actuelle.exercice)}" if actuelle else "Nouvelle cible"
    return {
        "fil": fil_indicateur(i, nom),
        "indicateur": i,
        "cible": actuelle,
        "titre": f"Modifier la cible {exercice_texte(actuelle.exercice)}" if actuelle else "Ajouter une cible",
        "bouton": "Enregistrer la cible" if actuelle else "Fixer la cible",
        "retour": reverse("pilotage:indicateur", args=[i.pk]),
        "note_requise": i.objectif.orientation.plan.exige_note,
    }


def phase(i: Indicateur) -> dict[str, Any]:
    """Recorded changes, each with what undoes it."""
    notees = PhaseSpc.objects.filter(indicateur=i).select_related("auteur")
    return {
        "fil": fil_indicateur(i, "Changement de processus"),
        "indicateur": i,
        "retour": reverse("pilotage:indicateur", args=[i.pk]),
        "phases": [
            {
                "debut": date_longue(p.debut),
                "motif": p.motif,
                "auteur": str(p.auteur),
                "url": reverse("pilotage:phase_retirer", args=[i.pk, p.pk]),
            }
            for p in notees
        ],
    }


def plan_vierge(organisation: Organisation) -> PlanStrategique:
    """The draft a new plan starts from."""
    return PlanStrategique(organisation=organisation, etat=EtatPlan.BROUILLON)


def nouveau_plan(organisation: Organisation) -> dict[str, Any]:
    return {
        "fil": [*fil_organisation(organisation), {"libelle": "Nouveau plan", "url": ""}],
        "titre": "Créer un plan stratégique",
        "sous_titre": f"{organisation.nom}. Le plan reste un brouillon, hors des bilans, jusqu'à sa publication.",
        "bouton": "Créer le plan",
        "retour": reverse("pilotage:organisation", args=[organisation.pk]),
    }


def plan(actuel: PlanStrategique) -> dict[str, Any]:
    return sous_plan(actuel, "Modifier le plan", "Enregistrer le plan")


def sous_plan(actuel: PlanStrategique, titre: str, bouton: str) -> dict[str, Any]:
    """A form about a plan or what it holds."""
    return {
        "fil": [*fil_plan(actuel), {"libelle": titre, "url": ""}],
        "titre": titre,
        "sous_titre": f"{actuel.titre}, {actuel.organisation.nom}",
        "bouton": bouton,
        "retour": reverse("pilotage:plan", args=[actuel.pk]),
    }


def publication(actuel: PlanStrategique) -> dict[str, Any]:
    """What will be published, and what a careful reader would mend first."""
    fiches = Indicateur.objects.filter(objectif__orientation__plan=actuel).prefetch_related("cibles")
    relues = [
        {"code": i.code, "nom": i.nom, "url": reverse("pilotage:indicateur_modifier", args=[i.pk]), "remarques": dites}
        for i in fiches
        if (dites := remarques(i, actuel, i.cibles.all()))
    ]
    annees = f"{exercice_texte(actuel.exercice_debut)} à {exercice_texte(actuel.exercice_fin)}"
    return sous_plan(actuel, "Publier le plan", "Publier le plan") | {
        "plan": actuel,
        "deja": actuel.etat != EtatPlan.BROUILLON,
        "relues": relues,
        "comptes": [
            {"terme": "Exercices", "valeur": annees},
            {"terme": "Indicateurs", "valeur": nombre(len(fiches))},
            {"terme": "Fiches à revoir", "valeur": nombre(len(relues))},
        ],
    }
