"""The XmR chart of an indicator: points, mean, limits as a pale band, target, signals told by shape and by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ecosysteme.format import avec_unite, nombre, unite_courte

from ..spc import Analyse, Bornes, Phase, Point, phrase
from ._echelles import Echelle, domaine, ecarter, graduations, un_sur
from ._svg import Svg, balise, chiffre, figure, largeur_texte, texte
from .marques import marque, mots_des_signaux, signaux_en_mots
from .paliers import Palier, dessiner_paliers, noms_de_cibles, paliers_en_mots, plat

HAUT, BAS = 30, 28
INTERLIGNE = 14


@dataclass(frozen=True, slots=True)
class Cadre:
    """Where things go: the plot's edges, both scales, and how to write a value."""

    largeur: float
    hauteur: float
    gauche: float
    droite: float
    x: Echelle
    y: Echelle
    pas: float
    unite: str
    decimales: int | None

    @property
    def bas(self) -> float:
        return self.hauteur - BAS

    def donnee(self, valeur: float) -> str:
        """A result or a target: as it was given, unless the indicator sets its decimals."""
        return nombre(valeur, self.decimales)

    def calculee(self, valeur: float) -> str:
        """A mean or a limit: enough decimals to tell apart values a twentieth of the axis away."""
        etendue = self.y.haut - self.y.bas
        utiles = next((n for n in range(9) if etendue * 10**n >= 20), 9)
        return nombre(valeur, utiles if self.decimales is None else self.decimales)

    def resultat(self, valeur: float) -> str:
        """A result with its unit, when the unit is short enough to stand beside it."""
        return avec_unite(valeur, unite_courte(self.unite), self.decimales)


def xmr(
    analyse: Analyse,
    etiquettes: Sequence[str],
    *,
    titre: str,
    unite: str = "",
    decimales: int | None = None,
    cible: Decimal | float | Bornes | None = None,
    paliers: Sequence[Palier] = (),
    noms_phases: Sequence[str] = (),
    largeur: int = 760,
    hauteur: int = 320,
) -> Svg:
    """`etiquettes`: the French name of each point's period; `cible`: a number, or the interval of good values.

    `paliers`: targets that change along the way, drawn as steps instead of `cible`.
    `noms_phases`: why each phase after the first began. Raises ValueError when there is not one label per point.
    """
    if len(etiquettes) != len(analyse.points):
        raise ValueError("Une étiquette par point, ni plus ni moins.")
    marches = tuple(paliers) or plat(cible, len(analyse.points))
    cibles = [valeur for palier in marches for valeur in palier.valeurs]
    noms = noms_de_cibles(marches, len(analyse.points), lambda valeur: nombre(valeur, decimales))
    cadre = _cadre(analyse, etiquettes, cibles, [nom for _, nom in noms], (largeur, hauteur), unite, decimales)
    dessin = [*_axes(cadre, etiquettes)]
    for rang, phase in enumerate(analyse.phases):
        dessin += _phase(cadre, phase, noms_phases[rang - 1] if 0 < rang <= len(noms_phases) else "")
    dessin += dessiner_paliers(marches, len(analyse.points), cadre.x, cadre.y, cadre.pas, cadre.droite)
    dessin += [_ligne(cadre, analyse.points[phase.debut : phase.fin]) for phase in analyse.phases]
    dernier = len(analyse.points) - 1
    for point, etiquette in zip(analyse.points, etiquettes, strict=True):
        bulle = f"{etiquette} : {cadre.resultat(point.valeur)}"
        place = (cadre.x(point.indice), cadre.y(point.valeur))
        dessin.append(marque(point, place, bulle, dernier=point.indice == dernier))
    dessin += mots_des_signaux(analyse, cadre.x, cadre.y, (cadre.gauche, cadre.droite), (HAUT - 4, cadre.bas))
    dessin += _bouts(cadre, analyse, etiquettes, noms)
    if note := _note(analyse):
        dessin.append(texte(note, cadre.droite, 12, "g-note", taille=11, ancre="end"))
    return figure("xmr", largeur, hauteur, titre, _description(analyse, etiquettes, cadre, marches), *dessin)


