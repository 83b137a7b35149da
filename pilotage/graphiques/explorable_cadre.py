"""The frame of the explorable chart: what it is told, its axes, its bands and its notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ecosysteme.format import avec_unite, unite_courte

from ..spc import Analyse, Bornes

HAUT_DES_ETENDUES, BAS_DU_GRAPHIQUE = 0.2, 0.34
AXE = {
    "gridcolor": "var(--filet)",
    "linecolor": "var(--filet-fort)",
    "zeroline": False,
    "tickcolor": "var(--filet-fort)",
    "automargin": True,
}
AXE_Y = AXE | {"tickformat": ",~f", "exponentformat": "none"}


@dataclass(frozen=True)
class Lecture:
    """What the figure shows: the chart, the names of its points, its targets and its phases."""

    analyse: Analyse
    etiquettes: Sequence[str]
    cibles: Sequence[Bornes | None]
    noms_phases: Sequence[str]
    unite: str = ""
    decimales: int | None = None

    def ecrire(self, valeur: float) -> str:
        return avec_unite(valeur, unite_courte(self.unite), self.decimales)

    def calculee(self, valeur: float) -> str:
        """A mean or a limit, three significant figures at least."""
        if self.decimales is not None:
            return avec_unite(valeur, unite_courte(self.unite), self.decimales + 1)
        taille = abs(valeur)
        return avec_unite(valeur, unite_courte(self.unite), 0 if taille >= 1000 else 1 if taille >= 10 else 3)


def disposition(lecture: Lecture, avec_etendues: bool) -> dict[str, Any]:
    """The frame of the figure: axes, legend, labels, bands."""
    return _axes(lecture, avec_etendues) | {
        "font": {"family": '"Open Sans", system-ui, sans-serif', "size": 13, "color": "var(--texte)"},
        "paper_bgcolor": "var(--fond)",
        "plot_bgcolor": "var(--fond)",
        "separators": ",\u00a0",
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": "var(--fond)", "bordercolor": "var(--filet-fort)", "font": {"color": "var(--texte)"}},
        "dragmode": "zoom",
        "margin": {"l": 48, "r": 16, "t": 48, "b": 40},
        "legend": {"orientation": "h", "y": -0.12, "yanchor": "top", "font": {"size": 12}},
        "shapes": _bandes(lecture),
        "annotations": _annotations(lecture, avec_etendues),
        "uirevision": "garder",
    }


def _axes(lecture: Lecture, avec_etendues: bool) -> dict[str, Any]:
    """Periods along the bottom, values above, moving ranges in a strip of their own."""
    haut = AXE_Y | {"domain": [BAS_DU_GRAPHIQUE if avec_etendues else 0, 1]}
    periodes = AXE | {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(lecture.etiquettes),
        "anchor": "y2" if avec_etendues else "y",
        "range": [-0.5, len(lecture.etiquettes) - 0.5],
        "showgrid": False,
        "tickangle": 0,
    }
    bande = {"domain": [0, HAUT_DES_ETENDUES], "rangemode": "tozero", "nticks": 4, "fixedrange": True}
    return {"xaxis": periodes, "yaxis": haut} | ({"yaxis2": AXE_Y | bande} if avec_etendues else {})


def _bandes(lecture: Lecture) -> list[dict[str, Any]]:
    """The band between the limits, and where each phase begins."""
    formes: list[dict[str, Any]] = []
    for phase in lecture.analyse.phases:
        debut, fin = phase.debut - 0.5, phase.fin - 0.5
        if phase.limite_basse is not None:
            bande = {"x0": debut, "x1": fin, "y0": phase.limite_basse, "y1": phase.limite_haute, "layer": "below"}
            couleur = "var(--surface)" if phase.provisoire else "var(--surface-2)"
            formes.append({"type": "rect", "fillcolor": couleur, "opacity": 0.5, "line": {"width": 0}} | bande)
        if phase.debut:
            trait = {"color": "var(--filet-fort)", "width": 1, "dash": "dot"}
            formes.append({"type": "line", "x0": debut, "x1": debut, "y0": 0, "y1": 1, "yref": "paper", "line": trait})
    return formes


def _annotations(lecture: Lecture, avec_etendues: bool) -> list[dict[str, Any]]:
    """The unit over the axis, the name of the lower chart, the reason of each phase."""
    commun = {"showarrow": False, "yref": "paper", "font": {"size": 12, "color": "var(--texte-doux)"}}
    a_gauche = commun | {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "bottom"}
    notes = [a_gauche | {"text": _echapper(lecture.unite), "y": 1.02}] if lecture.unite else []
    if avec_etendues:
        notes.append(a_gauche | {"text": "Étendue mobile (écart d'un point au suivant)", "y": HAUT_DES_ETENDUES + 0.01})
    phases = lecture.analyse.phases[1:]
    for phase, nom in zip(phases, lecture.noms_phases, strict=False):
        place = {"x": phase.debut - 0.5, "y": 0.99, "xanchor": "left", "yanchor": "top", "xshift": 4}
        notes.append(commun | place | {"text": _echapper(nom[:60])})
    return notes


def _echapper(texte: str) -> str:
    """Plotly reads a few tags in texts: none may come from a person (nor from us: it draws them with inline styles)."""
    return texte.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
