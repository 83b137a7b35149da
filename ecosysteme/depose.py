"""Set a generated file in its place whole, whoever else is writing it at the same moment."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def deposer(cible: Path, texte: str) -> None:
    """Write under a name nobody else has, then rename: readers see the old file or the new one, never a part.

    Two processes that start together both write, and the last to finish wins with the same content.
    """
    cible.parent.mkdir(parents=True, exist_ok=True)
    descripteur, nom = tempfile.mkstemp(dir=cible.parent, prefix=f".{cible.name}.")
    provisoire = Path(nom)
    try:
        with os.fdopen(descripteur, "w", encoding="utf-8") as fichier:
            fichier.write(texte)
            os.fchmod(fichier.fileno(), 0o644)
        provisoire.replace(cible)
    except BaseException:
        provisoire.unlink(missing_ok=True)
        raise
