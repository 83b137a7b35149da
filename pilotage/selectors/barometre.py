"""The public barometer from published figures only: the whole, and each organisation. Never an order of merit:
organisations stand in the order of the tree, and a score comes with its method, its coverage and the year before.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from ecosysteme.enums import Statut, TypeOrganisation
from ecosysteme.format import date_longue, exercice_texte, nombre, pourcentage
from ecosysteme.models import Organisation, PlanStrategique

from ..enums import Niveau
from ..graphiques import barre_statuts
from ..models import Bilan
from . import indicateurs as fiches
from . import publies
from .exercices import Exercices, exercices
from .gouvernement import Ensemble, ensemble
from .lignes import Ligne, derniers
from .publies import PUBLIC
from .resume import Resume, echues, resumer, statuts, sur, taux

ANNEES_OFFERTES = 8


def accueil(exercice: str) -> dict[str, Any]:
    """The whole: readings, statuts, course over the years, and every organisation that has published figures."""
    annees = exercices(exercice, PUBLIC)
    tout = ensemble(PUBLIC, annees.voulu)
    return {
        **cadre(annees, "barometre:accueil"),
        "nom": tout.nom,
        "resume": mots(tout.resume),
        "tuiles": tout.resume.tuiles(url_methode=reverse("barometre:methode")),
        "tendance": tendance(tout, tout.pk, annees),
        "lignes": [rangee(ligne, annees) for ligne in tout.lignes if ligne.existe],
        "calcule_le": date_longue(tout.calcule_le),
        "illustratifs": nombre(tout.alertes.illustratifs) if tout.alertes.illustratifs else "",
        "total": nombre(tout.resume.total),
    }


def cadre(annees: Exercices, vue: str, *arguments: int) -> dict[str, Any]:
    """The year shown, and the way to the others."""
    adresse = reverse(vue, args=arguments)
    return {
        "periode": annees.texte,
        "precedente": exercice_texte(annees.precedent),
        "avis": annees.avis,
        "annees": [
            {"texte": exercice_texte(a), "url": f"{adresse}?exercice={a}", "courante": a == annees.voulu}
            for a in sorted({*annees.connus[:ANNEES_OFFERTES], annees.voulu}, reverse=True)
        ],
    }


def mots(resume: Resume) -> list[dict[str, str]]:
    """« 12 atteintes », one line a statut, with what it means."""
    sens = {
        Statut.ATTEINTE: "le résultat satisfait la cible",
        Statut.NON_ATTEINTE: "le résultat ne satisfait pas la cible",
        Statut.A_VENIR: "l'échéance de la cible vient après l'exercice",
        Statut.NON_DISPONIBLE: "aucun résultat publié pour l'exercice",
        Statut.SANS_OBJET: "la cible ne s'applique pas à l'exercice",
    }
    return [
        {"statut": s.value, "libelle": s.label, "nombre": nombre(resume.statuts[s.value]), "sens": sens[s]}
        for s in Statut
    ]


def tendance(tout: Ensemble, noeud: int | None, annees: Exercices) -> list[dict[str, Any]]:
    """The eight years up to the one shown, those in which targets came due, the latest first."""
    lus = [(annee, tout.bilans.get((noeud or 0, annee))) for annee in reversed(derniers(annees.voulu))]
    return [_annee(annee, bilan) for annee, bilan in lus if bilan and echues(bilan)]


def _annee(annee: int, bilan: Bilan) -> dict[str, Any]:
    comptes = statuts(bilan)
    return {
        "periode": exercice_texte(annee),
        "barre": barre_statuts(comptes, titre=exercice_texte(annee), detail=False),
        "comptes": [nombre(n) for n in comptes.values()],
        "taux": pourcentage(taux(bilan)),
        "couverture": sur(comptes["atteinte"] + comptes["non_atteinte"], echues(bilan)),
    }


def rangee(ligne: Ligne, annees: Exercices) -> dict[str, Any]:
    """An organisation in a table; its address is the barometer's."""
    adresse = reverse("barometre:organisation", args=[ligne.pk])
    return {
        "nom": ligne.nom,
        "url": f"{adresse}?exercice={annees.voulu}",
        "portefeuille": ligne.est_portefeuille,
        "rang": ligne.rang,
        "barre": ligne.barre,
        "total": nombre(ligne.total),
        "taux": ligne.taux_texte,
        "couverture": ligne.couverture,
        "ecart": ligne.ecart_texte,
        "etincelle": ligne.etincelle,
    }


