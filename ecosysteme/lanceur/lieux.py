"""Where things are: the checkout, its `var/`, its environment. Two checkouts on one machine share nothing."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Lieux:
    """The folders of one checkout; `ECOSYSTEME_VAR` and `ECOSYSTEME_VENV` move two of them."""

    racine: Path
    var: Path
    venv: Path

    @classmethod
    def du_depot(cls) -> "Lieux":
        racine = Path(__file__).resolve().parents[2]
        return cls(
            racine=racine,
            var=Path(os.environ.get("ECOSYSTEME_VAR") or racine / "var").resolve(),
            venv=Path(os.environ.get("ECOSYSTEME_VENV") or racine / ".venv"),
        )

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def verrou_dependances(self) -> Path:
        return self.racine / "requirements.lock"

    @cached_property
    def bibliotheques(self) -> Path | None:
        """The environment's site-packages."""
        return next(iter(sorted(self.venv.glob("lib/python3*/site-packages"))), None)

    def journal(self, nom: str) -> Path:
        """A log file in `var/journaux/`, set aside once it is large."""
        dossier = dossier_prive(self.var / "journaux")
        chemin = dossier / f"{nom}.log"
        if chemin.exists() and chemin.stat().st_size > 10 * 2**20:
            chemin.replace(dossier / f"{nom}.1.log")
        return chemin


def dossier_prive(chemin: Path, mode: int = 0o700) -> Path:
    """A folder of ours, created when missing; 0711 lets another account pass through without listing it."""
    chemin.mkdir(parents=True, exist_ok=True)
    if chemin.stat().st_uid == os.getuid():
        chemin.chmod(mode)
    return chemin


def ecrire_prive(chemin: Path, texte: str) -> None:
    """Write a file only its owner reads, whole or not at all."""
    provisoire = chemin.with_name(chemin.name + ".neuf")
    descripteur = os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descripteur, "w", encoding="utf-8") as fichier:
        fichier.write(texte)
    provisoire.replace(chemin)
