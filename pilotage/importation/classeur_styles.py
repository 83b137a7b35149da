"""Cells of a workbook that show a percentage: the spreadsheet stores 0.45 where the person reads « 45 % »."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

PETITE_PARTIE = 8 * 2**20
RANGEES = 2**20
_INTEGRES = {9, 10}  # 0 % and 0,00 % of every spreadsheet
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.S)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_ATTRIBUT = {nom: re.compile(rb"\b" + nom + rb"""\s*=\s*["']([^"']*)["']""") for nom in (b"numFmtId", b"formatCode")}
_ENTRE_GUILLEMETS = re.compile(rb"&quot;.*?&quot;|\\.")


def lire_partie(archive: zipfile.ZipFile, nom: str) -> bytes:
    """The beginning of a part that describes the workbook; empty when it is not there."""
    try:
        with archive.open(nom) as partie:
            return partie.read(PETITE_PARTIE)
    except KeyError:
        return b""


def _attribut(balise: bytes, nom: bytes) -> bytes:
    trouve = _ATTRIBUT[nom].search(balise)
    return trouve[1] if trouve else b""


def _pourcentages(styles: bytes) -> list[bytes]:
    """Numbers of the cell styles whose format is a percentage."""
    formats = {
        _attribut(f, b"numFmtId")
        for f in _FORMAT.findall(styles)
        if b"%" in _ENTRE_GUILLEMETS.sub(b"", _attribut(f, b"formatCode"))
    } | {str(n).encode() for n in _INTEGRES}
    bloc = _STYLES.search(styles)
    declares = _STYLE.findall(bloc[0]) if bloc else []
    return [str(rang).encode() for rang, xf in enumerate(declares) if _attribut(xf, b"numFmtId") in formats]


@dataclass
class Pourcentages:
    """Where they are on the first sheet: one bit a row for each column that has some."""

    motif: re.Pattern[bytes] | None = None
    colonnes: dict[int, bytearray] = field(default_factory=dict)

    @classmethod
    def du_classeur(cls, archive: zipfile.ZipFile) -> "Pourcentages":
        styles = _pourcentages(lire_partie(archive, "xl/styles.xml"))
        if not styles:
            return cls()
        parmi = b"|".join(styles)
        return cls(
            re.compile(
                rb"""<(?:\w+:)?c\b(?=[^>]*\bs\s*=\s*["'](?:"""
                + parmi
                + rb""")["'])[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']"""
            )
        )

    def noter(self, texte: bytes, rang: Callable[[bytes], int]) -> None:
        """Take down the cells of a piece of the sheet; `rang` gives the number of a column's letters."""
        if self.motif is None:
            return
        for lettres, nombre in self.motif.findall(texte):
            rangee = int(nombre) - 1
            if rangee < RANGEES:
                bits = self.colonnes.setdefault(rang(lettres) - 1, bytearray())
                if len(bits) <= rangee >> 3:
                    bits.extend(bytes((rangee >> 3) + 1 - len(bits)))
                bits[rangee >> 3] |= 1 << (rangee & 7)

    def de_la_rangee(self, rangee: int) -> list[int]:
        """Columns that hold a percentage on this row."""
        octet, bit = rangee >> 3, 1 << (rangee & 7)
        return [colonne for colonne, bits in self.colonnes.items() if octet < len(bits) and bits[octet] & bit]
