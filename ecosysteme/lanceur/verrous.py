"""File locks the kernel gives back whatever happens to their holder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Verrou:
    """A flock: shared by those who use, exclusive for the one who starts, keeps or stops."""

    def __init__(self, chemin: Path) -> None:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        self.descripteur = os.open(chemin, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def partager(self) -> None:
        """Join the users, waiting for an exclusive holder to be done."""
        fcntl.flock(self.descripteur, fcntl.LOCK_SH)

    def prendre(self) -> None:
        fcntl.flock(self.descripteur, fcntl.LOCK_EX)

    def essayer(self) -> bool:
        """Take it for oneself at once, or say no."""
        try:
            fcntl.flock(self.descripteur, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def rendre(self) -> None:
        fcntl.flock(self.descripteur, fcntl.LOCK_UN)

    def fermer(self) -> None:
        os.close(self.descripteur)


@contextmanager
def exclusif(chemin: Path) -> Iterator[None]:
    """One at a time."""
    verrou = Verrou(chemin)
    try:
        verrou.prendre()
        yield
    finally:
        verrou.fermer()


def est_libre(chemin: Path) -> bool:
    """Whether nobody holds this lock now."""
    verrou = Verrou(chemin)
    try:
        return verrou.essayer()
    finally:
        verrou.fermer()
