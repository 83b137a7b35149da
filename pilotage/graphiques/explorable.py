"""The same control chart as `xmr`, as a Plotly figure to explore: zoom, hover in French, phases, moving ranges.

Colours are names of our tokens (« var(--action) »): the page resolves them for its theme. Plotly is imported when a
figure is asked for: it weighs 35 MB, and only who explores pays for it.
"""

from collections.abc import Sequence
from typing import Any

from ecosysteme.format import nombre

from ..spc import Phase, Point
from .explorable_cadre import Lecture, disposition
from .marques import nom_du_signal

SYMBOLES = {"commune": "circle", "favorable": "triangle-up", "defavorable": "diamond", "neutre": "square", "": "circle"}
NATURES = {
    "": "Résultat",
    "commune": "Variation courante",
    "favorable": "Signal favorable",
    "defavorable": "Signal défavorable",
    "neutre": "Signal neutre",
}
COULEURS = {
    "": "var(--commune)",
    "commune": "var(--commune)",
    "favorable": "var(--favorable)",
    "defavorable": "var(--defavorable)",
    "neutre": "var(--neutre)",
}


def figure(lecture: Lecture) -> dict[str, Any]:
    """The figure as plain JSON values, with the view of each phase for the page's own controls."""
    import plotly.graph_objects as go

    avec_etendues = any(phase.limite_etendue is not None for phase in lecture.analyse.phases)
    dessin = go.Figure(layout={"template": "none"} | disposition(lecture, avec_etendues))
    dessin.add_traces([go.Scatter(trace) for trace in _traces(lecture, avec_etendues)])
    return {"figure": dessin.to_plotly_json(), "phases": _vues(lecture)}


def _traces(lecture: Lecture, avec_etendues: bool) -> list[dict[str, Any]]:
    traces: list[dict[str, Any]] = []
    for rang, phase in enumerate(lecture.analyse.phases):
        traces += _reperes(lecture, phase, rang == 0)
        traces.append(_ligne(lecture, phase))
    traces += _cibles(lecture)
    for nature in NATURES:
        points = [point for point in lecture.analyse.points if point.nature == nature]
        if points:
            traces.append(_points(lecture, nature, points))
    return traces + (_etendues(lecture) if avec_etendues else [])


def _noms(lecture: Lecture, phase: Phase) -> list[str]:
    return list(lecture.etiquettes[phase.debut : phase.fin])


def _ligne(lecture: Lecture, phase: Phase) -> dict[str, Any]:
    valeurs = [point.valeur for point in lecture.analyse.points[phase.debut : phase.fin]]
    ligne = {"color": "var(--texte-doux)", "width": 1.5}
    return _muette(x=_noms(lecture, phase), y=valeurs, mode="lines", line=ligne)


def _muette(**trace: Any) -> dict[str, Any]:
    """A line that neither answers the pointer nor stands in the legend."""
    return {"hoverinfo": "skip", "showlegend": False} | trace


def _reperes(lecture: Lecture, phase: Phase, premiere: bool) -> list[dict[str, Any]]:
    """Mean and limits of a phase, each told when pointed at."""
    noms = _noms(lecture, phase)
    genres = [
        ("Moyenne", phase.moyenne, {"color": "var(--texte-doux)", "width": 1}),
        ("Limite haute", phase.limite_haute, {"color": "var(--gris)", "width": 1, "dash": "dot"}),
        ("Limite basse", phase.limite_basse, {"color": "var(--gris)", "width": 1, "dash": "dot"}),
    ]
    return [
        {
            "x": noms,
            "y": [valeur] * len(noms),
            "mode": "lines",
            "line": trait,
            "name": nom,
            "legendgroup": nom,
            "showlegend": premiere,
            "hovertemplate": f"{nom} : {lecture.calculee(valeur)}<extra></extra>",
        }
        for nom, valeur, trait in genres
        if valeur is not None
    ]


