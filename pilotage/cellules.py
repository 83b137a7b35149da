"""What a person types in a cell of the grid: a number, « s.o. », « n/d » with its coded reason, or nothing.

The text of a cell says everything about a result, so that it can be copied, pasted and undone as text; reading back
what `texte` writes gives the same result. `static/js/saisie-nombres.js` follows the same rules for errors as typed.
"""

from dataclasses import dataclass
from decimal import Decimal

from ecosysteme.enums import MotifAbsence
from ecosysteme.format import nombre
from ecosysteme.nombres import LONGUEUR_MAX, Nature, NombreRefuse, lire_nombre

from .importation.profils.base import plier

COURTS = {
    MotifAbsence.NON_MESURE: "non mesuré",
    MotifAbsence.SOURCE_RETARDEE: "source en retard",
    MotifAbsence.CONFIDENTIEL: "confidentiel",
    MotifAbsence.NON_SAISI: "pas encore saisi",
}
AUTRES = {
    "retard": MotifAbsence.SOURCE_RETARDEE,
    "source retardee": MotifAbsence.SOURCE_RETARDEE,
    "pas saisi": MotifAbsence.NON_SAISI,
    "non saisi": MotifAbsence.NON_SAISI,
    "a saisir": MotifAbsence.NON_SAISI,
    "petit nombre": MotifAbsence.CONFIDENTIEL,
}
MOTIFS: dict[str, str] = (
    {plier(motif): motif.value for motif in MotifAbsence}
    | {plier(motif.label): motif.value for motif in MotifAbsence}
    | {plier(court): motif.value for motif, court in COURTS.items()}
    | {mot: motif.value for mot, motif in AUTRES.items()}
)
PREFIXES = ("n/d", "n.d.", "nd ", "nd,", "non disponible")
SEPARATEURS = " \u00a0\u2009\u202f,;:–—-()"
SANS_OBJET = "s.o."
MOTIF_INCONNU = "Motif inconnu. Écrivez « n/d » seul, ou suivi de : " + ", ".join(COURTS.values()) + "."


@dataclass(frozen=True, slots=True)
class Resultat:
    """A result without its period: exactly one of the three, or none of them when the cell is empty."""

    valeur: Decimal | None = None
    motif_absence: str = ""
    sans_objet: bool = False

    @property
    def vide(self) -> bool:
        return self.valeur is None and not self.motif_absence and not self.sans_objet


def lire(cellule: str, unite: str = "") -> Resultat:
    """Read a cell; « n/d » alone means not measured, as in an import. Raises `NombreRefuse`."""
    motif = _motif(cellule.strip(SEPARATEURS + "\t\r\n\ufeff"))
    if motif:
        return Resultat(motif_absence=motif)
    lecture = lire_nombre(cellule, unite=unite)
    if lecture.nature == Nature.NON_DISPONIBLE:
        return Resultat(motif_absence=MotifAbsence.NON_MESURE.value)
    return Resultat(valeur=lecture.valeur, sans_objet=lecture.nature == Nature.SANS_OBJET)


def _motif(net: str) -> str:
    """The reason a text names, with or without « n/d » before it; '' when it names none."""
    bas = net.lower()
    if len(net) > LONGUEUR_MAX:
        return ""
    for prefixe in PREFIXES:
        reste = plier(bas.removeprefix(prefixe))
        if bas.startswith(prefixe) and reste:
            if reste not in MOTIFS:
                raise NombreRefuse("motif", MOTIF_INCONNU)
            return MOTIFS[reste]
    return MOTIFS.get(plier(net), "") if net[:1].isalpha() else ""


def texte(valeur: Decimal | None, motif_absence: str = "", sans_objet: bool = False) -> str:
    """What the cell of a result shows: « 1 234,5 », « n/d, confidentiel », « s.o. », or nothing."""
    if sans_objet:
        return SANS_OBJET
    if motif_absence:
        return f"n/d, {COURTS[MotifAbsence(motif_absence)]}"
    return "" if valeur is None else nombre(valeur)
