"""Ink for paper: figures take their colours from the page's sheets, which a PDF does not apply inside an SVG.

Each class becomes the presentation attributes that `graphiques.css` gives it in the light theme.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

_FIGURE = re.compile(r'<svg [^>]*?class="(g g-(\w+)|forme)".*?</svg>', re.DOTALL)
_ELEMENT = re.compile(r'<(\w+)([^<>]*?) class="([^"]*)"([^<>]*)')
_TITRE = re.compile(r"<title>([^<]*)</title>")
_MOTS = re.compile(r"<(title|desc)>[^<]*</\1>")
_POINTS = re.compile(r"(?:<circle [^<>]*?(?:/>|></circle>)){2,}")
_LIGNES = re.compile(r"(?:<line [^<>]*/>(?:<text [^<>]*>[^<>]*</text>)?){2,}")
_UN = re.compile(r"<(\w+) ([^<>]*?)/?>([^<>]*)(?:</\1>)?")
_ATTRIBUT = re.compile(r'([\w-]+)="([^"]*)"')
_COMMENTAIRE = re.compile(r"/\*.*?\*/", re.DOTALL)
_REGLE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_JETON = re.compile(r"--([\w-]+):\s*light-dark\((#\w+),")
_VAR = re.compile(r"var\(--([\w-]+)\)")
ATTRIBUTS = {"fill", "stroke", "stroke-width", "fill-opacity", "stroke-opacity", "font-weight", "stroke-linejoin"}
POLICE = "Open Sans, Roboto, DejaVu Sans, sans-serif"


class Regle(NamedTuple):
    """`figure`: the kind of figure it is for (« » for all); `element`: the tag, when it says one; `poids`: its
    specificity, as the browser counts it."""

    poids: float
    figure: str
    element: str
    classes: frozenset[str]
    declarations: tuple[tuple[str, str], ...]


def encrer(html: str, adresse: str) -> tuple[str, dict[str, bytes]]:
    """The page with an image in the place of each figure, and the figures in ink by their address under `adresse`.

    Read apart as XML, a figure costs a tenth of what it costs inside the page; its title becomes the image's text.
    """
    figures: dict[str, bytes] = {}

    def remplacer(trouvee: re.Match[str]) -> str:
        nom = f"figure/{len(figures)}.svg"
        figures[adresse + nom] = dessiner(trouvee).encode()
        titre = _TITRE.search(trouvee[0])
        return f'<img class="{trouvee[1]}" alt="{titre[1] if titre else ""}" src="{nom}">'

    return _FIGURE.sub(remplacer, html), figures


def dessiner(trouvee: re.Match[str]) -> str:
    """A figure in ink, without the words that only a screen shows."""
    genre = trouvee[2] or ""
    dessin = _ELEMENT.sub(lambda e: f"<{e[1]}{e[2]} {_attributs(genre, e[1], e[3], e[2] + e[4])}{e[4]}", trouvee[0])
    espace = "" if "xmlns=" in dessin else ' xmlns="http://www.w3.org/2000/svg"'
    dessin = _LIGNES.sub(_fondre_lignes, _POINTS.sub(_fondre_points, _MOTS.sub("", dessin)))
    return dessin.replace("<svg ", f'<svg font-family="{POLICE}"{espace} ', 1)


def _pareils(suite: str, tag: str, place: tuple[str, ...]) -> Iterator[tuple[dict[str, str], list[list[str]], str]]:
    """The neighbours that differ by their place alone: what they share, their places, and them all as they were."""
    elements = [(_attributs_de(e[2]), e[0]) for e in _UN.finditer(suite) if e[1] == tag]
    for commun, groupe in groupby(elements, key=lambda e: {n: v for n, v in e[0].items() if n not in place}):
        memes = list(groupe)
        yield commun, [[a[n] for n in place] for a, _ in memes], "".join(brut for _, brut in memes)


def _attributs_de(brut: str) -> dict[str, str]:
    return dict(_ATTRIBUT.findall(brut))


def _fondre_points(trouves: re.Match[str]) -> str:
    """Sixty dots of a chart as two strokes with round ends, the halo then the ink: a tenth of the time of circles."""
    dits = []
    for commun, places, brut in _pareils(trouves[0], "circle", ("cx", "cy")):
        halo, r = float(commun.get("stroke-width", 0)), float(commun["r"])
        if len(places) == 1 or not {"fill", "stroke"} <= commun.keys():
            dits.append(brut)
            continue
        d = "".join(f"M{x} {y}h0" for x, y in places)
        for encre, large in ((commun["stroke"], 2 * r + halo), (commun["fill"], 2 * r - halo)):
            dits.append(f'<path d="{d}" fill="none" stroke="{encre}" stroke-width="{large:g}" stroke-linecap="round"/>')
    return "".join(dits)


def _fondre_lignes(trouves: re.Match[str]) -> str:
    """Gridlines and limits of one ink as one stroke; the words between them after."""
    dits = []
    for commun, places, _ in _pareils(trouves[0], "line", ("x1", "y1", "x2", "y2")):
        d = "".join(f"M{x1} {y1}L{x2} {y2}" for x1, y1, x2, y2 in places)
        attributs = " ".join(f'{nom}="{valeur}"' for nom, valeur in commun.items())
        dits.append(f'<path d="{d}" {attributs}/>')
    return "".join([*dits, *(e[0] for e in _UN.finditer(trouves[0]) if e[1] == "text")])


def _attributs(genre: str, element: str, classes: str, deja: str) -> str:
    """What the classes mean; an attribute the figure sets itself is the figure's."""
    encre = [e for e in _encre(genre, element, classes) if f" {e[0]}=" not in deja]
    if element == "text":  # the halo of a word is painted over it on paper: « paint-order » is not known there
        encre = [e for e in encre if not e[0].startswith("stroke")]
    return " ".join(f'{nom}="{valeur}"' for nom, valeur in encre)


