"""The control chart of an indicator: how its sheet and its targets feed `pilotage.spc`."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ecosysteme.models import Cible, Indicateur
from ecosysteme.periodes import MOIS_PAR_PERIODE

from . import spc

PERIODES = {"mensuelle": "mois", "trimestrielle": "trimestres", "semestrielle": "semestres", "annuelle": "ans"}


def analyser(
    indicateur: Indicateur,
    serie: Sequence[tuple[date, Decimal]],
    debuts_de_phases: Sequence[date],
    cible: Cible | None,
) -> spc.Analyse:
    """The chart of an indicator from its (end of period, value) points in time order."""
    return spc.analyser(
        [valeur for _, valeur in serie],
        sens=indicateur.sens,
        phases=spc.indices_des_phases([fin for fin, _ in serie], debuts_de_phases),
        cible=bornes(cible),
        cumulatif=indicateur.cumulatif,
        admissible=indicateur.admissible_spc,
        saisonnier=indicateur.saisonnier,
    )


def bornes(cible: Cible | None) -> spc.Bornes | None:
    """The interval of good values of a numeric target."""
    if cible is None or cible.forme in {"jalon", "texte"}:
        return None
    haut = cible.valeur_max if cible.forme in {"au_plus", "plage"} else None
    return (None if cible.forme == "au_plus" else cible.valeur_min, haut)


def phrase(indicateur: Indicateur, analyse: spc.Analyse, fins: Sequence[date]) -> str:
    """What to see, told in the periods of the indicator when none is missing: « Hausse continue depuis 7 mois. »"""
    periode = PERIODES.get(indicateur.frequence, "points")
    if analyse.depuis is not None and periode != "points":
        debut, fin = fins[analyse.depuis], fins[analyse.points[-1].indice]
        ecoules = (fin.year - debut.year) * 12 + fin.month - debut.month
        if ecoules != (analyse.points[-1].indice - analyse.depuis) * MOIS_PAR_PERIODE[indicateur.frequence]:
            periode = "points"
    return spc.phrase(analyse, periode)
