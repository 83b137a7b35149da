"""From the rows of a file to the staging tables: each line read once, refused lines told exactly, memory bounded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..enums import Gravite
from ..models import Importation
from . import tampon
from .lecture import Ligne, Source
from .profils.base import CACHE_MAX, Cellules, Profil, Releve, Structure, copier
from .refus import LigneRefusee

LOT = 20_000
POIDS_MAX = 16 * 2**20  # characters kept at once, by a lot or by the cache of structures
REMARQUES = ("importation_id", "gravite", "numero", "champ", "valeur", "raison")
Remarque = tuple[str, int, str, str, str]


@dataclass
class Lues:
    """How far the reading is."""

    lignes: int = 0
    refusees: int = 0


class Preparateur:
    """Turns rows into COPY lines; a structure met again is written once (as long as the cache remembers it)."""

    def __init__(self, profil: Profil, positions: dict[str, int], largeur: int) -> None:
        self.profil = profil
        self.largeur = largeur
        self.cellules = Cellules(profil.champs, positions)
        self.cles = [positions[c.nom] for c in profil.champs if c.structure and c.nom in positions]
        self.connues: dict[tuple[str, ...], Structure | LigneRefusee] = {}
        self.poids = self.suivant = 0
        self.fiches: list[str] = []
        self.lignes: list[str] = []
        self.remarques: list[Remarque] = []

    def ajouter(self, numero: int, ligne: Ligne) -> bool:
        """Prepare a line; False when it is refused."""
        cellules = self.cellules
        cellules.ligne = ligne
        try:
            if len(ligne) != self.largeur:
                self._controler_largeur(ligne)
            structure = self._structure(numero, ligne)
            releve = self.profil.releve(cellules, structure)
        except LigneRefusee as refus:
            cellules.avertissements.clear()
            self.remarques.append((Gravite.REFUS, numero, refus.champ, refus.valeur, refus.raison))
            return False
        self.lignes.append(f"{numero}\t{structure.no}\t{releve.copie()}")
        if cellules.avertissements:
            self.remarques.extend((Gravite.AVERTISSEMENT, numero, *a) for a in cellules.avertissements)
            cellules.avertissements.clear()
        return True

    def _structure(self, numero: int, ligne: Ligne) -> Structure:
        cle = tuple([ligne[position] for position in self.cles])
        connue = self.connues.get(cle)
        if connue is None:
            try:
                connue = self.profil.structure(self.cellules)
            except LigneRefusee as refus:
                connue = refus
            else:
                self.suivant += 1
                connue.no = self.suivant
                self.fiches.append(tampon.ligne_fiche(connue.no, numero, connue.colonnes))
                connue.colonnes = {}
            self.poids += sum(map(len, cle))
            if len(self.connues) >= CACHE_MAX or self.poids > POIDS_MAX:
                self.connues.clear()
                self.poids = 0
            self.connues[cle] = connue
        if isinstance(connue, LigneRefusee):
            raise connue
        return connue

    def _controler_largeur(self, ligne: Ligne) -> None:
        if len(ligne) < self.largeur:
            raise LigneRefusee(
                "Ligne", "", f"{len(ligne)} cellules au lieu de {self.largeur} : il manque un séparateur."
            )
        surplus = next((cellule for cellule in ligne[self.largeur :] if cellule.strip()), None)
        if surplus is not None:
            raise LigneRefusee("Ligne", surplus, f"Une cellule dépasse la dernière colonne ({self.largeur}).")


def verser(importation: Importation, source: Source, profil: Profil, noter: Callable[[Lues], None]) -> Lues:
    """Read the whole file into the staging tables and the remarks, lot by lot."""
    positions = {champ: int(position) for champ, position in importation.correspondance.items()}
    preparateur = Preparateur(profil, positions, len(importation.entetes))
    lues = Lues()
    for lot in _lots(source):
        for numero, ligne in lot:
            lues.lignes += 1
            lues.refusees += not preparateur.ajouter(numero, ligne)
        _vider(importation, preparateur)
        noter(lues)
    return lues


def _lots(source: Source) -> Iterator[list[tuple[int, Ligne]]]:
    lignes = source.lignes()
    next(lignes, None)
    lot: list[tuple[int, Ligne]] = []
    poids = 0
    for numerotee in lignes:
        lot.append(numerotee)
        poids += sum(map(len, numerotee[1]))
        if len(lot) == LOT or poids > POIDS_MAX:
            yield lot
            lot, poids = [], 0
    yield lot


def _vider(importation: Importation, preparateur: Preparateur) -> None:
    prefixe = importation.tampon
    tampon.verser(f"{prefixe}_fiche", ("no", "numero", *tampon.COLONNES_FICHE), preparateur.fiches)
    tampon.verser(f"{prefixe}_brut", ("numero", "fiche", *Releve.COLONNES), preparateur.lignes)
    noter_remarques(importation.pk, preparateur.remarques)
    preparateur.fiches, preparateur.lignes, preparateur.remarques = [], [], []


def noter_remarques(importation_id: int, remarques: list[Remarque]) -> None:
    """Keep remarks, cut to the width of their columns."""
    tampon.verser(
        "pilotage_remarque",
        ("importation_id", "gravite", "ligne", "champ", "valeur", "raison"),
        [
            f"{importation_id}\t{gravite!s}\t{ligne}\t{copier(champ[:100])}\t{copier(valeur[:300])}\t{copier(raison[:500])}\n"
            for gravite, ligne, champ, valeur, raison in remarques
        ],
    )