def _cibles(lecture: Lecture) -> list[dict[str, Any]]:
    """One step line for the low bounds, one for the high ones."""
    traces = []
    for rang, mot in ((0, "au moins"), (1, "au plus")):
        valeurs = [None if b is None or (borne := b[rang]) is None else float(borne) for b in lecture.cibles]
        if any(valeur is not None for valeur in valeurs):
            traces.append(
                {
                    "x": list(lecture.etiquettes),
                    "y": valeurs,
                    "mode": "lines+markers",
                    "marker": {"color": "var(--vert)", "size": 7, "symbol": "line-ew-open"},
                    "line": {"color": "var(--vert)", "width": 1.5, "dash": "dash", "shape": "hvh"},
                    "name": f"Cible ({mot})",
                    "customdata": ["" if v is None else lecture.ecrire(v) for v in valeurs],
                    "hovertemplate": f"Cible : {mot} %{{customdata}}<extra></extra>",
                }
            )
    return traces


def _points(lecture: Lecture, nature: str, points: Sequence[Point]) -> dict[str, Any]:
    dits = []
    for point in points:
        signal = f" – {nom_du_signal(point)}" if point.signal else ""
        dits.append(lecture.ecrire(point.valeur) + signal)
    return {
        "x": [lecture.etiquettes[point.indice] for point in points],
        "y": [point.valeur for point in points],
        "mode": "markers",
        "marker": {
            "symbol": [_symbole(point) for point in points],
            "color": COULEURS[nature],
            "size": 7 if nature in {"", "commune"} else 11,
            "line": {"color": "var(--fond)", "width": 1},
        },
        "name": NATURES[nature],
        "customdata": dits,
        "hovertemplate": "Résultat : %{customdata}<extra></extra>",
    }


def _symbole(point: Point) -> str:
    """The shapes of the server's picture: a favourable triangle points to its side."""
    if point.nature == "favorable" and point.signal is not None and point.signal.cote == "bas":
        return "triangle-down"
    return SYMBOLES[point.nature]


def _etendues(lecture: Lecture) -> list[dict[str, Any]]:
    """The chart of moving ranges, under the first, with its own limit."""
    traces: list[dict[str, Any]] = []
    for phase in lecture.analyse.phases:
        points = [p for p in lecture.analyse.points[phase.debut : phase.fin] if p.etendue is not None]
        noms = [lecture.etiquettes[p.indice] for p in points]
        hors = [p.etendue_hors_limite for p in points]
        traces.append(
            {
                "x": noms,
                "y": [p.etendue for p in points],
                "yaxis": "y2",
                "mode": "lines+markers",
                "showlegend": False,
                "line": {"color": "var(--texte-doux)", "width": 1},
                "marker": {
                    "size": [9 if h else 5 for h in hors],
                    "symbol": ["diamond" if h else "circle" for h in hors],
                    "color": ["var(--neutre)" if h else "var(--commune)" for h in hors],
                },
                "customdata": [
                    nombre(p.etendue, lecture.decimales) + (" – hors de sa limite" if p.etendue_hors_limite else "")
                    for p in points
                ],
                "hovertemplate": "Étendue mobile : %{customdata}<extra></extra>",
            }
        )
        if phase.limite_etendue is not None and noms:
            trait = {"color": "var(--gris)", "width": 1, "dash": "dot"}
            traces.append(_muette(x=noms, y=[phase.limite_etendue] * len(noms), yaxis="y2", mode="lines", line=trait))
    return traces


def _vues(lecture: Lecture) -> list[dict[str, Any]]:
    """Each phase by its name and the range of the axis that shows it."""
    phases = lecture.analyse.phases
    if len(phases) < 2:
        return []
    noms = ["Première phase", *lecture.noms_phases]
    return [
        {
            "nom": f"{nom} ({lecture.etiquettes[phase.debut]} à {lecture.etiquettes[phase.fin - 1]})",
            "etendue": [phase.debut - 0.5, phase.fin - 0.5],
        }
        for phase, nom in zip(phases, noms, strict=False)
    ]
