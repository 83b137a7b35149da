"""Which periods of a fiscal year an indicator reports on: those of its frequency, at the pace it already has.

A yearly series that ends in December goes on ending in December; a new indicator follows the fiscal year.
"""

from calendar import monthrange
from datetime import date

from ecosysteme.periodes import MOIS_PAR_PERIODE, Periode, fin_de_mois, periodes_exercice


def periodes_de(exercice: int, frequence: str, derniere: Periode | None = None) -> tuple[Periode, ...]:
    """The periods of the year that holds their last day, in order; `derniere` is the last one reported before."""
    pas = min(MOIS_PAR_PERIODE[frequence], 12)
    if derniere is None or not _mois_entiers(derniere):
        return periodes_exercice(exercice, frequence)
    duree = _duree(derniere) if pas == 12 else pas
    fins = [fin_de_mois(exercice, mois) for mois in range(4, 16) if (mois - derniere.fin.month) % pas == 0]
    return tuple(Periode(_debut(fin, duree), fin) for fin in fins)


def _mois_entiers(periode: Periode) -> bool:
    fin = periode.fin
    return periode.debut.day == 1 and fin.day == monthrange(fin.year, fin.month)[1]


def _duree(periode: Periode) -> int:
    debut, fin = periode.debut, periode.fin
    return (fin.year - debut.year) * 12 + fin.month - debut.month + 1


def _debut(fin: date, duree: int) -> date:
    mois = fin.year * 12 + fin.month - duree
    return date(mois // 12, mois % 12 + 1, 1)
