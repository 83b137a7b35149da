"""XLSX workbooks: refused in a few milliseconds when they are a trap, then read by calamine.

Formulas are never evaluated: what is read is the value the spreadsheet stored. Calamine holds a sheet as one dense
rectangle, hence the bound on cells, checked on the sheet itself before it is opened.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, ZipError

from .classeur_styles import Pourcentages, lire_partie
from .refus import FichierRefuse

PARTIES_MAX = 2000
DETENDU_MAX = 400 * 2**20
TEXTES_MAX = 64 * 2**20
TAUX_MAX = 120
TAUX_LIBRE = 4 * 2**20
CELLULES_MAX = 4_000_000
PROLOGUE = 8192
BLOC = 2**20
CHEVAUCHEMENT = 300
TROP_GRANDE = (
    f"La feuille s'étend sur plus de {CELLULES_MAX // 10**6} millions de cellules :"
    " enregistrez-la en CSV, qui n'a pas cette limite."
)
TROP_DE_TEXTE = "Le classeur contient trop de texte pour être lu d'un bloc : enregistrez-le en CSV."
_ERREUR = re.compile(
    rb"""(<(?:\w+:)?c\b[^>]*?\bt\s*=\s*["']e["'][^>]*>)(?:<(?:\w+:)?f\b.*?</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)?<(?:\w+:)?v>([^<]{1,20})<"""
)
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_RANGEE = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,9})["']""")
_RACINE = re.compile(rb"<[A-Za-z_]")
_CONTEXTE = Context(prec=60)


def controler(chemin: Path) -> None:
    """Refuse zip bombs, XML entities and what is not a workbook, from the directory and the first bytes of parts."""
    try:
        with zipfile.ZipFile(chemin) as archive:
            parties = archive.infolist()
            _controler_tailles(parties)
            if "[Content_Types].xml" not in archive.NameToInfo or "xl/workbook.xml" not in archive.NameToInfo:
                raise FichierRefuse("Ce n'est pas un classeur .xlsx : enregistrez le fichier en .xlsx ou en CSV.")
            for partie in parties:
                if partie.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(partie) as xml:
                        _controler_prologue(xml.read(PROLOGUE))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise FichierRefuse("Le classeur est endommagé ou chiffré : ouvrez-le et enregistrez-le de nouveau.") from None


def _controler_tailles(parties: list[zipfile.ZipInfo]) -> None:
    if any(p.filename == "xl/sharedStrings.xml" and p.file_size > TEXTES_MAX for p in parties):
        raise FichierRefuse(TROP_DE_TEXTE)
    detendu = sum(partie.file_size for partie in parties)
    comprime = max(sum(partie.compress_size for partie in parties), 1)
    trompeuse = any(p.file_size > TAUX_LIBRE and p.file_size > TAUX_MAX * max(p.compress_size, 1) for p in parties)
    if (
        len(parties) > PARTIES_MAX
        or detendu > DETENDU_MAX
        or trompeuse
        or (detendu > TAUX_LIBRE and detendu > TAUX_MAX * comprime)
    ):
        raise FichierRefuse(
            "Le classeur, une fois décompressé, serait démesuré : il n'a pas été ouvert."
            " Enregistrez les données en CSV."
        )


