"""Second reading of a plan: what a careful reader would ask about a sheet and its targets (pilotage.md, section 1).

Nothing is forbidden here: remarks are shown while one edits, and to the coordination.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .notation import JUGEES, CibleVue, atteint

VAGUES = re.compile(r"\ben continu\b|\ba determiner\b|\bdepot\b|\bbilan\b|\ba definir\b|\ben cours\b")
ACTIVITES = re.compile(
    r"\bmise en oeuvre\b|\bdeploiement\b|\belaboration\b|\brealisation\b|\bdepot\b|\badoption d"
    r"|\bnombre d.{0,3}(activites|ateliers|rencontres|seances|formations|visites|communications|projets)\b"
)
RESULTATS = {"effet", "qualite_service", "efficience"}
# Every rule with its short name, in the order of the remarks; `sql/relecture.sql` says the same rules for all sheets.
REGLES = {
    "sans_sens": "sans sens",
    "sans_unite": "sans unité",
    "sans_depart": "sans valeur de départ",
    "sans_responsable": "sans responsable de la donnée",
    "activite": "activité présentée comme un résultat",
    "sans_cible": "sans aucune cible",
    "sans_cible_annuelle": "sans cible chaque année",
    "sans_nombre": "cible sans nombre",
    "vague": "cible vague",
    "deja_atteinte": "cible satisfaite au départ",
}


@dataclass(frozen=True, slots=True)
class FicheLue:
    """What the second reading looks at."""

    nom: str
    type: str
    sens: str
    unite: str
    valeur_depart: Decimal | None
    a_responsable: bool
    exercices: range
    strict: bool = False
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class CibleLue:
    exercice: int
    vue: CibleVue
    texte: str = ""


@dataclass(frozen=True, slots=True)
class Remarque:
    """A remark: its code for programs, its sentence for people, the fiscal year of the target it is about."""

    code: str
    texte: str
    exercice: int = 0


def relire(fiche: FicheLue, cibles: Sequence[CibleLue]) -> list[Remarque]:
    """The remarks on a sheet, the gravest first."""
    return [*_sur_fiche(fiche, bool(cibles)), *_sur_cibles(fiche, cibles)]


def _sur_fiche(fiche: FicheLue, a_cibles: bool) -> list[Remarque]:
    dites = []
    if not fiche.sens:
        dites.append(Remarque("sans_sens", "Aucun sens : le résultat doit-il monter, baisser, se maintenir?"))
    if not fiche.unite.strip():
        dites.append(Remarque("sans_unite", "Aucune unité."))
    if fiche.valeur_depart is None and fiche.sens in {"hausse", "baisse"}:
        dites.append(Remarque("sans_depart", "Aucune valeur de départ : la progression ne pourra pas être calculée."))
    if not fiche.a_responsable:
        dites.append(Remarque("sans_responsable", "Personne n'est responsable de la donnée."))
    if fiche.type in RESULTATS and ACTIVITES.search(_net(fiche.nom)):
        dites.append(Remarque("activite", "L'énoncé décrit une activité, mais l'indicateur se dit de résultat."))
    if not a_cibles:
        dites.append(Remarque("sans_cible", "Aucune cible."))
    return dites


def _sur_cibles(fiche: FicheLue, cibles: Sequence[CibleLue]) -> list[Remarque]:
    dites = []
    manquent = [annee for annee in fiche.exercices if annee not in {cible.exercice for cible in cibles}]
    if cibles and manquent:
        annees = ", ".join(f"{annee}-{annee + 1}" for annee in manquent)
        dites.append(Remarque("sans_cible_annuelle", f"Aucune cible pour {annees}."))
    for cible in cibles:
        nom = f"Cible {cible.exercice}-{cible.exercice + 1}"
        if cible.vue.forme in JUGEES:
            dites.append(
                Remarque(
                    "sans_nombre", f"{nom} : aucun nombre, elle devra être jugée par une personne.", cible.exercice
                )
            )
        if VAGUES.search(_net(cible.texte)):
            dit = f"{nom} : « {cible.texte} » ne dit pas quand elle sera atteinte."
            dites.append(Remarque("vague", dit, cible.exercice))
        deja = cible.vue.forme not in JUGEES and fiche.valeur_depart is not None
        if deja and atteint(cible.vue, fiche.valeur_depart, strict=fiche.strict, tolerance=fiche.tolerance):
            dites.append(Remarque("deja_atteinte", f"{nom} : la valeur de départ l'atteint déjà.", cible.exercice))
    return dites


def _net(texte: str) -> str:
    """Lower case, without accents, œ opened."""
    decompose = unicodedata.normalize("NFD", texte.lower().replace("œ", "oe").replace("’", "'"))
    return "".join(lettre for lettre in decompose if not unicodedata.combining(lettre))
