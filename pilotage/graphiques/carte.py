"""Squarified treemap (Bruls, Huizing and van Wijk, 2000), in groups, each tile a link with its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from ._svg import Svg, balise, echapper, figure, largeur_texte, texte

TAILLE = 12
INTERLIGNE = 15
BANDEAU = 18
MARGE = 6


@dataclass(frozen=True, slots=True)
class Noeud:
    """A tile: its area follows `poids`, its class `valeur` (a percentage, or None when there is none).

    `texte` is the value as shown; `court` (a sigle) stands for the name where it does not fit. A node with `enfants` is
    a group: its area is the sum of theirs.
    """

    nom: str
    poids: float = 0
    valeur: float | None = None
    texte: str = ""
    href: str = ""
    court: str = ""
    enfants: tuple["Noeud", ...] = ()

    @property
    def aire(self) -> float:
        return sum(enfant.aire for enfant in self.enfants) if self.enfants else max(self.poids, 0.0)

    @property
    def classe(self) -> str:
        """Five steps of twenty points, or none."""
        if self.valeur is None:
            return "g-taux-nd"
        return f"g-taux-{min(4, max(0, int(self.valeur // 20)))}"


@dataclass(frozen=True, slots=True)
class Boite:
    """A rectangle, in pixels."""

    x: float
    y: float
    largeur: float
    hauteur: float

    def rognee(self, haut: float = 0.0, marge: float = 0.0) -> "Boite":
        return Boite(
            self.x + marge, self.y + haut + marge,
            max(self.largeur - 2 * marge, 0), max(self.hauteur - haut - 2 * marge, 0),
        )  # fmt: skip


def carte_arborescente(
    noeuds: Sequence[Noeud], *, titre: str, description: str = "", largeur: int = 1040, hauteur: int = 520
) -> Svg:
    """Tiles from the largest to the smallest, grouped where nodes have children. Nodes of no weight are left out."""
    dessin = []
    for noeud, boite in disposer(noeuds, Boite(0, 0, largeur, hauteur)):
        dessin.append(_groupe(noeud, boite) if noeud.enfants else _tuile(noeud, boite.rognee(marge=0.5)))
    if not dessin:
        dessin.append(texte("Rien à montrer pour cette période.", MARGE, 24, "g-note"))
    return figure("carte", largeur, hauteur, titre, description, *dessin, groupe=True)


def disposer(noeuds: Sequence[Noeud], boite: Boite) -> list[tuple[Noeud, Boite]]:
    """Place nodes so that areas follow weights and tiles stay near squares."""
    restent = sorted((noeud for noeud in noeuds if noeud.aire > 0), key=lambda noeud: -noeud.aire)
    total = sum(noeud.aire for noeud in restent)
    if not restent or boite.largeur <= 0 or boite.hauteur <= 0:
        return []
    echelle = boite.largeur * boite.hauteur / total
    places: list[tuple[Noeud, Boite]] = []
    while restent:
        cote = min(boite.largeur, boite.hauteur)
        rangee = _rangee([noeud.aire * echelle for noeud in restent], cote)
        boites, boite = _poser([noeud.aire * echelle for noeud in restent[:rangee]], boite)
        places += zip(restent[:rangee], boites, strict=True)
        restent = restent[rangee:]
    return places


def _rangee(aires: Sequence[float], cote: float) -> int:
    """How many tiles the next row takes: as long as its worst proportion improves."""
    pire = float("inf")
    somme = 0.0
    for rang, aire in enumerate(aires):
        somme += aire
        if not somme or not cote:
            continue
        petit, grand = aire, aires[0]
        proportion = max(cote * cote * grand / (somme * somme), somme * somme / (cote * cote * petit))
        if proportion > pire:
            return rang
        pire = proportion
    return len(aires)


def _poser(aires: Sequence[float], boite: Boite) -> tuple[list[Boite], Boite]:
    """Lay a row along the shorter side; the boxes, and what is left."""
    somme = sum(aires)
    en_colonne = boite.largeur >= boite.hauteur
    epaisseur = somme / (boite.hauteur if en_colonne else boite.largeur)
    boites, pas = [], 0.0
    for aire in aires:
        cote = aire / epaisseur if epaisseur else 0.0
        if en_colonne:
            boites.append(Boite(boite.x, boite.y + pas, epaisseur, cote))
        else:
            boites.append(Boite(boite.x + pas, boite.y, cote, epaisseur))
        pas += cote
    if en_colonne:
        return boites, Boite(boite.x + epaisseur, boite.y, max(boite.largeur - epaisseur, 0), boite.hauteur)
    return boites, Boite(boite.x, boite.y + epaisseur, boite.largeur, max(boite.hauteur - epaisseur, 0))


def _groupe(noeud: Noeud, boite: Boite) -> str:
    """A group's name over its tiles; the strip goes when there is no room for it."""
    nom = _abreger(noeud, boite.largeur - 2 * MARGE) if boite.hauteur > 3 * BANDEAU else ""
    bandeau = BANDEAU if nom else 0
    dessin = [balise("title", echapper(noeud.nom))]
    if nom:
        ecrit = texte(nom, boite.x + MARGE, boite.y + 13, "g-groupe-nom", taille=TAILLE)
        dessin.append(_lien(noeud, ecrit))
    for enfant, place in disposer(noeud.enfants, boite.rognee(haut=bandeau, marge=1)):
        dessin.append(_groupe(enfant, place) if enfant.enfants else _tuile(enfant, place.rognee(marge=0.5)))
    return balise("g", *dessin)


