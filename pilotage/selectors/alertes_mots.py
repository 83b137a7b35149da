"""How alerts are said: a name, a shape, what is wrong, and the rule of each with its threshold in force."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ecosysteme.format import compte, date_longue, ecart, exercice_texte, nombre, pourcentage

from ..enums import TypeAlerte

NOMS = {
    TypeAlerte.ECART: "Écart sous la médiane",
    TypeAlerte.TENDANCE: "Tendance à la baisse",
    TypeAlerte.SIGNAL: "Signal défavorable",
    TypeAlerte.NON_CALCULE: "Non calculé",
    TypeAlerte.METEO: "Météo manquante",
    TypeAlerte.RETARD: "Résultat en retard",
    TypeAlerte.DEPART: "Cible satisfaite au départ",
}
D_ORGANISATION = (TypeAlerte.ECART, TypeAlerte.TENDANCE, TypeAlerte.METEO)
D_INDICATEUR = (TypeAlerte.SIGNAL, TypeAlerte.RETARD, TypeAlerte.NON_CALCULE, TypeAlerte.DEPART)
DU_JOUR = (TypeAlerte.SIGNAL, TypeAlerte.RETARD)
REGLES = {
    TypeAlerte.ECART: "Le taux d'atteinte d'un ministère ou d'un organisme est d'au moins {} points sous la médiane "
    "des ministères et organismes qui ont un taux pour l'exercice.",
    TypeAlerte.TENDANCE: "Le taux d'atteinte d'un ministère ou d'un organisme a baissé d'au moins {} points depuis "
    "l'exercice précédent.",
    TypeAlerte.SIGNAL: "Le dernier point de la carte de contrôle d'un indicateur porte un signal défavorable.",
    TypeAlerte.NON_CALCULE: "Une cible est échue et son statut ne se calcule pas : le résultat n'est pas disponible.",
    TypeAlerte.METEO: "Aucune météo n'est publiée pour un ministère ou un organisme suivi, {} jours après le début de "
    "l'exercice ; un exercice clos depuis plus d'un an n'en demande plus.",
    TypeAlerte.RETARD: "Le prochain résultat d'un indicateur d'un plan publié est attendu depuis au moins {} jour(s).",
    TypeAlerte.DEPART: "La valeur de départ d'un indicateur à la hausse ou à la baisse satisfait déjà sa cible de "
    "l'exercice.",
}
UNITES = {
    TypeAlerte.ECART: "points",
    TypeAlerte.TENDANCE: "points",
    TypeAlerte.METEO: "jours",
    TypeAlerte.RETARD: "jours",
}


def regles(seuils: Mapping[str, Decimal]) -> list[dict[str, str]]:
    """Every rule with its threshold in force, for the method page and the page of thresholds."""
    return [
        {"nom": NOMS[t], "regle": REGLES[t].format(nombre(seuils[t])) if t in seuils else REGLES[t]} for t in TypeAlerte
    ]


def d_un_indicateur(type_alerte: str, depuis: date | None) -> str:
    """What is wrong, in a few words."""
    if type_alerte == TypeAlerte.SIGNAL:
        return f"Depuis le {date_longue(depuis)}" if depuis else "Au dernier point"
    if type_alerte == TypeAlerte.RETARD and depuis:
        return f"Attendu le {date_longue(depuis)}, {compte((timezone.localdate() - depuis).days, 'jour')} de retard"
    if type_alerte == TypeAlerte.NON_CALCULE:
        return "Cible échue, résultat non disponible"
    return "La valeur de départ satisfait déjà la cible"


def d_une_organisation(type_alerte: str, ligne: Any, mediane: Decimal | None, exercice: int) -> str:
    if type_alerte == TypeAlerte.ECART:
        return f"{pourcentage(ligne.taux)}, médiane des pairs {pourcentage(mediane)}"
    if type_alerte == TypeAlerte.TENDANCE:
        return f"{ecart(ligne.ecart, 1)}\u00a0points depuis {exercice_texte(exercice - 1)}"
    return f"Aucune météo publiée en {exercice_texte(exercice)}"
