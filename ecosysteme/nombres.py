"""The one parser of numbers that people type, paste from a spreadsheet or import (pilotage.md, section 8).

Exact decimals only: a value fits NUMERIC(24, 9), is finite and below 10^15 in absolute value; `float` is never used.

Ambiguities, settled once:
- a single comma or point is the decimal sign (fr-CA): « 1,234 » is 1.234 and so is « 1.234 »;
- a separator that comes back is a thousands separator and must cut groups of three: « 1,234,567 »; with both signs the
  last kind is the decimal one: « 1,234.5 » and « 1.234,5 » are both 1234.5;
- spaces (plain, thin, narrow, no-break) are thousands separators, never found in the decimals;
- « 1,5E+03 » is what spreadsheets write: accepted with an exponent of at most 15, refused beyond;
- « 45 % » stays 45 with the unit « % »; « 1,5 M$ » is 1 500 000 with the unit « $ », unless the caller expects
  another amount unit, to which it is then converted (`unite="M$"` reads 1.5);
- ISQ signs: « … » means « sans objet », « . », « .. » and dashes mean « non disponible ».
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from enum import StrEnum
from typing import Never

DECIMALES_MAX = 9
VALEUR_MAX = Decimal(10) ** 15
LONGUEUR_MAX = 60
EXPOSANT_MAX = 15
MULTIPLES = {"$": 0, "k$": 3, "K$": 3, "M$": 6, "G$": 9, "Md$": 9}

_CONTEXTE = Context(prec=120)
_ESPACES = "\u0020\u00a0\u2009\u202f"
_NON_DISPONIBLE = {"n/d", "nd", "n.d.", "n.d", "non disponible", ".", "..", "-", "–", "—", "−"}
_SANS_OBJET = {"s.o.", "s.o", "so", "s/o", "sans objet", "…", "..."}
_ERREURS_TABLEUR = re.compile(
    r"#(N/A|N/D|REF!|DIV/0!|VALUE!|VALEUR!|NAME\?|NOM\?|NUM!|NOMBRE!|NULL!|NUL!|SPILL!|CALC!|#+)", re.I
)
_ORDINAIRE = re.compile(rf"-?[0-9]{{1,15}}(?:[.,][0-9]{{1,{DECIMALES_MAX}}})?")
_SUFFIXE = re.compile(r"[ ]?(%|(?:k|K|M|G|Md)?[ ]?\$)$")
_EXPOSANT = re.compile(r"[eE]([+-]?[0-9]+)$")
_GROUPES = {signe: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(signe)}[0-9]{{3}})+") for signe in " ,."}


class Nature(StrEnum):
    """What a cell holds: a number, or one of the three ways of having none."""

    NOMBRE = "nombre"
    NON_DISPONIBLE = "non_disponible"
    SANS_OBJET = "sans_objet"
    VIDE = "vide"


@dataclass(frozen=True, slots=True)
class Lecture:
    """What was read: `valeur` is set if and only if `nature` is NOMBRE; `unite` is '', '%' or an amount unit.

    `arrondie` says that decimals beyond the ninth were rounded off (only when the caller allowed it).
    """

    nature: Nature
    valeur: Decimal | None = None
    unite: str = ""
    arrondie: bool = False


class NombreRefuse(ValueError):
    """The text is not a number: `code` for programs, `raison` (also `str()`) for the person who typed it."""

    def __init__(self, code: str, raison: str) -> None:
        super().__init__(raison)
        self.code = code
        self.raison = raison


def _refuser(code: str, raison: str) -> Never:
    raise NombreRefuse(code, raison)


def lire_nombre(texte: str, *, unite: str = "", arrondir: bool = False) -> Lecture:
    """Read what a person or a file wrote.

    `unite` is the unit the number is expected in (that of the indicator), when there is one. With `arrondir`,
    decimals beyond the ninth are rounded half up instead of refused. Raises `NombreRefuse`.
    """
    net = texte.strip(_ESPACES + "\t\r\n\ufeff")
    if not net:
        return Lecture(Nature.VIDE)
    if _ORDINAIRE.fullmatch(net):  # by far the most frequent in a file of a million rows
        return Lecture(Nature.NOMBRE, epurer(Decimal(net.replace(",", "."))))
    cle = net.lower()
    if cle in _NON_DISPONIBLE:
        return Lecture(Nature.NON_DISPONIBLE)
    if cle in _SANS_OBJET:
        return Lecture(Nature.SANS_OBJET)
    _refuser_impropre(net)
    for espace in _ESPACES[1:]:
        net = net.replace(espace, " ")
    positif, negatif = _signe(net)
    chiffres, marque = _marque(positif)
    valeur = _valeur(chiffres)
    valeur, unite_lue = _convertir(valeur, marque, unite)
    valeur, arrondie = _borner(-valeur if negatif else valeur, arrondir)
    return Lecture(Nature.NOMBRE, valeur, unite_lue, arrondie)


def lire_cellule(cellule: object, *, unite: str = "") -> Lecture:
    """Read a spreadsheet cell: text as `lire_nombre`; a binary number at the 15 significant digits it is shown with."""
    if cellule is None:
        return Lecture(Nature.VIDE)
    if isinstance(cellule, str):
        return lire_nombre(cellule, unite=unite)
    if isinstance(cellule, bool) or not isinstance(cellule, int | float | Decimal):
        _refuser("illisible", "La cellule ne contient pas un nombre.")
    if isinstance(cellule, float):
        return lire_nombre(f"{cellule:.15g}", unite=unite, arrondir=True)
    if isinstance(cellule, Decimal) and not cellule.is_finite():
        _refuser("non_fini", "Ce n'est pas un nombre fini.")
    valeur, _ = _borner(Decimal(cellule), False)
    return Lecture(Nature.NOMBRE, valeur)


def _refuser_impropre(net: str) -> None:
    """Refuse by name what must never be evaluated or guessed."""
    if len(net) > LONGUEUR_MAX:
        _refuser("trop_long", f"Plus de {LONGUEUR_MAX} caractères : ce n'est pas un nombre.")
    if erreur := _ERREURS_TABLEUR.fullmatch(net):
        nom = net if erreur[1].strip("#") else "####"
        _refuser("erreur_tableur", f"« {nom} » est une erreur du tableur : corrigez la cellule d'origine.")
    if net[0] in "=+@":
        _refuser("formule", f"Une valeur ne peut commencer par « {net[0]} » : les formules ne sont jamais évaluées.")
    if net.lower() in {"n/a", "na", "n.a.", "#na"}:
        _refuser("ambigu", "« n/a » est ambigu : écrivez « n/d » (non disponible) ou « s.o. » (sans objet).")
    if re.fullmatch(r"[-+−]?(nan|inf|infini|infinity|∞)", net, re.I):
        _refuser("non_fini", f"« {net} » n'est pas un nombre fini.")
    if "_" in net:
        _refuser("souligne", "Le trait de soulignement ne sépare pas les milliers : utilisez une espace.")
    if any(c.isnumeric() and not ("0" <= c <= "9") for c in net):
        _refuser("chiffres", "Seuls les chiffres de 0 à 9 sont acceptés.")


def _signe(net: str) -> tuple[str, bool]:
    """The text without its sign, and whether it is negative: minus sign, hyphen, or parentheses."""
    if net.startswith("(") or net.endswith(")"):
        if entre := re.fullmatch(r"\( ?([^()]+?) ?\)( ?%)?", net):
            interieur = entre[1] + (entre[2] or "")
            if interieur[0] in "-−":
                _refuser("signe", "Deux signes négatifs : des parenthèses et un moins.")
            return interieur, True
        _refuser("parentheses", "Parenthèses mal fermées.")
    if net[0] in "-−":
        return net[1:].removeprefix(" "), True
    return net, False


def _marque(net: str) -> tuple[str, str]:
    """Split « 1,5 M$ », « $1.50 » or « 45 % » in digits and mark ('' when there is none)."""
    if net.startswith("$"):
        reste = net[1:].removeprefix(" ")
        if multiple := re.search(r" ?(k|K|M|G|Md)$", reste):
            return reste[: multiple.start()], multiple[1] + "$"
        return reste, "$"
    if suffixe := _SUFFIXE.search(net):
        return net[: suffixe.start()], suffixe[1].replace(" ", "")
    return net, ""


def _valeur(chiffres: str) -> Decimal:
    """The exact value of digits with their separators and an optional exponent."""
    puissance = 0
    if exposant := _EXPOSANT.search(chiffres):
        chiffres = chiffres[: exposant.start()]
        if len(exposant[1]) > 4 or abs(int(exposant[1])) > EXPOSANT_MAX:
            _refuser("hors_bornes", f"Exposant hors bornes : au plus {EXPOSANT_MAX}.")
        puissance = int(exposant[1])
    if not re.fullmatch(r"[0-9., ]*[0-9]", chiffres):
        _refuser("illisible", "Ce n'est pas un nombre. Exemples : 1 234,5 ; -12 ; 45 % ; 1,5 M$ ; n/d ; s.o.")
    entiers, decimales = _separer(chiffres)
    return Decimal(f"{entiers or '0'}.{decimales or '0'}").scaleb(puissance, _CONTEXTE)


def _separer(chiffres: str) -> tuple[str, str]:
    """Whole and decimal digits, by the rules of the module's docstring."""
    presents = [signe for signe in ",." if signe in chiffres]
    dernier = max(presents, key=chiffres.rfind, default="")
    if not dernier:
        return _grouper(chiffres), ""
    if chiffres.count(dernier) > 1:
        if len(presents) == 2 or not _GROUPES[dernier].fullmatch(chiffres):
            _refuser("separateurs", "Deux séparateurs décimaux : gardez-en un seul, par exemple 1 234,5.")
        return chiffres.replace(dernier, ""), ""
    entiers, _, decimales = chiffres.partition(dernier)
    if " " in decimales:
        _refuser("espaces", "Une espace ne peut se trouver dans les décimales.")
    return _grouper(entiers), decimales


