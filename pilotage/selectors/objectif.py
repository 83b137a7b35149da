"""The page of an objective: its readings, its indicators, how its progression is calculated, its history."""

from typing import Any

from ecosysteme.format import exercice_texte
from ecosysteme.models import Objectif, Personne
from ecosysteme.permissions import droits

from ..enums import Niveau
from ..permissions import objectif_lisible_ou_404
from . import calculs, calculs_noeuds, historique, publies, synoptique
from .exercices import Exercices, exercices
from .fil import fil_objectif
from .resume import resumer


def ouvrir(
    personne: Personne, pk: int, exercice: str | None, toutes: bool
) -> tuple[Objectif, synoptique.Arbre, Exercices]:
    objectif = objectif_lisible_ou_404(personne, pk)
    plan = objectif.orientation.plan
    annees = exercices(exercice, personne)
    montrees = synoptique.annees_montrees(plan, annees.voulu, toutes)
    return objectif, synoptique.lire(personne, plan, annees.voulu, montrees, objectif), annees


def contexte(personne: Personne, objectif: Objectif, arbre: synoptique.Arbre, toutes: bool) -> dict[str, Any]:
    plan = arbre.plan
    bilan = arbre.bilan(Niveau.OBJECTIF, objectif.pk)
    precedent = arbre.bilans.get((Niveau.OBJECTIF, objectif.pk, arbre.exercice - 1))
    resume = resumer(bilan, precedent, exercice=arbre.exercice, niveau=Niveau.OBJECTIF)
    return {
        "objectif": objectif,
        "orientation": objectif.orientation,
        "plan": plan,
        "sujet": f"objectif:{objectif.pk}",
        "fil": fil_objectif(objectif, suite=False),
        "periode": exercice_texte(arbre.exercice),
        "tuiles": resume.tuiles(url_methode=calculs.url_calcul(Niveau.OBJECTIF, objectif.pk, arbre.exercice)),
        "colonnes": synoptique.colonnes(arbre),
        "rangees": synoptique.lignes_indicateurs(arbre),
        "fenetre": len(arbre.annees) < plan.exercice_fin - plan.exercice_debut + 1,
        "toutes": toutes,
        "calcul": _calcul(arbre, objectif, bilan),
        "tenu": droits(personne).peut("valider", plan.organisation),
        "historique": _historique(personne, arbre, objectif),
    }


def _calcul(arbre: synoptique.Arbre, objectif: Objectif, bilan) -> calculs.Calcul:
    """The calculation from the figures the table already read."""
    noeud = calculs_noeuds.noeud_objectif(objectif)
    paires = [
        (calculs_noeuds.noeud_indicateur(i), sien)
        for i in arbre.fiches
        if (sien := arbre.bilan(Niveau.INDICATEUR, i.pk)) is not None
    ]
    return calculs.calculer(Niveau.OBJECTIF, noeud, arbre.exercice, bilan, paires)


def _historique(personne: Personne, arbre: synoptique.Arbre, objectif: Objectif) -> list[dict[str, Any]] | None:
    if not publies.complet(personne):
        return None
    codes = {i.pk: i.code for i in arbre.fiches}
    return historique.entrees(historique.lire("objectif", objectif.pk), codes=codes)[:15]
