"""Scoring methods as the database keeps them, and how they are told."""

from typing import Any

from ecosysteme.format import exercice_texte

from ..methodes import s_applique
from ..models import MethodeNotation

SCT_2019, SCT_2022, PONDEREE = "sct-2019", "sct-2022", "progression-ponderee"
ORDRE = (PONDEREE, SCT_2022, SCT_2019)


def dernieres() -> dict[str, MethodeNotation]:
    """The latest version of each method, in the order they are shown: one query."""
    lues: dict[str, MethodeNotation] = {}
    for methode in MethodeNotation.objects.order_by("code", "-version"):
        lues.setdefault(methode.code, methode)
    return {code: lues[code] for code in sorted(lues, key=_rang)}


def _rang(code: str) -> tuple[int, str]:
    return (ORDRE.index(code) if code in ORDRE else len(ORDRE), code)


def nom(methode: MethodeNotation) -> str:
    """« SCT 2019, version 1 »."""
    return f"{methode.libelle}, version {methode.version}"


def exercices_de(methode: MethodeNotation) -> str:
    """« 2018-2019 à 2019-2020 », « 2021-2022 et suivants », « tous les exercices »."""
    debut, fin = methode.exercice_debut, methode.exercice_fin
    if debut is None:
        return "tous les exercices" if fin is None else f"jusqu'à {exercice_texte(fin)}"
    if fin is None:
        return f"{exercice_texte(debut)} et suivants"
    return exercice_texte(debut) if debut == fin else f"{exercice_texte(debut)} à {exercice_texte(fin)}"


def applicable(methode: MethodeNotation, exercice: int) -> bool:
    return s_applique(methode.exercice_debut, methode.exercice_fin, exercice)


def avis(methode: MethodeNotation, exercice: int) -> str:
    """What a score is worth when the method was not the one of that year; empty when it was."""
    if applicable(methode, exercice):
        return ""
    return (
        f"Cette méthode est celle de {exercices_de(methode)} : appliquée à {exercice_texte(exercice)}, "
        "elle sert à comparer, ce n'est pas une note officielle."
    )


def rangees() -> list[dict[str, Any]]:
    """Every version, for the method page."""
    lues = sorted(MethodeNotation.objects.all(), key=lambda m: (_rang(m.code), -m.version))
    return [
        {
            "code": m.code,
            "nom": nom(m),
            "exercices": exercices_de(m),
            "description": m.description,
            "source": m.source,
            "publiees": [
                {
                    "exercice": exercice_texte(n["exercice"]),
                    "qui": n["qui"],
                    "note": n["note"],
                    "taux": f"{n['taux']}\u00a0%" if n.get("taux") else "",
                    "source": n["source"],
                }
                for n in m.parametres.get("notes_publiees", [])
            ],
        }
        for m in lues
    ]