def _grouper(entiers: str) -> str:
    """Whole digits without their thousands separators, which must all be of one kind and cut groups of three."""
    for signe in " ,.":
        if signe in entiers:
            if not _GROUPES[signe].fullmatch(entiers):
                code = "espaces" if signe == " " else "separateurs"
                _refuser(code, "Les milliers vont par groupes de trois chiffres, tous séparés de la même façon.")
            return entiers.replace(signe, "")
    return entiers


def _convertir(valeur: Decimal, marque: str, unite: str) -> tuple[Decimal, str]:
    """The value in the expected unit, and the unit it is in."""
    if not marque:
        return valeur, ""
    attendue = unite.replace("\u00a0", "").replace(" ", "")
    montant = attendue in MULTIPLES
    if marque == "%":
        if montant:
            _refuser("unite", f"Un pourcentage alors que l'unité est « {unite} ».")
        return valeur, "%"
    if attendue == "%":
        _refuser("unite", "Un montant alors que l'unité est « % ».")
    if unite and not montant and marque != "$":
        _refuser("unite", f"L'unité de l'indicateur est « {unite} » : écrivez le nombre seul, dans cette unité.")
    vers = attendue if montant else "$"
    if unite and not montant:
        return valeur, "$"
    return valeur.scaleb(MULTIPLES[marque] - MULTIPLES[vers], _CONTEXTE), vers


