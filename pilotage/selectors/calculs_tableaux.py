"""Tables of a calculation: each row tells what it brings, and why it counts or not."""

from dataclasses import dataclass, field
from typing import Any

from .calculs import Etapes


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row: its name, the page that tells more, its cells already written, whether it counts and why."""

    nom: str
    url: str
    cellules: list[str]
    compte: bool
    raison: str = ""


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table; a heading is its words and whether its column holds figures."""

    titre: str
    entetes: tuple[tuple[str, bool], ...]
    rangees: list[Rangee]

    @property
    def etendue(self) -> int:
        """How many columns it has, the one that says whether a row counts included."""
        return len(self.entetes) + 1

    @property
    def lignes(self) -> list[dict]:
        """Rows with their cells told as figures or as words."""
        return [
            {
                "nom": r.nom,
                "url": r.url,
                "compte": r.compte,
                "raison": r.raison,
                "cellules": [
                    {"texte": texte, "chiffres": chiffres}
                    for texte, (_, chiffres) in zip(r.cellules, self.entetes[1:], strict=True)
                ],
            }
            for r in self.rangees
        ]


@dataclass(frozen=True, slots=True)
class ParMethode:
    """What the page of a calculation shows of one method; `absence` says why there is nothing to compute."""

    code: str
    nom: str
    exercices: str
    description: str
    source: str
    avis: str
    tuiles: list[dict[str, Any]] = field(default_factory=list)
    parties: list[Etapes] = field(default_factory=list)
    tableaux: list[Tableau] = field(default_factory=list)
    absence: str = ""
    grille_url: str = ""
