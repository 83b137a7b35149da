"""What the two embedded servers have in common: a home, a port and a password of their own, a way to start and stop."""

import json
import os
import secrets
import signal
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

from . import ports
from .lieux import Lieux, ecrire_prive
from .processus import Recette
from .programmes import Programme


@dataclass(frozen=True)
class Reglages:
    """Kept in the server's home, readable by its owner only."""

    port: int
    mot_de_passe: str


class Serveur(ABC):
    """One embedded server; `maison` holds its data, its locks and its state."""

    titre: ClassVar[str]
    variable: ClassVar[str]
    signaux_arret: ClassVar[tuple[tuple[signal.Signals, float], ...]] = ((signal.SIGTERM, 10.0),)

    def __init__(self, lieux: Lieux, maison: Path) -> None:
        self.lieux = lieux
        self.maison = maison

    def reglages(self) -> tuple[Reglages, bool]:
        """Port and password, and whether the password is new; a port someone took meanwhile is replaced."""
        fichier = self.maison / "reglages.json"
        try:
            connus = json.loads(fichier.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            connus = {}
        mot_de_passe = connus.get("mot_de_passe") or secrets.token_hex(24)
        reglages = Reglages(ports.port_libre(connus.get("port")), mot_de_passe)
        if asdict(reglages) != connus:
            ecrire_prive(fichier, json.dumps(asdict(reglages)))
        return reglages, not connus

    def environ(self) -> Mapping[str, str]:
        """A server's environment holds nothing of ours."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    @abstractmethod
    def trouver(self) -> Programme: ...

    @abstractmethod
    def description(self, programme: Programme) -> str: ...

    @abstractmethod
    def url(self, reglages: Reglages) -> str: ...

    @abstractmethod
    def preparer(self, programme: Programme, reglages: Reglages, *, neufs: bool) -> None: ...

    @abstractmethod
    def recette(self, programme: Programme, reglages: Reglages) -> Recette: ...

    @abstractmethod
    def pret(self, reglages: Reglages) -> bool: ...
