"""Open data as machines read it: CSV by RFC 4180 (UTF-8 without BOM, commas, decimal points) and JSON, streamed.

A text that a spreadsheet could evaluate is protected as in `exports`; a number keeps every digit it has.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from .exports import LOT, proteger

Rangee = Sequence[Any]


def _cellule(valeur: Any) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    if isinstance(valeur, Decimal):
        return f"{valeur:f}"
    if isinstance(valeur, date):
        return valeur.isoformat()
    return str(valeur) if isinstance(valeur, int) else proteger(str(valeur))


def lignes_csv(entetes: Sequence[str], rangees: Iterable[Rangee]) -> Iterator[bytes]:
    tampon = io.StringIO()
    plume = csv.writer(tampon, lineterminator="\r\n")
    plume.writerow(entetes)
    for rang, rangee in enumerate(rangees, 1):
        plume.writerow([_cellule(valeur) for valeur in rangee])
        if rang % LOT == 0:
            yield tampon.getvalue().encode()
            tampon.seek(0)
            tampon.truncate()
    yield tampon.getvalue().encode()


def _json(valeur: Any) -> str:
    """A decimal is a JSON number with all its digits; dates are ISO 8601."""
    if isinstance(valeur, Decimal):
        return f"{valeur:f}"
    if isinstance(valeur, date):
        return f'"{valeur.isoformat()}"'
    return json.dumps(valeur, ensure_ascii=False, allow_nan=False)


def lignes_json(entetes: Sequence[str], rangees: Iterable[Rangee]) -> Iterator[bytes]:
    """An array of objects, one a line."""
    cles = [json.dumps(entete, ensure_ascii=False) for entete in entetes]
    morceaux, devant = ["["], "\n"
    for rang, rangee in enumerate(rangees, 1):
        objet = ",".join(f"{cle}:{_json(valeur)}" for cle, valeur in zip(cles, rangee, strict=True))
        morceaux.append(f"{devant}{{{objet}}}")
        devant = ",\n"
        if rang % LOT == 0:
            yield "".join(morceaux).encode()
            morceaux = []
    yield "".join([*morceaux, "\n]\n"]).encode()
