"""Where uploaded files wait until they are published or given up."""

import hashlib
import uuid
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from .lecture import TAILLE_MAX

BLOC = 2**20


def ranger(fichier: BinaryIO) -> tuple[str, str, int]:
    """Keep a copy, under a name nobody can guess: its path, SHA-256 digest and size."""
    chemin = Path(settings.MEDIA_ROOT) / "imports" / uuid.uuid4().hex
    chemin.parent.mkdir(parents=True, exist_ok=True)
    empreinte, taille = hashlib.sha256(), 0
    with chemin.open("wb") as copie:
        while bloc := fichier.read(BLOC):
            empreinte.update(bloc)
            copie.write(bloc)
            taille += len(bloc)
            if taille > TAILLE_MAX:
                break
    return str(chemin), empreinte.hexdigest(), taille


def retirer(chemin: str) -> None:
    """Delete the copy; it may already be gone."""
    if chemin:
        Path(chemin).unlink(missing_ok=True)
