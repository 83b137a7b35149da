"""Safe downloads: CSV and XLSX that a spreadsheet opens without ever evaluating what a person once typed.

A text that a spreadsheet could take for a formula gets an apostrophe in front, in both formats; `retirer_protection`
takes it back, so that an export can be imported again unchanged. Numbers are passed as numbers, never as text.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

TYPE_CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHIFFRES_TABLEUR = 15
LOT = 500
_FORMULE = re.compile(r"'*\s*[\t\r\n=+\-@|%\uff1d\uff0b\uff0d\uff20]")
_PROTEGEE = re.compile(rf"'(?={_FORMULE.pattern})")
_NOMBRE = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")


def proteger(texte: str) -> str:
    """The text, with an apostrophe in front when a spreadsheet could evaluate it."""
    return f"'{texte}" if _FORMULE.match(texte) and not _NOMBRE.fullmatch(texte) else texte


def retirer_protection(texte: str) -> str:
    """The text that `proteger` was given."""
    return texte[1:] if _PROTEGEE.match(texte) else texte


def _texte(valeur: Any) -> str:
    """A cell of a CSV: decimal comma, ISO dates, oui/non."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, int):
        return str(valeur)
    if isinstance(valeur, Decimal | float):
        return f"{Decimal(str(valeur)):f}".replace(".", ",")
    if isinstance(valeur, datetime):
        return valeur.isoformat(sep=" ", timespec="seconds")
    if isinstance(valeur, date):
        return valeur.isoformat()
    return proteger(str(valeur))


def _cellule(valeur: Any) -> Any:
    """A cell of an XLSX: numbers as numbers as long as a spreadsheet keeps all their digits."""
    if isinstance(valeur, Decimal) and len(valeur.as_tuple().digits) <= CHIFFRES_TABLEUR:
        return valeur
    if isinstance(valeur, int) and not isinstance(valeur, bool):
        return valeur
    if isinstance(valeur, date) and not isinstance(valeur, datetime):
        return valeur
    return ILLEGAL_CHARACTERS_RE.sub("", _texte(valeur)) or None


def lignes_csv(entetes: Sequence[str], lignes: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file in pieces: UTF-8 with BOM, semicolons, as spreadsheets of Québec open it."""
    tampon = io.StringIO()
    plume = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    tampon.write("\ufeff")
    plume.writerow([_texte(e) for e in entetes])
    for rang, ligne in enumerate(lignes, 1):
        plume.writerow([_texte(v) for v in ligne])
        if rang % LOT == 0:
            yield tampon.getvalue().encode()
            tampon.seek(0)
            tampon.truncate()
    yield tampon.getvalue().encode()


def ecrire_xlsx(
    sortie: Any, entetes: Sequence[str], lignes: Iterable[Sequence[Any]], *, feuille: str = "Données"
) -> None:
    """Write a workbook of one sheet, row by row, in constant memory."""
    classeur = Workbook(write_only=True)
    onglet = classeur.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", feuille)[:31])
    onglet.freeze_panes = "A2"
    gras = Font(bold=True)
    titres = [_litteral(onglet, _cellule(e)) for e in entetes]
    for titre in titres:
        titre.font = gras
    onglet.append(titres)
    for ligne in lignes:
        onglet.append([_litteral(onglet, v) if isinstance(v, str) else v for v in map(_cellule, ligne)])
    classeur.save(sortie)


def _litteral(onglet: Any, texte: Any) -> WriteOnlyCell:
    """A text cell that stays text."""
    cellule = WriteOnlyCell(onglet, value=texte)
    cellule.data_type = "s"
    return cellule


def reponse_csv(nom: str, entetes: Sequence[str], lignes: Iterable[Sequence[Any]]) -> HttpResponseBase:
    """A streamed CSV download; `nom` has no extension."""
    reponse = StreamingHttpResponse(lignes_csv(entetes, lignes), content_type=f"{TYPE_CSV}; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="{slugify(nom)}.csv"'
    reponse["X-Content-Type-Options"] = "nosniff"
    return reponse


def reponse_xlsx(
    nom: str, entetes: Sequence[str], lignes: Iterable[Sequence[Any]], *, feuille: str = "Données"
) -> HttpResponseBase:
    """An XLSX download, written to a temporary file; `nom` has no extension."""
    fichier = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the response)
    ecrire_xlsx(fichier, entetes, lignes, feuille=feuille)
    fichier.seek(0)
    reponse = FileResponse(fichier, as_attachment=True, filename=f"{slugify(nom)}.xlsx", content_type=XLSX)
    reponse["X-Content-Type-Options"] = "nosniff"
    return reponse
