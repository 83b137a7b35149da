"""A published indicator, under its public name, with its method in plain words."""

from dataclasses import replace
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from ecosysteme.enums import Frequence, Sens
from ecosysteme.format import avec_unite, date_longue, unite_courte
from ecosysteme.models import Indicateur

from ..enums import Niveau
from . import fiche, publies, resultats, serie
from .exercices import exercices
from .fiche_textes import SENS
from .publies import PUBLIC

ANNEES_MONTREES = 20


def contexte(pk: int) -> dict[str, Any]:
    """Everything the page shows; notes, comments, names of persons and internal names stay inside."""
    liees = ("organisation", "objectif__orientation__plan__organisation")
    i = get_object_or_404(Indicateur.objects.publics().select_related(*liees), pk=pk)
    i.nom = i.nom_public or i.nom  # the only name there is outside: titles of figures say it too
    lue = serie.lire(PUBLIC, i)
    annees = resultats.exercices_de(lue)
    exercice = exercices("", PUBLIC)
    if siennes := [annee for annee in annees if annee <= exercice.voulu]:
        exercice = replace(exercice, voulu=siennes[0])
    bilans = publies.lire(PUBLIC, Niveau.INDICATEUR, [pk], {*annees, exercice.voulu})
    vue = fiche.Vue(PUBLIC, i, lue, exercice, {annee: bilan for (_, annee), bilan in bilans.items()})
    lignes = resultats.lignes(lue, vue.bilans, annees[:ANNEES_MONTREES], exercice.voulu)
    plan = i.objectif.orientation.plan
    return {
        "indicateur": i,
        "nom": i.nom,
        "fil": [
            {"libelle": "Baromètre", "url": reverse("barometre:accueil")},
            {"libelle": plan.organisation.nom, "url": reverse("barometre:organisation", args=[plan.organisation_id])},
            {"libelle": i.nom, "url": ""},
        ],
        "organisation": i.organisation,
        "periode": exercice.texte,
        "avis": exercice.avis,
        "lectures": fiche.lectures(vue),
        "graphique": fiche.graphique(lue),
        "lignes": lignes,
        "source": resultats.source_commune(lignes) or i.source,
        "illustratif": i.illustratif,
        "cibles_illustratives": plan.illustratif or any(cible.illustratif for cible in lue.cibles.values()),
        "definitions": _definitions(i),
        "calcule_le": date_longue(vue.bilan.calcule_le) if vue.bilan else "",
    }


def _definitions(i: Indicateur) -> list[dict[str, str]]:
    """The sheet, for who has never seen one."""
    plan = i.objectif.orientation.plan
    depart = avec_unite(i.valeur_depart, unite_courte(i.unite), i.decimales)
    depuis = f", au {date_longue(i.date_depart)}" if i.date_depart else ""
    dites = [
        ("Ce que l'indicateur mesure", i.definition, ""),
        ("Objectif poursuivi", i.objectif.titre, ""),
        ("Plan", f"{plan.titre}, {plan.exercice_debut}-{plan.exercice_fin + 1}", plan.url),
        ("Comment il se calcule", i.methode_calcul, ""),
        ("Comment le lire", SENS[Sens(i.sens)], ""),
        ("Unité", i.unite, ""),
        ("Fréquence", Frequence(i.frequence).label, ""),
        ("Point de départ", f"{depart}{depuis}" if i.valeur_depart is not None else "", ""),
        ("Source", i.source or i.source_url, i.source_url),
        ("Limites", i.limites, ""),
    ]
    return [{"terme": terme, "valeur": valeur, "url": url} for terme, valeur, url in dites if valeur]