def _cadre(
    analyse: Analyse,
    etiquettes: Sequence[str],
    cibles: Sequence[float],
    noms_cibles: Sequence[str],
    taille: tuple[int, int],
    unite: str,
    decimales: int | None,
) -> Cadre:
    """Margins follow the labels they must hold."""
    largeur, hauteur = taille
    limites = [v for p in analyse.phases for v in (p.limite_basse, p.limite_haute) if v is not None]
    bas, haut = domaine([*(point.valeur for point in analyse.points), *limites, *cibles])
    y = Echelle(bas, haut, hauteur - BAS, HAUT)
    gauche = max((largeur_texte(nombre(g), 11) for g in graduations(bas, haut)), default=0) + 12
    brouillon = Cadre(largeur, hauteur, gauche, largeur, y, y, 0, unite, decimales)
    bouts = [f"moyenne {brouillon.calculee(haut)}", f"limite {brouillon.calculee(bas)}", *etiquettes[-1:]]
    bouts += [brouillon.resultat(point.valeur) for point in analyse.points[-1:]]
    bouts += noms_cibles
    droite = largeur - max(largeur_texte(bout, 12) for bout in bouts) - 14
    pas = (droite - gauche) / max(len(analyse.points), 1)
    x = Echelle(0, 1, gauche + pas / 2, gauche + pas * 1.5)
    return Cadre(largeur, hauteur, gauche, droite, x, y, pas, unite, decimales)


def _rect(x: float, y: float, largeur: float, hauteur: float, classe: str) -> str:
    return balise("rect", x=x, y=y, width=largeur, height=max(hauteur, 0), class_=classe)


def _horizontale(
    cadre: Cadre, y: float, classe: str, tirets: str | None = None, de: float | None = None, a: float | None = None
) -> str:
    debut, fin = cadre.gauche if de is None else de, cadre.droite if a is None else a
    return balise("line", x1=debut, x2=fin, y1=y, y2=y, class_=classe, stroke_dasharray=tirets)


def _axes(cadre: Cadre, etiquettes: Sequence[str]) -> list[str]:
    """Gridlines with their values, the unit on the axis, and as many period names as can be read."""
    dessin = [texte(cadre.unite, 0, 12, "g-unite", taille=11)] if cadre.unite else []
    for graduation in graduations(cadre.y.bas, cadre.y.haut):
        y = cadre.y(float(graduation))
        dessin.append(_horizontale(cadre, y, "g-grille"))
        dessin.append(texte(nombre(graduation), cadre.gauche - 6, y + 4, "g-graduation", taille=11, ancre="end"))
    dessin.append(_horizontale(cadre, cadre.bas, "g-axe"))
    saut = un_sur([largeur_texte(etiquette, 11) for etiquette in etiquettes], cadre.pas)
    for rang in range(len(etiquettes) - 1, -1, -saut):
        y = cadre.bas + 18
        dessin.append(texte(etiquettes[rang], cadre.x(rang), y, "g-graduation", taille=11, ancre="middle"))
    return dessin


def _phase(cadre: Cadre, phase: Phase, nom: str) -> list[str]:
    """The band between the limits, the mean, and where the phase begins."""
    debut, fin = cadre.x(phase.debut) - cadre.pas / 2, cadre.x(phase.fin - 1) + cadre.pas / 2
    dessin = []
    if phase.debut:
        dessin.append(
            balise("line", x1=debut, x2=debut, y1=HAUT - 6, y2=cadre.bas, class_="g-phase", stroke_dasharray="2 3")
        )
        if nom:
            dessin.append(texte(nom, debut + 4, HAUT - 8, "g-phase-nom", taille=11))
    if phase.limite_basse is None or phase.limite_haute is None or phase.moyenne is None:
        return dessin
    haut, bas = cadre.y(phase.limite_haute), cadre.y(phase.limite_basse)
    classe = "g-bande g-bande-provisoire" if phase.provisoire else "g-bande"
    dessin.append(_rect(debut, haut, fin - debut, bas - haut, classe))
    dessin += [_horizontale(cadre, y, "g-limite", "3 3" if phase.provisoire else None, debut, fin) for y in (haut, bas)]
    dessin.append(_horizontale(cadre, cadre.y(phase.moyenne), "g-moyenne", None, debut, fin))
    return dessin


