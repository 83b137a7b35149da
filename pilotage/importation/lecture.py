"""From a file to rows of text: CSV (UTF-8 or Windows-1252; comma, semicolon or tab) and XLSX, in bounded memory."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Literal

from . import classeur
from .refus import FichierRefuse

TAILLE_MAX = 200 * 2**20
COLONNES_MAX = 300
BLOC = 2**20
EXTRAITS, EXTRAIT = 3, 60
SEPARATEURS = ",;\t"
Ligne = list[str]


@dataclass(frozen=True)
class Source:
    """A file that can be read: its format and, for a CSV, how it is written."""

    chemin: Path
    format: Literal["csv", "xlsx"]
    encodage: str = ""
    separateur: str = ""
    _lus: list[int] = field(default_factory=lambda: [0], repr=False)

    def octets_lus(self) -> int:
        """How far the last reading of a CSV is."""
        return self._lus[0]

    def lignes(self) -> Iterator[tuple[int, Ligne]]:
        """Numbered as a spreadsheet numbers them: the headers are line 1. Empty lines are counted and skipped."""
        brutes = self._csv() if self.format == "csv" else classeur.lignes(self.chemin)
        for numero, ligne in enumerate(brutes, 1):
            if any(ligne):
                yield numero, ligne

    def _csv(self) -> Iterator[Ligne]:
        with self.chemin.open("rb") as octets, io.TextIOWrapper(octets, self.encodage, newline="") as fichier:
            lecteur = csv.reader(fichier, delimiter=self.separateur)
            numero = 0
            while True:
                numero += 1
                try:
                    ligne = next(lecteur)
                except StopIteration:
                    return
                except csv.Error:
                    raise FichierRefuse(
                        f"Ligne {numero} : un guillemet n'est pas fermé, ou une cellule dépasse 131 072 caractères."
                    ) from None
                if numero % 10_000 == 0:
                    self._lus[0] = octets.tell()
                yield ligne

    def tete(self) -> tuple[list[str], list[list[str]]]:
        """The headers, cleaned, and the first lines; raises FichierRefuse when there is nothing to import."""
        lignes = self.lignes()
        premiere = next(lignes, None)
        if premiere is None:
            raise FichierRefuse("Le fichier est vide.")
        entetes = [nettoyer(cellule) for cellule in premiere[1]]
        while entetes and not entetes[-1]:
            entetes.pop()
        if len(entetes) > COLONNES_MAX:
            raise FichierRefuse(f"Le fichier a {len(entetes)} colonnes ; au plus {COLONNES_MAX} sont acceptées.")
        extraits = [[nettoyer(cellule)[:EXTRAIT] for cellule in ligne] for _, ligne in islice(lignes, EXTRAITS)]
        if not extraits:
            raise FichierRefuse("Le fichier n'a que des en-têtes : aucune ligne à importer.")
        return entetes, extraits


def nettoyer(texte: str) -> str:
    """A text cell: no control characters, composed accents, no space around."""
    if not texte.isprintable():
        texte = "".join(c if c.isprintable() or c in "\n\u00a0\u202f\u2009" else " " for c in texte)
    return unicodedata.normalize("NFC", texte).strip(" \n\u00a0\ufeff")


def ouvrir(chemin: str | Path) -> Source:
    """Recognise a file by its content, never by its name; raises FichierRefuse with a sentence."""
    chemin = Path(chemin)
    try:
        taille = chemin.stat().st_size
    except FileNotFoundError:
        raise FichierRefuse("Le fichier déposé n'est plus sur le serveur : déposez-le de nouveau.") from None
    if taille > TAILLE_MAX:
        raise FichierRefuse(f"Le fichier pèse {taille // 2**20} Mio ; au plus {TAILLE_MAX // 2**20} Mio sont acceptés.")
    if not taille:
        raise FichierRefuse("Le fichier est vide.")
    with chemin.open("rb") as fichier:
        debut = fichier.read(8)
    if debut.startswith(b"PK"):
        classeur.controler(chemin)
        return Source(chemin, "xlsx")
    if debut.startswith(b"\xd0\xcf\x11\xe0"):
        raise FichierRefuse(
            "Ancien format Excel (.xls) ou classeur chiffré : enregistrez-le en .xlsx sans mot de passe."
        )
    encodage = _encodage(chemin, debut)
    return Source(chemin, "csv", encodage, _separateur(chemin, encodage))


def _encodage(chemin: Path, debut: bytes) -> str:
    """UTF-8 when every byte says so, otherwise Windows-1252."""
    if debut.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FichierRefuse("Le fichier est en UTF-16 : enregistrez-le en CSV UTF-8.")
    utf8 = codecs.getincrementaldecoder("utf-8")()
    possible = {"utf-8", "cp1252"}
    with chemin.open("rb") as fichier:
        while bloc := fichier.read(BLOC):
            if b"\0" in bloc:
                raise FichierRefuse("Ce n'est pas un fichier texte : il contient des octets nuls.")
            if "utf-8" in possible:
                try:
                    utf8.decode(bloc)
                except UnicodeDecodeError:
                    possible.discard("utf-8")
            if bloc.translate(None, b"\x81\x8d\x8f\x90\x9d") != bloc:
                possible.discard("cp1252")
    try:
        utf8.decode(b"", final=True)
    except UnicodeDecodeError:
        possible.discard("utf-8")
    if "utf-8" in possible:
        return "utf-8-sig"
    if "cp1252" in possible:
        return "cp1252"
    raise FichierRefuse("L'encodage du fichier n'est ni UTF-8 ni Windows-1252 : enregistrez-le en CSV UTF-8.")


def _separateur(chemin: Path, encodage: str) -> str:
    """The separator that cuts the headers in most columns, and the lines under them alike."""
    with chemin.open(encoding=encodage, newline="") as fichier:
        tete = fichier.read(64 * 1024)

    def note(separateur: str) -> tuple[int, int]:
        largeurs = []
        try:
            for ligne in csv.reader(tete.splitlines(keepends=True), delimiter=separateur):
                largeurs.append(len(ligne))
                if len(largeurs) == 30:
                    break
        except csv.Error:
            pass
        colonnes = largeurs[0] if largeurs else 0
        return (min(colonnes, 2), sum(largeur == colonnes for largeur in largeurs) * colonnes)

    return max(SEPARATEURS, key=note)
