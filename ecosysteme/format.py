"""How figures and dates are written for a reader of Québec: once, in the selectors, never per cell in a template.

Thousands are cut by a no-break space (U+00A0), the decimal sign is a comma, the minus is U+2212, an absent value is
« – ». Rounding happens here and only here, half away from zero. `nombres.lire_nombre` reads back what `nombre` writes.
"""

from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from .nombres import epurer
from .periodes import MOIS, Periode, bornes_exercice, periodes_exercice

INSECABLE = "\u00a0"
MOINS = "\u2212"
ABSENT = "–"
FUSEAU = ZoneInfo("America/Toronto")
UNITE_LONGUE = 16
UNITES = {
    "pourcentage": "%",
    "pour cent": "%",
    "dollars": "$",
    "dollars (en millions)": "M$",
    "kilogrammes": "kg",
    "nombre": "",
}
_CONTEXTE = Context(prec=60)
Chiffre = Decimal | int | float


def arrondir(valeur: Chiffre, decimales: int) -> Decimal:
    """The value at that many decimals, half away from zero; a float is taken as it prints."""
    exacte = Decimal(repr(valeur)) if isinstance(valeur, float) else Decimal(valeur)
    return exacte.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP, _CONTEXTE)


def nombre(valeur: Chiffre | None, decimales: int | None = None) -> str:
    """« 1 234,5 »; without `decimales`, all the decimals there are (at most nine) and no trailing zero."""
    if valeur is None:
        return ABSENT
    exacte = epurer(arrondir(valeur, 9)) if decimales is None else arrondir(valeur, decimales)
    signe = MOINS if exacte < 0 else ""
    entiers, _, apres = f"{abs(exacte):,f}".partition(".")
    return signe + entiers.replace(",", INSECABLE) + (f",{apres}" if apres else "")


def pourcentage(valeur: Chiffre | None, decimales: int | None = 1) -> str:
    """« 45,2 % » for 45.2."""
    return ABSENT if valeur is None else f"{nombre(valeur, decimales)}{INSECABLE}%"


def avec_unite(valeur: Chiffre | None, unite: str = "", decimales: int | None = None) -> str:
    """« 12,5 jours », « 45,2 % », « 1,5 M$ »: the value and its unit, held together by a no-break space."""
    if valeur is None or not unite:
        return nombre(valeur, decimales)
    return f"{nombre(valeur, decimales)}{INSECABLE}{unite}"


def unite_courte(unite: str) -> str:
    """The unit as it stands beside a value: « % » for « Pourcentage », nothing for a count or a whole sentence."""
    nette = unite.strip()
    connue = UNITES.get(nette.lower())
    return connue if connue is not None else nette if len(nette) <= UNITE_LONGUE else ""


def ecart(valeur: Chiffre | None, decimales: int | None = None) -> str:
    """A difference with its sign: « +1,2 », « −0,4 », « 0 »."""
    if valeur is None:
        return ABSENT
    return ("+" if arrondir(valeur, 9 if decimales is None else decimales) > 0 else "") + nombre(valeur, decimales)


def date_longue(jour: date | None) -> str:
    """« 3 mars 2026 », « 1er mars 2026 »; an aware instant is told in Québec's time."""
    if jour is None:
        return ABSENT
    local = _local(jour) if isinstance(jour, datetime) else jour
    premier = "1er" if local.day == 1 else str(local.day)
    return f"{premier}{INSECABLE}{MOIS[local.month - 1]}{INSECABLE}{local.year}"


def heure(instant: datetime | time) -> str:
    """« 14 h 30 », « 14 h »."""
    local = _local(instant) if isinstance(instant, datetime) else instant
    minutes = f"{INSECABLE}{local.minute:02}" if local.minute else ""
    return f"{local.hour}{INSECABLE}h{minutes}"


def date_heure(instant: datetime | None) -> str:
    """« 3 mars 2026, 14 h 30 »."""
    return ABSENT if instant is None else f"{date_longue(instant)}, {heure(instant)}"


def _local(instant: datetime) -> datetime:
    return instant if instant.tzinfo is None else instant.astimezone(FUSEAU)


def exercice_texte(exercice: int) -> str:
    """« 2025-2026 » for 2025."""
    return f"{exercice}-{exercice + 1}"


@lru_cache(maxsize=4096)
def periode_texte(debut: date, fin: date) -> str:
    """The shortest name of a period: « 2025-2026 », « 2025-2026 T1 », « avril 2025 », « 2015 », or its two dates."""
    periode = Periode(debut, fin)
    if periode == bornes_exercice(periode.exercice):
        return exercice_texte(periode.exercice)
    for lettre, frequence in (("T", "trimestrielle"), ("S", "semestrielle")):
        parties = periodes_exercice(periode.exercice, frequence)
        if periode in parties:
            return f"{exercice_texte(periode.exercice)}{INSECABLE}{lettre}{parties.index(periode) + 1}"
    if periode in periodes_exercice(periode.exercice, "mensuelle"):
        return f"{MOIS[fin.month - 1]}{INSECABLE}{fin.year}"
    if (debut.month, debut.day, fin.month, fin.day) == (1, 1, 12, 31):
        return f"{fin.year}" if debut.year == fin.year else f"{debut.year} à {fin.year}"
    return f"{date_longue(debut)} au {date_longue(fin)}"


def pluriel(n: Chiffre, singulier: str, forme: str | None = None) -> str:
    """The word alone, plural from 2 on: « 0 résultat », « 1,5 résultat », « 2 résultats »."""
    return singulier if -2 < n < 2 else forme or f"{singulier}s"


def compte(n: Chiffre, singulier: str, forme: str | None = None) -> str:
    """The count and its word: « 12 résultats »."""
    return f"{nombre(n)}{INSECABLE}{pluriel(n, singulier, forme)}"


def il_y_a(instant: datetime, maintenant: datetime | None = None) -> str:
    """« à l'instant », « il y a 3 minutes », « hier », « il y a 12 jours », then the date; « dans 2 heures » ahead."""
    present = maintenant or datetime.now(UTC)
    secondes = (present - instant).total_seconds()
    avance, secondes = secondes < 0, abs(secondes)
    if secondes < 60:
        return "dans un instant" if avance else "à l'instant"
    jours = abs((_local(present).date() - _local(instant).date()).days)
    if secondes < 3600:
        duree = compte(int(secondes // 60), "minute")
    elif jours == 0 or secondes < 6 * 3600:
        duree = compte(int(secondes // 3600), "heure")
    elif jours == 1:
        return "demain" if avance else "hier"
    elif jours <= 30:
        duree = compte(jours, "jour")
    else:
        return f"le {date_longue(instant)}"
    return f"dans {duree}" if avance else f"il y a {duree}"
