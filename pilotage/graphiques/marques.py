"""Marks of the points of a chart: one shape per meaning, and the words that name the signals beside them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ..spc import REGLES, Analyse, Point
from ..spc_signaux import Signal
from ._echelles import Echelle
from ._svg import balise, chiffre, echapper, largeur_texte, texte

TAILLE = 11
SIGNALEES = {"favorable", "defavorable", "neutre"}


def marque(point: Point, place: tuple[float, float], bulle: str, *, dernier: bool = False) -> str:
    """A circle for common cause; triangle (pointing to the side) favourable, diamond concerning, square neutral."""
    x, y = place
    classe = "g-forme " + (f"g-signal-{point.nature}" if point.nature in SIGNALEES else "g-point")
    classe += " g-dernier" if dernier else ""
    mots = f"{bulle} ({nom_du_signal(point)})" if point.signal else bulle
    dedans = balise("title", echapper(mots))
    if point.nature not in SIGNALEES or point.signal is None:
        return balise("circle", dedans, cx=x, cy=y, r=4.5 if dernier else 3, class_=classe)
    r = 6.5 if dernier else 5.5
    if point.nature == "favorable":
        sens = -1 if point.signal.cote == "haut" else 1
        sommets = [(x, y + sens * r), (x + r, y - sens * r * 0.8), (x - r, y - sens * r * 0.8)]
    elif point.nature == "defavorable":
        sommets = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    else:
        c = r * 0.8
        sommets = [(x - c, y - c), (x + c, y - c), (x + c, y + c), (x - c, y + c)]
    trace = "L".join(f"{chiffre(a)} {chiffre(b)}" for a, b in sommets)
    return balise("path", dedans, d=f"M{trace}Z", class_=classe)


def nom_du_signal(point: Point) -> str:
    """« tendance à la hausse », « hors des limites, en haut »… for a point that has a signal."""
    if point.signal is None:
        return ""
    haut = point.signal.cote == "haut"
    suite = {
        "a": "par le haut" if haut else "par le bas",
        "b": "vers le haut" if haut else "vers le bas",
        "c": "à la hausse" if haut else "à la baisse",
        "d": "haute" if haut else "basse",
    }[point.signal.regle]
    debut = "près de la limite" if point.signal.regle == "d" else REGLES[point.signal.regle]
    return f"{debut} {suite}"


def suites(points: Sequence[Point]) -> Iterator[list[Point]]:
    """Runs of neighbours that carry the same label, in the same phase."""
    for cle, groupe in groupby(points, key=lambda point: (point.phase, point.signal)):
        if cle[1] is not None:
            yield list(groupe)


def signaux_en_mots(analyse: Analyse, etiquettes: Sequence[str]) -> str:
    """« Signaux : hors des limites par le haut (mars 2025) ; tendance à la baisse (mai 2025 à novembre 2025). »"""
    dits = []
    for suite in suites(analyse.points):
        debut, fin = etiquettes[suite[0].indice], etiquettes[suite[-1].indice]
        dits.append(f"{nom_du_signal(suite[0])} ({debut if debut == fin else f'{debut} à {fin}'})")
    return f"Signaux : {'; '.join(dits)}." if dits else ""


def mots_des_signaux(
    analyse: Analyse, x: Echelle, y: Echelle, cotes: tuple[float, float], hauteurs: tuple[float, float]
) -> list[str]:
    """A word by each run, above a high one, below a low one; left to the description where it would cover another."""
    dessin: list[str] = []
    pris: list[tuple[float, float, float]] = []
    vus: dict[Signal, int] = {}
    for suite in suites(analyse.points):
        signal = suite[0].signal
        if signal is None or _deja_dit(analyse.points, vus.get(signal), suite[0]):
            continue
        vus[signal] = suite[-1].indice
        mot = REGLES[signal.regle]
        demi = largeur_texte(mot, TAILLE) / 2
        centre = min(max(x(suite[len(suite) // 2].indice), cotes[0] + demi), cotes[1] - demi)
        for base in _hauteurs_possibles(analyse.points, x, y, centre, demi, signal.cote == "haut"):
            libre = all(abs(centre - c) > demi + d + 4 or abs(base - b) > 12 for c, b, d in pris)
            if libre and hauteurs[0] <= base <= hauteurs[1]:
                pris.append((centre, base, demi))
                classe = f"g-mot g-signal-{suite[0].nature}"
                dessin.append(texte(mot, centre, base, classe, taille=TAILLE, ancre="middle"))
                break
    return dessin


def _deja_dit(points: Sequence[Point], depuis: int | None, point: Point) -> bool:
    """Whether a run already named only goes on, after points that a stronger label took."""
    entre = points[point.indice if depuis is None else depuis : point.indice]
    return bool(entre) and all(autre.phase == point.phase and point.signal in autre.signaux for autre in entre)


def _hauteurs_possibles(
    points: Sequence[Point], x: Echelle, y: Echelle, centre: float, demi: float, en_haut: bool
) -> list[float]:
    """Baselines that clear the points a word stands over: its own side, further away, then the other side."""
    couverts = [y(point.valeur) for point in points if abs(x(point.indice) - centre) <= demi + 4]
    dessus, dessous = min(couverts, default=0) - 11, max(couverts, default=0) + 19
    return [dessus, dessus - 13, dessous] if en_haut else [dessous, dessous + 13, dessus]
