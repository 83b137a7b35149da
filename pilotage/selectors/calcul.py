"""The page of a calculation, for a node of any level."""

from typing import Any

from django.urls import reverse

from ecosysteme.format import date_heure
from ecosysteme.models import Personne

from ..enums import Niveau
from . import calculs, calculs_indicateur, calculs_noeuds, fiche
from .exercices import Exercices, exercices


def lire(personne: Personne, niveau: Niveau, pk: int, exercice: str | None) -> tuple[dict[str, Any], Exercices]:
    """The node with its right, and its calculation in a fiscal year."""
    if niveau == Niveau.INDICATEUR:
        vue = fiche.ouvrir(personne, pk, exercice, "")
        noeud = calculs_noeuds.noeud_indicateur(vue.indicateur)
        parties = calculs_indicateur.parties(
            personne, vue.indicateur, vue.serie.mesures, vue.serie.cibles, vue.bilan, vue.exercice
        )
        lu = calculs.Calcul(noeud, niveau, vue.exercice, vue.bilan, parties=parties)
        return contexte(lu), vue.exercices
    noeud = calculs_noeuds.noeud_ou_404(personne, niveau, pk)
    annees = exercices(exercice, personne)
    return contexte(calculs.calcul_noeud(personne, niveau, noeud, annees.voulu)), annees


def contexte(calcul: calculs.Calcul) -> dict[str, Any]:
    gouvernement = {"libelle": "Gouvernement", "url": reverse("pilotage:gouvernement")}
    noeud = {"libelle": calcul.noeud.nom, "url": calcul.noeud.url}
    return {
        "calcul": calcul,
        "niveau": calcul.niveau.label.lower(),
        "fil": [gouvernement, noeud, {"libelle": "Calcul", "url": ""}],
        "sujet": f"{calcul.niveau.name.lower()}:{calcul.noeud.pk}",
        "calcule_le": date_heure(calcul.bilan.calcule_le) if calcul.bilan else "",
    }
