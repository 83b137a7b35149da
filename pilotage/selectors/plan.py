"""The page of a plan: readings, synoptic table, changes since it was published, export."""

from collections.abc import Iterable, Sequence
from typing import Any

from ecosysteme.enums import EtatPlan, Statut
from ecosysteme.format import exercice_texte, nombre
from ecosysteme.models import Personne, PlanStrategique
from ecosysteme.permissions import droits

from ..enums import Niveau, Variation
from ..permissions import plan_lisible_ou_404
from . import historique, publies, relecture, synoptique
from .calculs import url_calcul
from .exercices import Exercices, exercices
from .fil import fil_plan
from .resultats import pour_tableur
from .resume import resumer

CHANGEMENTS_MONTRES = 15


def ouvrir(personne: Personne, pk: int, exercice: str | None, toutes: bool) -> tuple[synoptique.Arbre, Exercices]:
    """The plan with its right, its nodes and their figures."""
    plan = plan_lisible_ou_404(personne, pk)
    annees = exercices(exercice, personne)
    montrees = synoptique.annees_montrees(plan, annees.voulu, toutes)
    return synoptique.lire(personne, plan, annees.voulu, montrees), annees


def contexte(personne: Personne, arbre: synoptique.Arbre, toutes: bool) -> dict[str, Any]:
    plan = arbre.plan
    bilan = arbre.bilan(Niveau.PLAN, plan.pk)
    precedent = arbre.bilans.get((Niveau.PLAN, plan.pk, arbre.exercice - 1))
    resume = resumer(bilan, precedent, exercice=arbre.exercice, niveau=Niveau.PLAN)
    tenu = droits(personne).peut("valider", plan.organisation)
    duree = plan.exercice_fin - plan.exercice_debut + 1
    return {
        "plan": plan,
        "sujet": f"plan:{plan.pk}",
        "fil": fil_plan(plan, suite=False),
        "annees": f"{exercice_texte(plan.exercice_debut)} à {exercice_texte(plan.exercice_fin)}",
        "periode": exercice_texte(arbre.exercice),
        "tuiles": resume.tuiles(url_methode=url_calcul(Niveau.PLAN, plan.pk, arbre.exercice)),
        "colonnes": synoptique.colonnes(arbre),
        "rangees": synoptique.rangees(arbre),
        "nb_indicateurs": nombre(len(arbre.fiches)),
        "fenetre": len(arbre.annees) < duree,
        "toutes": toutes,
        "brouillon": plan.etat == EtatPlan.BROUILLON,
        "tenu": tenu,
        "relues": _relire(arbre) if tenu else [],
        "changements": _changements(personne, arbre),
        "illustratif": plan.illustratif,
        "cibles_illustratives": any(cible.illustratif for cible in arbre.cibles.values()),
    }


def _relire(arbre: synoptique.Arbre) -> list[dict[str, Any]]:
    """Sheets that call for a remark; no query."""
    return [
        {"code": i.code, "nom": i.nom, "pk": i.pk, "remarques": dites}
        for i in arbre.fiches
        if (dites := relecture.remarques(i, arbre.plan, arbre.cibles_de(i.pk)))
    ]


def _changements(personne: Personne, arbre: synoptique.Arbre) -> list[dict[str, Any]] | None:
    """What changed in the plan and why; internal readers only."""
    if not publies.complet(personne):
        return None
    codes = {i.pk: i.code for i in arbre.fiches}
    return historique.entrees(historique.lire("plan", arbre.plan.pk), codes=codes)[:CHANGEMENTS_MONTRES]


def entetes_export(arbre: synoptique.Arbre) -> list[str]:
    par_annee = [
        f"{exercice_texte(annee)}, {quoi}" for annee in arbre.annees for quoi in ("résultat", "cible", "statut")
    ]
    fixes = ["Orientation", "Objectif", "Code", "Indicateur", "Unité", "Sens", "Poids", "Valeur de départ"]
    return [*fixes, *par_annee, f"Progression {exercice_texte(arbre.exercice)} (%)", "Signal"]


def lignes_export(arbre: synoptique.Arbre) -> Iterable[Sequence[Any]]:
    """One row an indicator."""
    for orientation in arbre.orientations:
        for objectif in arbre.objectifs[orientation.pk]:
            for i in arbre.indicateurs[objectif.pk]:
                bilan, etat = arbre.bilan(Niveau.INDICATEUR, i.pk), arbre.etats.get(i.pk)
                yield [
                    f"{orientation.numero} {orientation.titre}",
                    f"{objectif.numero} {objectif.titre}",
                    i.code,
                    i.nom,
                    i.unite,
                    i.get_sens_display(),
                    pour_tableur(i.poids),
                    pour_tableur(i.valeur_depart),
                    *_annees_export(arbre, i),
                    pour_tableur(bilan.progression) if bilan else None,
                    Variation(etat.variation).label if etat else None,
                ]


def _annees_export(arbre: synoptique.Arbre, i) -> Iterable[Any]:
    for annee in arbre.annees:
        bilan, cible = arbre.bilans.get((Niveau.INDICATEUR, i.pk, annee)), arbre.cibles.get((i.pk, annee))
        yield pour_tableur(bilan.resultat) if bilan else None
        yield synoptique.dire_cible(i, cible) if cible else None
        yield Statut(bilan.statut).label if bilan and bilan.statut else None


def nom_export(plan: PlanStrategique, exercice: int) -> str:
    return f"plan-{plan.organisation.sigle}-{exercice_texte(exercice)}"