def _tuile(noeud: Noeud, boite: Boite) -> str:
    dit = f"{noeud.nom} : {noeud.texte}" if noeud.texte else noeud.nom
    place = {"x": boite.x, "y": boite.y, "width": boite.largeur, "height": boite.hauteur}
    dessin = [balise("title", echapper(dit)), balise("rect", class_=f"g-tuile {noeud.classe}", **place)]
    lignes = _lignes(noeud, boite)
    for rang, (ecrit, classe) in enumerate(lignes):
        y = boite.y + 4 + INTERLIGNE * rang + TAILLE - 1
        dessin.append(texte(ecrit, boite.x + MARGE, y, f"{classe} {noeud.classe}", taille=TAILLE))
    return _lien(noeud, *dessin)


def _lien(noeud: Noeud, *dessin: str) -> str:
    """A link to a page of the portal; anything else than a local address is refused."""
    if not noeud.href:
        return balise("g", *dessin)
    if not noeud.href.startswith(("/", "#", "?")) or noeud.href.startswith("//"):
        raise ValueError("Une tuile ne mène qu'à une page du portail.")
    dit = f"{noeud.nom} : {noeud.texte}" if noeud.texte else noeud.nom
    return f'<a class="g-lien" href="{echapper(noeud.href)}" aria-label="{echapper(dit)}">{"".join(dessin)}</a>'


def _lignes(noeud: Noeud, boite: Boite) -> list[tuple[str, str]]:
    """What a tile can say: the name on as many lines as fit, else its sigle, then the value."""
    large, places = boite.largeur - 2 * MARGE, int((boite.hauteur - 4) // INTERLIGNE)
    if places < 1:
        return []
    valeur = noeud.texte if places > 1 and largeur_texte(noeud.texte, TAILLE) <= large else ""
    nom = _couper(noeud.nom, large, places - bool(valeur))
    if not nom and noeud.court and largeur_texte(noeud.court, TAILLE) <= large:
        nom = [noeud.court]
    return [(ligne, "g-tuile-nom") for ligne in nom] + ([(valeur, "g-tuile-valeur")] if valeur and nom else [])


def _couper(nom: str, large: float, places: int) -> list[str]:
    """The name cut at spaces in at most `places` lines, or nothing when it does not fit whole."""
    lignes: list[str] = []
    for mot in nom.split():
        if lignes and largeur_texte(f"{lignes[-1]} {mot}", TAILLE) <= large:
            lignes[-1] = f"{lignes[-1]} {mot}"
        else:
            lignes.append(mot)
    return lignes if len(lignes) <= places and all(largeur_texte(x, TAILLE) <= large for x in lignes) else []


def _abreger(noeud: Noeud, large: float) -> str:
    """The name on one line, else its sigle, else nothing."""
    return next((nom for nom in (noeud.nom, noeud.court) if nom and largeur_texte(nom, TAILLE) <= large), "")
