"""Stacked bar of the statuts of a node: from met to not applicable, with a symbol and a number where there is room."""

from collections.abc import Mapping

from ecosysteme.format import compte

from ._svg import Svg, balise, figure, largeur_texte, texte

# statut: symbol, word, plural
STATUTS = {
    "atteinte": ("●", "atteinte", "atteintes"),
    "non_atteinte": ("■", "non atteinte", "non atteintes"),
    "a_venir": ("○", "à venir", "à venir"),
    "non_disponible": ("–", "non disponible", "non disponibles"),
    "sans_objet": ("·", "sans objet", "sans objet"),
}
TAILLE = 11


def statuts_en_mots(comptes: Mapping[str, int]) -> str:
    """« 12 atteintes, 3 non atteintes, 1 à venir »."""
    dits = [compte(comptes[s], mot, pluriel) for s, (_, mot, pluriel) in STATUTS.items() if comptes.get(s)]
    return ", ".join(dits) or "aucun indicateur"


def barre_statuts(
    comptes: Mapping[str, int],
    *,
    titre: str = "Statuts des cibles",
    largeur: int = 200,
    hauteur: int = 18,
    detail: bool = True,
) -> Svg:
    """`comptes` maps the values of `ecosysteme.enums.Statut` to numbers of indicators. Raises ValueError on others.

    Without `detail`, parts have no tooltip of their own: half the weight, for long tables.
    """
    if inconnus := set(comptes) - set(STATUTS):
        raise ValueError(f"Statuts inconnus : {', '.join(sorted(inconnus))}.")
    if any(n < 0 for n in comptes.values()):
        raise ValueError("Un nombre d'indicateurs ne peut être négatif.")
    total = sum(comptes.values())
    dit = f"{titre} : {statuts_en_mots(comptes)}"
    if not total:
        vide = balise("rect", x=0, y=0, width=largeur, height=hauteur, class_="g-part g-statut-aucun")
        return figure("barre", largeur, hauteur, dit, "", vide)
    parts, x = [], 0.0
    for statut, (symbole, mot, pluriel) in STATUTS.items():
        if n := comptes.get(statut, 0):
            large = largeur * n / total
            bulle = compte(n, mot, pluriel) if detail else ""
            parts.append(_part(statut, symbole, bulle, n, (x, large, hauteur)))
            x += large
    return figure("barre", largeur, hauteur, dit, "", *parts)


def _part(statut: str, symbole: str, bulle: str, n: int, place: tuple[float, float, float]) -> str:
    """One part, a pixel apart from the next, with as much label as it can hold."""
    x, large, haut = place
    classe = f"g-statut-{statut}"
    vue = max(large - 1, 0.5)
    dedans = [balise("rect", x=x, y=0, width=vue, height=haut, class_=f"g-part {classe}")]
    ecrit = next((e for e in (f"{symbole} {n}", str(n)) if largeur_texte(e, TAILLE) + 4 <= vue), "")
    if ecrit:
        dedans.append(texte(ecrit, x + vue / 2, haut / 2 + 4, f"g-part-nom {classe}", taille=TAILLE, ancre="middle"))
    return balise("g", balise("title", bulle), *dedans) if bulle else "".join(dedans)
