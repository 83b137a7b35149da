"""Files of the reports: one folder a report, under a name nobody can guess; read through a view that asks the right."""

import secrets
import shutil
from pathlib import Path

from django.conf import settings

DOSSIER = "rapports"
PDF = "rapport.pdf"
COUVERTURE = "couverture.html"


def ouvrir() -> str:
    """A new folder; its name goes in the report's row."""
    chemin = f"{DOSSIER}/{secrets.token_urlsafe(24)}"
    (Path(settings.MEDIA_ROOT) / chemin).mkdir(parents=True, mode=0o700)
    return chemin


def _dossier(chemin: str) -> Path | None:
    """The folder, if it is one of ours."""
    vu = Path(chemin)
    return Path(settings.MEDIA_ROOT) / vu if len(vu.parts) == 2 and vu.parts[0] == DOSSIER else None


def ecrire(chemin: str, nom: str, contenu: bytes) -> None:
    dossier = _dossier(chemin)
    assert dossier is not None
    (dossier / nom).write_bytes(contenu)


def lire(chemin: str, nom: str) -> bytes | None:
    """None when it is not there (any more)."""
    dossier = _dossier(chemin)
    try:
        return (dossier / nom).read_bytes() if dossier else None
    except OSError:
        return None


def retirer(chemin: str) -> None:
    if dossier := _dossier(chemin):
        shutil.rmtree(dossier, ignore_errors=True)


def section(pk: int) -> str:
    return f"organisation-{pk}.html"
