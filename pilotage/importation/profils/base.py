"""What every profile has in common: fields, the cells of a line, and what a line says."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import NoReturn, TypeVar

from django.db.models import TextChoices

from ecosysteme.exports import retirer_protection
from ecosysteme.nombres import Nature, NombreRefuse, epurer, lire_nombre
from ecosysteme.periodes import PeriodeIllisible, exercice_de, lire_date, lire_exercice, lire_periode

from ..lecture import nettoyer
from ..refus import LigneRefusee

NUL = "\\N"
CACHE_MAX = 50_000
COURT = 100
Bornes = tuple[str, str, int]
T = TypeVar("T")
Jour = date  # the name `date` is also a gesture of Cellules
_ERREUR = re.compile(r"#(?:REF|DIV/0|N/A|VALUE|NAME|NUM|NULL|VALEUR|NOM|NOMBRE|NUL|SPILL|CALC)[!?]?", re.I)
_NOMBRE = re.compile(r"-?[0-9]{1,14}(?:[.,][0-9]{1,9})?")
_DEBUTS_SUSPECTS = ("=", "#", "'")
_OUI = {"oui", "o", "vrai", "true", "1", "x"}
_NON = {"non", "n", "faux", "false", "0"}


def plier(texte: str) -> str:
    """Lower case, no accents, words separated by single spaces: how headers and choices are compared."""
    return _plier(texte) if len(texte) < COURT else _plier.__wrapped__(texte)


@lru_cache(maxsize=8192)
def _plier(texte: str) -> str:
    sans = "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", sans.lower()))


@cache
def _codes(choix: type[TextChoices]) -> dict[str, str]:
    """The codes of a vocabulary by code and by label, folded."""
    return {plier(texte): valeur for valeur, libelle in choix.choices if valeur for texte in (libelle, valeur)}


@dataclass(frozen=True)
class Champ:
    """A field of a profile, and the headers it is known by."""

    nom: str
    libelle: str
    synonymes: tuple[str, ...] = ()
    obligatoire: bool = False
    structure: bool = False
    aide: str = ""

    @property
    def cles(self) -> list[str]:
        return [plier(t) for t in (self.libelle, self.nom, *self.synonymes)]


@dataclass(slots=True)
class Structure:
    """What a line says about the plan and the sheet it belongs to; `no` is its number in the staging table."""

    no: int = 0
    unite: str = ""
    frequence: str = ""
    sens: str = ""
    colonnes: dict[str, str] = field(default_factory=dict)


class Releve:
    """The measure and the target that a line carries, ready for COPY."""

    __slots__ = COLONNES = (
        "debut", "fin", "territoire", "valeur", "motif", "sans_objet", "etat", "commentaire", "source",
        "exercice", "forme", "valeur_min", "valeur_max", "texte", "echeance", "jugee", "illustree",
    )  # fmt: skip

    def __init__(self) -> None:
        self.debut = self.fin = self.valeur = self.etat = self.commentaire = self.source = NUL
        self.exercice = self.forme = self.valeur_min = self.valeur_max = self.texte = self.echeance = self.jugee = NUL
        self.illustree = NUL
        self.territoire = self.motif = ""
        self.sans_objet = "f"

    def copie(self) -> str:
        return (
            f"{self.debut}\t{self.fin}\t{self.territoire}\t{self.valeur}\t{self.motif}\t{self.sans_objet}\t{self.etat}"
            f"\t{self.commentaire}\t{self.source}\t{self.exercice}\t{self.forme}\t{self.valeur_min}\t{self.valeur_max}"
            f"\t{self.texte}\t{self.echeance}\t{self.jugee}\t{self.illustree}\n"
        )


def copier(texte: str) -> str:
    """A text as COPY wants it."""
    if "\\" in texte or "\n" in texte or "\t" in texte or "\r" in texte:
        return texte.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return texte


class Cellules:
    """The cells of the current line by field name: cleaned, and refused when they are formulas or errors."""

    def __init__(self, champs: Sequence[Champ], positions: dict[str, int]) -> None:
        self.positions = {champ.nom: positions[champ.nom] for champ in champs if champ.nom in positions}
        self.libelles = {champ.nom: champ.libelle for champ in champs}
        self.ligne: Sequence[str] = ()
        self.avertissements: list[tuple[str, str, str]] = []
        self._periodes: dict[tuple[str, str], Bornes] = {}
        self._jours: dict[tuple[str, str], Bornes] = {}

    def __contains__(self, champ: str) -> bool:
        return champ in self.positions

    def __getitem__(self, champ: str) -> str:
        position = self.positions.get(champ)
        if position is None:
            return ""
        texte = self.ligne[position]
        if not texte:
            return texte
        if not (texte.isascii() and texte.isprintable()) or texte[0] == " " or texte[-1] == " ":
            texte = nettoyer(texte)
        if texte[:1] in _DEBUTS_SUSPECTS:
            if texte[0] == "=":
                self.refuser(
                    champ, texte, "Les formules ne sont jamais évaluées : une cellule ne peut commencer par « = »."
                )
            if _ERREUR.fullmatch(texte):
                self.refuser(champ, texte, "C'est une erreur du tableur : corrigez la cellule d'origine.")
            texte = retirer_protection(texte)
        return texte

    def refuser(self, champ: str, valeur: str, raison: str) -> NoReturn:
        raise LigneRefusee(self.libelles.get(champ, champ), valeur, raison)

    def avertir(self, champ: str, valeur: str, raison: str) -> None:
        self.avertissements.append((self.libelles.get(champ, champ), valeur, raison))

    def texte(self, champ: str, maximum: int) -> str:
        texte = self[champ]
        if len(texte) > maximum:
            self.refuser(champ, texte, f"{len(texte)} caractères : au plus {maximum} sont gardés.")
        return texte

    def requis(self, champ: str, maximum: int) -> str:
        texte = self.texte(champ, maximum)
        if not texte:
            self.refuser(champ, "", "Cette valeur est requise.")
        return texte

    def choix(self, champ: str, choix: type[TextChoices]) -> str:
        """A value of a closed vocabulary, by its code or its label; '' when the cell is empty."""
        texte = self[champ]
        if not texte:
            return ""
        valeur = _codes(choix).get(plier(texte))
        if not valeur:
            self.refuser(champ, texte, f"Valeurs acceptées : {', '.join(v for v in choix.values if v)}.")
        return valeur

    def booleen(self, champ: str) -> str:
        """'t', 'f', or '' when the cell is empty."""
        texte = self[champ]
        cle = plier(texte)
        if texte and cle not in _OUI | _NON:
            self.refuser(champ, texte, "Écrivez « oui » ou « non ».")
        return "" if not texte else "t" if cle in _OUI else "f"

    def entier(self, champ: str, minimum: int, maximum: int) -> str:
        texte = self[champ]
        if texte and not (re.fullmatch(r"-?[0-9]{1,6}", texte) and minimum <= int(texte) <= maximum):
            self.refuser(champ, texte, f"Un nombre entier de {minimum} à {maximum} est attendu.")
        return texte

    def nombre(self, champ: str, unite: str = "") -> str:
        """A plain decimal as text, or '' when the cell is empty; coded non-values are refused here."""
        nature, valeur = self.resultat(champ, unite)
        if nature in (Nature.NON_DISPONIBLE, Nature.SANS_OBJET):
            self.refuser(champ, self[champ], "Un nombre est attendu ici.")
        return valeur

    def resultat(self, champ: str, unite: str = "") -> tuple[Nature, str]:
        """A number, or the way of having none."""
        texte = self[champ]
        if not texte:
            return Nature.VIDE, ""
        if _NOMBRE.fullmatch(texte):
            return Nature.NOMBRE, texte.replace(",", ".")
        try:
            lu = lire_nombre(texte, unite=unite)
        except NombreRefuse as refus:
            raise LigneRefusee(self.libelles.get(champ, champ), texte, refus.raison) from None
        return lu.nature, "" if lu.valeur is None else f"{epurer(lu.valeur):f}"

    def date(self, champ: str) -> str:
        texte = self[champ]
        return self._lire(champ, lambda: lire_date(texte)).isoformat() if texte else ""

    def exercice(self, champ: str) -> str:
        """« 2025-2026 », or the year it starts in."""
        texte = self[champ]
        if not texte or re.fullmatch(r"(?:19|20|21)[0-9]{2}", texte):
            return texte
        return str(self._lire(champ, lambda: lire_exercice(texte)))

    def periode(self, champ: str, frequence: str = "") -> Bornes | None:
        """First day, last day and exercice; parsed once for each text."""
        texte = self[champ]
        if not texte:
            return None
        trouvee = self._periodes.get((texte, frequence))
        if trouvee is None:
            lue = self._lire(champ, lambda: lire_periode(texte, frequence=frequence))
            trouvee = (lue.debut.isoformat(), lue.fin.isoformat(), lue.exercice)
            if len(self._periodes) < CACHE_MAX:
                self._periodes[texte, frequence] = trouvee
        return trouvee

    def _lire(self, champ: str, lecture: Callable[[], T]) -> T:
        try:
            return lecture()
        except PeriodeIllisible as refus:
            raise LigneRefusee(self.libelles.get(champ, champ), self[champ], str(refus)) from None

    def jours(self, debut: str, fin: str) -> Bornes | None:
        """First day, last day and exercice, from two dates given apart; parsed once for each pair."""
        textes = (self[debut], self[fin])
        trouvee = self._jours.get(textes)
        if trouvee is None and any(textes):
            for champ in (debut, fin):
                if not self[champ]:
                    self.refuser(champ, "", "Le début et la fin de la période vont ensemble.")
            premier, dernier = self.date(debut), self.date(fin)
            if dernier < premier:
                self.refuser(fin, textes[1], "La fin de la période ne peut précéder son début.")
            trouvee = (premier, dernier, exercice_de(Jour.fromisoformat(dernier)))
            if len(self._jours) < CACHE_MAX:
                self._jours[textes] = trouvee
        return trouvee


class Profil:
    """A kind of file: its fields, and what its lines mean."""

    nom = ""
    libelle = ""
    description = ""
    champs: tuple[Champ, ...] = ()

    def structure(self, cellules: Cellules) -> Structure:
        """The plan, objective and sheet of the line: only fields marked `structure` may be read."""
        raise NotImplementedError

    def releve(self, cellules: Cellules, structure: Structure) -> Releve:
        """The measure and the target of the line."""
        raise NotImplementedError
