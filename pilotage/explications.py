"""« Comment est-ce calculé? »: the steps of a score as (libellé, valeur) lines a reader can redo by hand.

The computation itself is `pilotage.notation`; here it is only told, in French, with its rounded figures.
"""

from collections.abc import Iterable
from decimal import Decimal

from ecosysteme.format import avec_unite, date_longue, exercice_texte, nombre, pourcentage

from .notation import JUGEES, ZERO, CibleVue, Enfant, MesureVue, Progression, agreger, atteint, fin_exercice
from .notation import progression as calculer_progression
from .notation import statut as juger

Ligne = tuple[str, str]

STATUTS = {
    "atteinte": "Atteinte",
    "non_atteinte": "Non atteinte",
    "a_venir": "À venir",
    "non_disponible": "Non disponible",
    "sans_objet": "Sans objet",
}
MOTIFS = {
    "non_saisi": "résultat pas encore saisi",
    "source_retardee": "la source n'a pas encore publié",
    "non_mesure": "non mesuré pour cette période",
    "confidentiel": "confidentiel ou trop petit nombre",
}
RAISONS = {
    "sans_resultat": "Aucune progression sans résultat.",
    "sans_depart": "Aucune progression sans valeur de départ.",
    "sans_cible": "Aucune progression vers une plage : elle est respectée ou non.",
    "non_jugee": "Le jalon n'a pas encore été jugé.",
}


def cible_en_mots(cible: CibleVue, unite: str = "", decimales: int | None = None) -> str:
    """« au moins 184 », « entre 3 et 5 jours »…"""
    if cible.forme in JUGEES:
        return "jugée par une personne"
    if cible.forme == "plage":
        return f"entre {nombre(cible.valeur_min, decimales)} et {avec_unite(cible.valeur_max, unite, decimales)}"
    avant = {"au_moins": "au moins ", "au_plus": "au plus "}.get(cible.forme, "")
    return avant + avec_unite(cible.seuil, unite, decimales)


def _comparaison(cible: CibleVue, strict: bool, tolerance: Decimal) -> str:
    """The test a result must pass, in figures."""
    bas, haut = cible.valeur_min or ZERO, cible.valeur_max or ZERO
    if cible.forme in JUGEES:
        return "Une personne juge si la cible est atteinte."
    if cible.forme == "au_plus":
        return f"résultat ≤ {nombre(haut + tolerance)}"
    if cible.forme == "plage":
        return f"{nombre(bas - tolerance)} ≤ résultat ≤ {nombre(haut + tolerance)}"
    if cible.forme == "exacte" and strict:
        return f"écart à {nombre(bas)} d'au plus {nombre(tolerance)}"
    return f"résultat ≥ {nombre(bas - tolerance)}"


def expliquer_statut(
    cible: CibleVue | None,
    mesure: MesureVue | None,
    *,
    exercice: int,
    strict: bool = False,
    tolerance: Decimal = ZERO,
    cible_future: bool = False,
    unite: str = "",
    decimales: int | None = None,
) -> list[Ligne]:
    """The steps that lead to the statut of an indicator in an exercice."""
    verdict, motif = juger(
        cible, mesure, exercice=exercice, strict=strict, tolerance=tolerance, cible_future=cible_future
    )
    lignes = [("Exercice", exercice_texte(exercice))]
    if cible is None:
        lignes.append(("Cible", "à un exercice ultérieur" if cible_future else "aucune cible"))
    else:
        lignes.append(("Cible", cible_en_mots(cible, unite, decimales)))
        if cible.echeance:
            lignes.append(("Échéance", date_longue(cible.echeance)))
    lignes.append(("Résultat", _resultat_en_mots(mesure, unite, decimales)))
    if cible and verdict in {"atteinte", "non_atteinte"}:
        if tolerance and cible.forme not in JUGEES:
            lignes.append(("Tolérance", nombre(tolerance)))
        lignes.append(("Règle", _comparaison(cible, strict, tolerance)))
    elif verdict == "a_venir" and cible and cible.echeance:
        lignes.append(("Règle", f"L'échéance suit le {date_longue(fin_exercice(exercice))}, fin de l'exercice."))
    lignes.append(("Statut", STATUTS[verdict] + (f" : {MOTIFS.get(motif, motif)}" if motif else "")))
    return lignes


