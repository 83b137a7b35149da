"""A migrated database, kept as a file: after the first of a run, each takes a second instead of a minute.

What is restored is what migrations gave, table of migrations included: `migrate` runs after it and finds nothing to do.
Without `pg_dump` (a server that is not ours) nothing is kept, and everyone migrates.
"""

import hashlib
import os
import subprocess
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from ecosysteme.lanceur.lieux import Lieux
from ecosysteme.lanceur.pannes import Panne
from ecosysteme.lanceur.programmes import trouver_postgres

RACINE = Path(__file__).resolve().parent.parent


def _cle() -> str:
    """What migrations read: themselves, their SQL, and the libraries that run them."""
    somme = hashlib.sha256()
    for motif in ("*/migrations/*.py", "*/sql/*.sql", "ecosysteme/sql_fichiers.py", "requirements.lock"):
        for fichier in sorted(RACINE.glob(motif)):
            somme.update(str(fichier.relative_to(RACINE)).encode() + fichier.read_bytes())
    return somme.hexdigest()[:16]


def _fichier() -> Path:
    return Lieux.du_depot().var / f"modele-{_cle()}.dump"


def _programme(nom: str) -> Path | None:
    try:
        chemin = trouver_postgres(Lieux.du_depot(), None).chemin / nom
    except Panne:
        return None
    return chemin if chemin.exists() else None


def adresse() -> str:
    """The address of the default connection's database."""
    r = connection.settings_dict
    mot_de_passe = f":{quote(r['PASSWORD'], safe='')}" if r["PASSWORD"] else ""
    return f"postgresql://{quote(r['USER'], safe='')}{mot_de_passe}@{r['HOST']}:{r['PORT']}/{r['NAME']}"


def garder(url: str) -> None:
    """Keep this database, just migrated, unless one is kept already; two at once keep one of them whole."""
    fichier, programme = _fichier(), _programme("pg_dump")
    if fichier.exists() or programme is None:
        return
    neuf = fichier.with_suffix(f".{os.getpid()}")
    ordre = [str(programme), "--format=custom", "--no-owner", f"--file={neuf}", url]
    if subprocess.run(ordre, capture_output=True, check=False).returncode == 0:
        neuf.replace(fichier)
    neuf.unlink(missing_ok=True)


def charger(url: str) -> bool:
    """Fill this empty database with what was kept; False when nothing was, or when the server refuses it."""
    fichier, programme = _fichier(), _programme("pg_restore")
    if not fichier.exists() or programme is None:
        return False
    ordre = [str(programme), "--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={url}", str(fichier)]
    return subprocess.run(ordre, capture_output=True, check=False).returncode == 0
