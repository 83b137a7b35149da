"""The page of a calculation, for a node of any level."""

from dataclasses import replace
from typing import Any

from django.urls import reverse

from ecosysteme.format import date_heure
from ecosysteme.models import Personne

from ..enums import Niveau
from ..models import MethodeNotation
from . import calculs, calculs_indicateur, calculs_methodes, calculs_noeuds, fiche, methodes
from .exercices import Exercices, exercices


def lire(
    personne: Personne, niveau: Niveau, pk: int, exercice: str | None, methode: str = ""
) -> tuple[dict[str, Any], Exercices]:
    """The node with its right, and its calculation in a fiscal year; by one method when the address names one."""
    connues = methodes.dernieres()
    if methode in connues:
        return _par_methode(personne, niveau, pk, exercice, connues, methode)
    lu, annees = _habituel(personne, niveau, pk, exercice)
    return lu | {"methodes": calculs_methodes.choix(connues, annees.voulu), "methode": "", "par": None}, annees


def _par_methode(
    personne: Personne, niveau: Niveau, pk: int, exercice: str | None, connues: dict[str, MethodeNotation], code: str
) -> tuple[dict[str, Any], Exercices]:
    if code == methodes.PONDEREE and niveau == Niveau.INDICATEUR:
        lu, annees = _habituel(personne, niveau, pk, exercice)
        return lu | {"methodes": calculs_methodes.choix(connues, annees.voulu), "methode": code, "par": None}, annees
    noeud = calculs_noeuds.noeud_ou_404(personne, niveau, pk)
    annees = exercices(exercice, personne)
    calcul = calculs.Calcul(noeud, niveau, annees.voulu, None)
    if code == methodes.PONDEREE:
        calcul = calculs.calcul_noeud(personne, niveau, noeud, annees.voulu)
        calcul = replace(calcul, parties=calcul.parties[:1])
    par = calculs_methodes.lire(personne, connues[code], niveau, noeud, annees.voulu)
    choix = calculs_methodes.choix(connues, annees.voulu)
    return contexte(calcul) | {"methodes": choix, "methode": code, "par": par}, annees


def _habituel(personne: Personne, niveau: Niveau, pk: int, exercice: str | None) -> tuple[dict[str, Any], Exercices]:
    """Progression and SCT 2022 together."""
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