@cache
def _encre(genre: str, element: str, classes: str) -> tuple[tuple[str, str], ...]:
    portees = frozenset(classes.split())
    lues: dict[str, str] = {}
    for regle in sorted(_regles(), key=lambda r: r.poids):
        if regle.figure in ("", genre) and regle.element in ("", element) and regle.classes <= portees:
            lues |= dict(regle.declarations)
    return tuple(lues.items())


@cache
def _regles() -> tuple[Regle, ...]:
    """The rules of the figures' sheet, media queries left out; their colours as the light theme has them."""
    css = Path(settings.BASE_DIR) / "static" / "css"
    jetons = dict(_JETON.findall((css / "jetons.css").read_text("utf-8")))
    source = _COMMENTAIRE.sub("", (css / "composants" / "graphiques.css").read_text("utf-8"))
    faites = []
    for selecteurs, corps in _REGLE.findall(source):
        declarations = tuple(
            (nom, _VAR.sub(lambda v: jetons.get(v[1], "currentColor"), valeur))
            for nom, valeur in (d.split(":", 1) for d in corps.replace(" ", "").split(";") if ":" in d)
            if nom in ATTRIBUTS
        )
        if declarations:
            faites += [r for s in selecteurs.split(",") if (r := _regle(s.split(), declarations))]
    return tuple(faites)


def _regle(mots: list[str], declarations: tuple[tuple[str, str], ...]) -> Regle | None:
    """« .g text.g-part-nom », « .g-etincelle .g-ligne »; states and anything finer do not print."""
    if not mots or any(c in "".join(mots) for c in ":>[+~#*"):
        return None
    element, *classes = mots[-1].split(".")
    devant = mots[0].removeprefix(".") if len(mots) > 1 else "g"
    if not devant.startswith("g") or (not classes and not element):
        return None
    poids = len(classes) + (len(mots) > 1) + 0.5 * bool(element)
    return Regle(poids, devant.removeprefix("g").removeprefix("-"), element, frozenset(classes), declarations)
