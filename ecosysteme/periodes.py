"""Fiscal years and periods: reading them, cutting them, and when the next result is due.

An exercice is named by the year it starts in: 2025 is « 2025-2026 », 1 April 2025 to 31 March 2026.
Bounds are inclusive.
Frequencies are the values of `ecosysteme.enums.Frequence`, taken as plain text.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

ANNEE_MIN, ANNEE_MAX = 1900, 2200
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MOIS_PAR_PERIODE = {"mensuelle": 1, "trimestrielle": 3, "semestrielle": 6, "annuelle": 12, "pluriannuelle": 60}


class PeriodeIllisible(ValueError):
    """The text is neither a date nor a period we know: `str()` is a French reason."""


@dataclass(frozen=True, slots=True, order=True)
class Periode:
    """Days from `debut` to `fin`, both included."""

    debut: date
    fin: date

    def __post_init__(self) -> None:
        if self.fin < self.debut:
            raise ValueError("La fin de la période ne peut précéder son début.")

    @property
    def exercice(self) -> int:
        """The fiscal year that holds the last day, as the database generates it."""
        return exercice_de(self.fin)


def exercice_de(jour: date) -> int:
    """The fiscal year that holds a day."""
    return jour.year if jour.month >= 4 else jour.year - 1


def bornes_exercice(exercice: int) -> Periode:
    """The twelve months of a fiscal year."""
    return Periode(date(exercice, 4, 1), date(exercice + 1, 3, 31))


def fin_de_mois(annee: int, mois: int) -> date:
    """The last day of a month; `mois` may run past 12 or below 1."""
    annee, mois = annee + (mois - 1) // 12, (mois - 1) % 12 + 1
    return date(annee, mois, calendar.monthrange(annee, mois)[1])


def _mois(annee: int, mois: int, duree: int = 1) -> Periode:
    """`duree` whole months from a month, which may run past 12 or below 1."""
    annee, mois = annee + (mois - 1) // 12, (mois - 1) % 12 + 1
    return Periode(date(annee, mois, 1), fin_de_mois(annee, mois + duree - 1))


def periodes_exercice(exercice: int, frequence: str) -> tuple[Periode, ...]:
    """The periods of a fiscal year at a frequency, in order; one for a yearly or multi-year indicator."""
    duree = min(_duree(frequence), 12)
    return tuple(_mois(exercice, 4 + rang, duree) for rang in range(0, 12, duree))


def periode_finissant(fin: date, frequence: str) -> Periode:
    """The period of this frequency that ends on the last day of the month of `fin`."""
    duree = _duree(frequence)
    return _mois(fin.year, fin.month - duree + 1, duree)


def periode_suivante(periode: Periode, frequence: str) -> Periode:
    """The period that comes after, at this frequency."""
    lendemain = periode.fin + timedelta(days=1)
    return _mois(lendemain.year, lendemain.month, _duree(frequence))


def prochaine_mise_a_jour(fin_derniere: date, frequence: str, delai_mois: int = 0) -> date:
    """When the next result is due: end of the last one + frequency + publication delay, to the end of that month."""
    return fin_de_mois(fin_derniere.year, fin_derniere.month + _duree(frequence) + delai_mois)


def _duree(frequence: str) -> int:
    try:
        return MOIS_PAR_PERIODE[frequence]
    except KeyError:
        raise ValueError(f"Fréquence inconnue : « {frequence} ».") from None


_TRAITS = str.maketrans(dict.fromkeys("–—−\u2010\u2011", "-"))
_RANG_DU_MOIS = {nom.translate(str.maketrans("éû", "eu")): rang for rang, nom in enumerate(MOIS, 1)}
_A = r"([0-9]{4})"
_EX = r"([0-9]{4} ?[-/] ?(?:[0-9]{4}|[0-9]{2}))"
_JOUR_ISO = re.compile(rf"{_A}-([0-9]{{2}})-([0-9]{{2}})")
_JOUR_BARRES = re.compile(rf"([0-9]{{1,2}})/([0-9]{{1,2}})/{_A}")
_JOUR_LONG = re.compile(rf"([0-9]{{1,2}})(?:er)? ([a-z]+) {_A}")
_EXERCICE = re.compile(rf"{_A} ?[-/] ?([0-9]{{4}}|[0-9]{{2}})")
_MOIS_ISO = re.compile(rf"{_A}-([0-9]{{2}})")
_MOIS_LONG = re.compile(rf"([a-z]+) {_A}")
_PARTIE = re.compile(rf"{_EX} ?,? ?([ts][1-4])|([ts][1-4]) ?,? ?{_EX}")
_PARTIE_NUE = re.compile(rf"{_A}[ -]?[ts][1-4]|[ts][1-4][ -]?{_A}")


def _net(texte: str) -> str:
    """Lower case, plain hyphens and spaces, no accents."""
    decompose = unicodedata.normalize("NFD", texte.translate(_TRAITS).lower())
    return re.sub(r"\s+", " ", "".join(c for c in decompose if not unicodedata.combining(c))).strip()


def _annee(texte: str) -> int:
    annee = int(texte)
    if not ANNEE_MIN <= annee <= ANNEE_MAX:
        raise PeriodeIllisible(f"L'année {annee} est hors du calendrier ({ANNEE_MIN} à {ANNEE_MAX}).")
    return annee


@lru_cache(maxsize=4096)
def lire_date(texte: str) -> date:
    """Read « 2026-03-03 », « 03/03/2026 » (the day first, always) or « 3 mars 2026 ». Raises `PeriodeIllisible`."""
    net = _net(texte)
    if iso := _JOUR_ISO.fullmatch(net):
        annee, mois, jour = iso.groups()
    elif barres := _JOUR_BARRES.fullmatch(net):
        jour, mois, annee = barres.groups()
    elif (long := _JOUR_LONG.fullmatch(net)) and long[2] in _RANG_DU_MOIS:
        jour, mois, annee = long[1], str(_RANG_DU_MOIS[long[2]]), long[3]
    else:
        raise PeriodeIllisible("Date illisible. Formes acceptées : 2026-03-03, 03/03/2026 (jour d'abord), 3 mars 2026.")
    try:
        return date(_annee(annee), int(mois), int(jour))
    except PeriodeIllisible:
        raise
    except ValueError:
        raise PeriodeIllisible(f"Cette date n'existe pas au calendrier : « {texte.strip()} ».") from None


def lire_exercice(texte: str) -> int:
    """Read « 2016-2017 », « 2016-17 », « 2014/2015 » or « 2016–2017 ». Raises `PeriodeIllisible`."""
    trouve = _EXERCICE.fullmatch(_net(texte))
    if not trouve:
        raise PeriodeIllisible("Exercice illisible. Formes acceptées : 2016-2017, 2016-17, 2014/2015.")
    debut = _annee(trouve[1])
    suite = int(trouve[2])
    if suite != (debut + 1 if len(trouve[2]) == 4 else (debut + 1) % 100):
        raise PeriodeIllisible(f"Un exercice couvre deux années qui se suivent : {debut}-{debut + 1} ?")
    return debut


@lru_cache(maxsize=4096)
def lire_periode(texte: str, *, frequence: str = "") -> Periode:
    """Read an exercice, a part of one (« 2025-2026 T1 », « S2 2025-2026 »), a month or a calendar year (« 2015 »).

    « 2011-12 » may be December 2011 or the exercice 2011-2012: `frequence` settles it, without it the text is refused.
    Quarters and semesters are those of the exercice: T1 is April to June. Raises `PeriodeIllisible`.
    """
    net = _net(texte)
    if re.fullmatch(_A, net):
        annee = _annee(net)
        return Periode(date(annee, 1, 1), date(annee, 12, 31))
    if partie := _PARTIE.fullmatch(net):
        return _partie(lire_exercice(partie[1] or partie[4]), partie[2] or partie[3])
    if _PARTIE_NUE.fullmatch(net):
        raise PeriodeIllisible("Année civile ou exercice ? Écrivez par exemple « 2025-2026 T1 » ou les mois.")
    if (long := _MOIS_LONG.fullmatch(net)) and long[1] in _RANG_DU_MOIS:
        return _mois(_annee(long[2]), _RANG_DU_MOIS[long[1]])
    iso = _MOIS_ISO.fullmatch(net)
    if iso and 1 <= int(iso[2]) <= 12:
        return _mois_ou_exercice(_annee(iso[1]), int(iso[2]), frequence)
    if _EXERCICE.fullmatch(net):
        return bornes_exercice(lire_exercice(net))
    raise PeriodeIllisible(
        "Période illisible. Formes acceptées : 2025-2026, 2025-26, 2015, 2025-04, avril 2025, 2025-2026 T1."
    )


def _partie(exercice: int, code: str) -> Periode:
    frequence = "trimestrielle" if code[0] == "t" else "semestrielle"
    parties = periodes_exercice(exercice, frequence)
    if int(code[1]) > len(parties):
        raise PeriodeIllisible(f"« {code.upper()} » : un exercice compte deux semestres.")
    return parties[int(code[1]) - 1]


def _mois_ou_exercice(annee: int, mois: int, frequence: str) -> Periode:
    """« 2025-04 » is a month; « 2011-12 » is one only if the frequency says so."""
    if mois != (annee + 1) % 100 or frequence == "mensuelle":
        return _mois(annee, mois)
    if frequence:
        return bornes_exercice(annee)
    raise PeriodeIllisible(
        f"« {annee}-{mois:02} » est ambigu : écrivez « {annee}-{annee + 1} » ou « {MOIS[mois - 1]} {annee} »."
    )