def _borner(valeur: Decimal, arrondir: bool) -> tuple[Decimal, bool]:
    """The value within NUMERIC(24, 9), without exponent nor trailing zero; and whether it was rounded."""
    if abs(valeur) >= VALEUR_MAX:
        _refuser("hors_bornes", "Le nombre doit être inférieur à un million de milliards.")
    try:
        exacte = valeur.quantize(Decimal(1).scaleb(-DECIMALES_MAX), ROUND_HALF_UP, _CONTEXTE)
    except InvalidOperation:  # pragma: no cover - excluded by the bound above and the length of the text
        _refuser("hors_bornes", "Le nombre compte trop de chiffres.")
    if exacte != valeur and not arrondir:
        _refuser("decimales", f"Plus de {DECIMALES_MAX} décimales : arrondissez la valeur.")
    if abs(exacte) >= VALEUR_MAX:
        _refuser("hors_bornes", "Le nombre doit être inférieur à un million de milliards.")
    return epurer(exacte), exacte != valeur


def epurer(valeur: Decimal) -> Decimal:
    """The same value without exponent, trailing zeros or negative zero."""
    if not valeur:
        return Decimal(0)
    nette = valeur.normalize(_CONTEXTE)
    exposant = nette.as_tuple().exponent
    return nette.quantize(Decimal(1), context=_CONTEXTE) if isinstance(exposant, int) and exposant > 0 else nette
