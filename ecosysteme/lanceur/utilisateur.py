"""PostgreSQL refuses to run as root: the account it runs under, and the places that account can reach."""

import os
import pwd
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .lieux import Lieux, dossier_prive, ecrire_prive
from .pannes import Panne

EXTERIEUR = Path("/var/lib/ecosysteme")


@dataclass(frozen=True)
class Compte:
    """An account to drop to."""

    nom: str
    uid: int
    gid: int


def compte_sans_privilege(lieux: Lieux) -> Compte | None:
    """None when we are not root; else the checkout's owner, or « nobody » when that is root too."""
    if os.geteuid() != 0:
        return None
    proprietaire = lieux.racine.stat().st_uid
    for recherche in (lambda: pwd.getpwuid(proprietaire), lambda: pwd.getpwnam("nobody")):
        try:
            entree = recherche()
        except KeyError:
            continue
        if entree.pw_uid != 0:
            return Compte(entree.pw_name, entree.pw_uid, entree.pw_gid)
    raise Panne("PostgreSQL refuse de tourner sous root, et cette machine n'a pas de compte « nobody ».")


def atteint(compte: Compte | None, chemins: Iterable[Path]) -> bool:
    """Whether the account can read and pass through all of these."""
    if compte is None:
        return True
    enfant = os.fork()
    if enfant == 0:
        code = 1
        try:
            os.setgroups([])
            os.setgid(compte.gid)
            os.setuid(compte.uid)
            code = 0 if all(os.access(c, os.R_OK | os.X_OK if c.is_dir() else os.R_OK) for c in chemins) else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1]) == 0


def donner(compte: Compte | None, chemin: Path) -> Path:
    """Make the account own a folder of ours."""
    if compte is not None:
        os.chown(chemin, compte.uid, compte.gid)
    return chemin


def place_accessible(compte: Compte | None, maison: Path) -> Path:
    """`maison`, or a place outside the checkout when the account cannot pass through to it (a 0700 home)."""
    dossier_prive(maison, 0o711)
    if compte is None or _traverse(compte, maison):
        return maison
    repere = maison / "ailleurs"
    if repere.exists():
        ailleurs = Path(repere.read_text("utf-8"))
        if ailleurs.exists() and (ailleurs / "pour").read_text("utf-8") == str(maison):
            return ailleurs
    dossier_prive(EXTERIEUR, 0o711)
    ailleurs = dossier_prive(EXTERIEUR / secrets.token_hex(8), 0o711)
    (ailleurs / "pour").write_text(str(maison), "utf-8")
    ecrire_prive(repere, str(ailleurs))
    return ailleurs


def _traverse(compte: Compte, maison: Path) -> bool:
    temoin = dossier_prive(maison / "temoin", 0o755)
    try:
        return atteint(compte, [temoin])
    finally:
        temoin.rmdir()


def copie_lisible(sources: Iterable[Path], destination: Path) -> Path:
    """Copy folders to a readable place, once."""
    if destination.exists():
        return destination
    provisoire = destination.with_name(destination.name + ".neuf")
    shutil.rmtree(provisoire, ignore_errors=True)
    for source in sources:
        shutil.copytree(source, provisoire / source.name)
    for racine, dossiers, fichiers in os.walk(provisoire):
        for nom in (*dossiers, *fichiers):
            chemin = Path(racine) / nom
            chemin.chmod(chemin.stat().st_mode | (0o555 if chemin.is_dir() or os.access(chemin, os.X_OK) else 0o444))
    provisoire.chmod(0o755)
    provisoire.rename(destination)
    return destination