def _resultat_en_mots(mesure: MesureVue | None, unite: str, decimales: int | None) -> str:
    if mesure is None:
        return "aucun"
    if mesure.valeur is not None:
        return avec_unite(mesure.valeur, unite, decimales)
    return "sans objet" if mesure.sans_objet else "non disponible"


def expliquer_progression(
    depart: Decimal | None,
    cible: CibleVue,
    resultat: Decimal | None,
    sens: str,
    *,
    strict: bool = False,
    tolerance: Decimal = ZERO,
    unite: str = "",
    decimales: int | None = None,
) -> list[Ligne]:
    """The steps of a progression, ending with its value or the reason why there is none."""
    obtenue = calculer_progression(depart, cible, resultat, sens, strict=strict, tolerance=tolerance)
    lignes = [
        ("Valeur de départ", avec_unite(depart, unite, decimales) if depart is not None else "aucune"),
        ("Cible", cible_en_mots(cible, unite, decimales)),
        ("Résultat", avec_unite(resultat, unite, decimales) if resultat is not None else "aucun"),
    ]
    if obtenue.valeur is not None:
        lignes.append(("Formule", _formule(depart, cible, resultat, sens, obtenue)))
        if (
            resultat is not None
            and atteint(cible, resultat, strict=strict, tolerance=tolerance)
            and obtenue.valeur < 100
        ):
            lignes.append(("Note", "La cible est atteinte grâce à la tolérance ; la progression suit la formule."))
    lignes.append(("Progression", pourcentage(obtenue.valeur) if not obtenue.raison else RAISONS[obtenue.raison]))
    return lignes


def _formule(depart: Decimal | None, cible: CibleVue, resultat: Decimal | None, sens: str, obtenue: Progression) -> str:
    seuil = cible.seuil
    if sens in {"maintien", "plage"} or depart is None or seuil is None or resultat is None:
        return "100 si la cible est atteinte, 0 sinon"
    if (depart >= seuil) if sens == "hausse" else (depart <= seuil):
        return "le départ satisfait déjà la cible : 100 si le résultat la satisfait encore, 0 sinon"
    d, c, r = nombre(depart), nombre(seuil), nombre(resultat)
    bornee = ", bornée à [0, 100]" if obtenue.valeur in {ZERO, Decimal(100)} and resultat not in {depart, seuil} else ""
    return f"100 × ({r} − {d}) ÷ ({c} − {d}){bornee}"


def expliquer_agregat(enfants: Iterable[tuple[str, Enfant]]) -> list[Ligne]:
    """A line per named child, then the weighted mean and its coverage."""
    nommes = list(enfants)
    total = agreger(enfant for _, enfant in nommes)
    lignes = [(nom, _enfant_en_mots(enfant)) for nom, enfant in nommes]
    comptent = [e for _, e in nommes if e.applicable and e.poids > 0]
    lignes.append(("Couverture", f"{total.n} sur {total.m}"))
    if total.progression is None:
        manque = total.m - total.n
        raison = f"aucune tant qu'il en manque {manque}" if manque else "rien à compter"
        return [*lignes, ("Progression pondérée", raison)]
    haut = " + ".join(f"{nombre(e.poids)} × {nombre(e.progression, 1)}" for e in comptent)
    lignes.append(("Formule", f"({haut}) ÷ {nombre(sum((e.poids for e in comptent), ZERO))}"))
    return [*lignes, ("Progression pondérée", pourcentage(total.progression))]


def _enfant_en_mots(enfant: Enfant) -> str:
    if not enfant.applicable:
        return "ne s'applique pas : son poids est réparti"
    if enfant.poids <= 0:
        return "poids nul : ne compte pas"
    valeur = pourcentage(enfant.progression) if enfant.progression is not None else "manquante"
    return f"{valeur} (poids {nombre(enfant.poids)})"