def _controler_prologue(octets: bytes) -> None:
    """A DTD stands before the root element, and no spreadsheet writes one."""
    if octets[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in octets[:200]:
        raise FichierRefuse("Une partie du classeur n'est pas en UTF-8 : il n'a pas été ouvert.")
    racine = _RACINE.search(octets)
    prologue = octets[: racine.start()] if racine else octets
    if b"<!DOCTYPE" in prologue or b"<!ENTITY" in prologue or (not racine and len(octets) >= PROLOGUE):
        raise FichierRefuse("Le classeur contient des entités XML, qu'aucun tableur n'écrit : il n'a pas été ouvert.")


def _parcourir(chemin: Path) -> tuple[dict[tuple[int, int], str], Pourcentages]:
    """Refuse a sheet that spans too large a rectangle; give back what calamine does not say of the first one: its
    errors, which it blanks, and its percentages."""
    erreurs: dict[tuple[int, int], str] = {}
    with zipfile.ZipFile(chemin) as archive:
        premiere = _premiere_feuille(archive)
        pourcentages = Pourcentages.du_classeur(archive)
        for nom in archive.namelist():
            if nom.lower().endswith(".xml") and nom != "xl/sharedStrings.xml":
                rangee = colonne = 0
                with archive.open(nom) as xml:
                    reste, textes, lus = b"", False, 0
                    while bloc := xml.read(BLOC):
                        textes, lus = textes or b"inlineStr" in bloc, lus + len(bloc)
                        if textes and lus > TEXTES_MAX:
                            raise FichierRefuse(TROP_DE_TEXTE)
                        texte = reste + bloc
                        references = _REFERENCE.findall(texte)
                        colonne = max([colonne, *map(_rang, {lettres for lettres, _ in references})])
                        nombres = {nombre for _, nombre in references}
                        rangee = max([rangee, *map(int, nombres), *map(int, _RANGEE.findall(texte))])
                        if rangee * colonne > CELLULES_MAX:
                            raise FichierRefuse(TROP_GRANDE)
                        if nom == premiere:
                            _noter_erreurs(texte, erreurs)
                            pourcentages.noter(texte, _rang)
                        reste = texte[-CHEVAUCHEMENT:]
    return erreurs, pourcentages


def _noter_erreurs(texte: bytes, erreurs: dict[tuple[int, int], str]) -> None:
    for balise, valeur in _ERREUR.findall(texte):
        reference = _REFERENCE.search(balise)
        if reference and len(erreurs) < 100_000:
            erreurs[int(reference[2]) - 1, _rang(reference[1]) - 1] = valeur.decode("utf-8", "replace")


def _premiere_feuille(archive: zipfile.ZipFile) -> str:
    """The part that holds the first sheet of the workbook, as its relations say."""
    feuille = re.search(rb"<(?:\w+:)?sheet\b[^>]*?\bid=\"([^\"]+)\"", lire_partie(archive, "xl/workbook.xml"))
    relations = lire_partie(archive, "xl/_rels/workbook.xml.rels")
    for relation in re.findall(rb"<Relationship\b[^>]*>", relations):
        if feuille and b'Id="' + feuille[1] + b'"' in relation and (cible := re.search(rb'Target="([^"]+)"', relation)):
            nom = cible[1].decode("utf-8", "replace")
            return nom.removeprefix("/") if nom.startswith("/") else f"xl/{nom}"
    return ""


def _rang(lettres: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    rang = 0
    for lettre in lettres.upper():
        rang = rang * 26 + lettre - 64
    return rang


def lignes(chemin: Path) -> Iterator[list[str]]:
    """The rows of the first sheet, as text; the first row of the file is the first one of the sheet."""
    erreurs, pourcentages = _parcourir(chemin)
    try:
        feuille = CalamineWorkbook.from_path(chemin).get_sheet_by_index(0)
        decalage = feuille.start[1] if feuille.start else 0
        par_rangee: dict[int, list[tuple[int, str]]] = {}
        for (rangee, colonne), erreur in erreurs.items():
            par_rangee.setdefault(rangee, []).append((colonne - decalage, erreur))
        for numero, cellules in enumerate(feuille.iter_rows()):
            ligne = [_texte(cellule) for cellule in cellules]
            for colonne in pourcentages.de_la_rangee(numero):
                if 0 <= colonne - decalage < len(ligne):
                    ligne[colonne - decalage] = _pourcentage(cellules[colonne - decalage])
            for colonne, erreur in par_rangee.get(numero, ()):
                if 0 <= colonne < len(ligne):
                    ligne[colonne] = erreur
            yield ligne
    except (CalamineError, ZipError, IndexError, ValueError):
        raise FichierRefuse("Le classeur est illisible : ouvrez-le et enregistrez-le de nouveau en .xlsx.") from None


def _pourcentage(cellule: Any) -> str:
    """What the person reads: « 45 % » for a stored 0.45."""
    if isinstance(cellule, bool) or not isinstance(cellule, int | float):
        return _texte(cellule)
    return f"{_texte(float(Decimal(repr(cellule)) * 100))} %"


def _texte(cellule: Any) -> str:
    """What a cell holds, as it would be typed."""
    if isinstance(cellule, str):
        return cellule
    if isinstance(cellule, bool):
        return "oui" if cellule else "non"
    if isinstance(cellule, float):
        exact = Decimal(f"{cellule:.15g}")
        if not exact.is_finite() or abs(exact) >= 10**15:
            return f"{cellule:.15g}"
        return f"{exact.quantize(Decimal(1).scaleb(-9), ROUND_HALF_UP, _CONTEXTE).normalize(_CONTEXTE):f}"
    if isinstance(cellule, datetime):
        return cellule.date().isoformat() if cellule.time() == time() else cellule.isoformat(sep=" ")
    if isinstance(cellule, date | time | timedelta):
        return str(cellule)
    return "" if cellule is None else str(cellule)