def organisation(pk: int, exercice: str) -> dict[str, Any]:
    """An organisation: its readings, its plans, its published indicators by objective, what stands under it."""
    lue = get_object_or_404(publies.organisations(), pk=pk)
    annees = exercices(exercice, PUBLIC)
    tout = ensemble(PUBLIC, annees.voulu)
    bilans = tout.bilans
    if pk not in tout.toutes:
        bilans = publies.lire(PUBLIC, Niveau.ORGANISATION, [pk], derniers(annees.voulu))
    resume = resumer(bilans.get((pk, annees.voulu)), bilans.get((pk, annees.precedent)), exercice=annees.voulu)
    plans = list(publies.plans(PUBLIC).filter(organisation=lue))
    return {
        **cadre(annees, "barometre:organisation", pk),
        "organisation": lue,
        "fil": _fil(lue, tout),
        "resume": mots(resume),
        "existe": resume.existe,
        "total": nombre(resume.total),
        "tuiles": resume.tuiles(url_methode=reverse("barometre:methode")),
        "tendance": tendance(tout, pk, annees),
        "plans": [_plan(plan, annees) for plan in plans],
        "groupes": _groupes(plans, annees),
        "enfants": [rangee(autre, annees) for autre in _enfants(lue, tout.toutes.values()) if autre.existe],
    }


def _fil(lue: Organisation, tout: Ensemble) -> list[dict[str, str]]:
    etapes = [{"libelle": "Baromètre", "url": reverse("barometre:accueil")}]
    for ancetre in lue.chemin[:-1]:
        ligne = tout.toutes.get(ancetre)
        if ligne and ligne.type != TypeOrganisation.GOUVERNEMENT:
            etapes.append({"libelle": ligne.nom, "url": reverse("barometre:organisation", args=[ancetre])})
    return [*etapes, {"libelle": lue.nom, "url": ""}]


def _enfants(lue: Organisation, lignes: Iterable[Ligne]) -> list[Ligne]:
    return [ligne for ligne in lignes if len(ligne.chemin) > 1 and ligne.chemin[-2] == lue.pk]


def _plan(plan: PlanStrategique, annees: Exercices) -> dict[str, Any]:
    return {
        "titre": plan.titre,
        "periode": f"{plan.exercice_debut}-{plan.exercice_fin + 1}",
        "url": plan.url,
        "illustratif": plan.illustratif,
        "en_vigueur": plan.exercice_debut <= annees.voulu <= plan.exercice_fin,
    }


def _groupes(plans: Iterable[PlanStrategique], annees: Exercices) -> list[dict[str, Any]]:
    """Published indicators under their objective, in the order of the plan: two queries."""
    voulus = [plan.pk for plan in plans]
    liees = list(fiches.fiches(PUBLIC, annees.voulu).filter(objectif__orientation__plan__in=voulus))
    lus: Mapping[tuple[int, int, int], Bilan] = publies.lire_plans(PUBLIC, voulus, liees, [annees.voulu])
    groupes: dict[int, dict[str, Any]] = {}
    for ligne in fiches.lignes(liees, lus, annees.voulu, complet=False):
        titre = f"{ligne.objectif_numero} {ligne.objectif_titre}"
        groupe = groupes.setdefault(ligne.objectif, {"titre": titre, "lignes": []})
        groupe["lignes"].append({"l": ligne, "url": reverse("barometre:indicateur", args=[ligne.pk])})
    return list(groupes.values())