def _ligne(cadre: Cadre, points: Sequence[Point]) -> str:
    trace = "L".join(f"{chiffre(cadre.x(p.indice))} {chiffre(cadre.y(p.valeur))}" for p in points)
    return balise("path", d=f"M{trace}", class_="g-ligne", fill="none") if len(points) > 1 else ""


def _bouts(cadre: Cadre, analyse: Analyse, etiquettes: Sequence[str], cibles: Sequence[tuple[float, str]]) -> list[str]:
    """Names at the end of the lines instead of a legend, moved apart where they would touch."""
    blocs: list[tuple[float, list[str], str]] = []
    if analyse.points:
        dernier = analyse.points[-1]
        blocs.append((cadre.y(dernier.valeur), [cadre.resultat(dernier.valeur), etiquettes[-1]], "g-dernier-nom"))
        phase = analyse.phases[-1]
        for mot, valeur in (("limite", phase.limite_haute), ("moyenne", phase.moyenne), ("limite", phase.limite_basse)):
            if valeur is not None:
                blocs.append((cadre.y(valeur), [f"{mot} {cadre.calculee(valeur)}"], "g-fin-nom"))
    blocs += [(cadre.y(valeur), [nom], "g-cible-nom") for valeur, nom in cibles]
    tailles = [(y, float(INTERLIGNE * len(lignes))) for y, lignes, _ in blocs]
    dessin = []
    for (_, lignes, classe), (_, haute), centre in zip(
        blocs, tailles, ecarter(tailles, HAUT - 12, cadre.bas + 8), strict=True
    ):
        for rang, ligne in enumerate(lignes):
            y = centre - haute / 2 + INTERLIGNE * rang + 11
            dessin.append(texte(ligne, cadre.droite + 8, y, classe, taille=12 if classe == "g-dernier-nom" else 11))
    return dessin


def _note(analyse: Analyse) -> str:
    """What a reader must know before trusting the limits."""
    notes = (
        [phrase(analyse)]
        if analyse.raison
        else ["Limites provisoires : moins de 12 points."]
        if analyse.provisoire
        else []
    )
    return " ".join([*notes, "Série saisonnière."] if analyse.saisonnier else notes)


def _description(analyse: Analyse, etiquettes: Sequence[str], cadre: Cadre, marches: Sequence[Palier]) -> str:
    """The figure in words, for who does not see it."""
    if not analyse.points:
        return "Aucun résultat."
    n, phase, dernier = len(analyse.points), analyse.phases[-1], analyse.points[-1]
    dits = [
        f"{n} résultats, de {etiquettes[0]} à {etiquettes[-1]}." if n > 1 else f"Un résultat, {etiquettes[0]}.",
        f"Dernier : {cadre.resultat(dernier.valeur)}.",
        phrase(analyse),
    ]
    if phase.moyenne is not None and phase.limite_basse is not None and phase.limite_haute is not None:
        basse, haute = cadre.calculee(phase.limite_basse), cadre.calculee(phase.limite_haute)
        dits.append(f"Moyenne {cadre.calculee(phase.moyenne)}, limites {basse} et {haute}.")
    dits += [paliers_en_mots(marches, cadre.donnee)] if marches else []
    return " ".join([*dits, signaux_en_mots(analyse, etiquettes), _note(analyse)]).strip()
