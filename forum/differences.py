"""What changed between two texts, word by word. Pure: the pieces kept and added give the second text, the pieces kept
and removed the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

EGAL, RETRAIT, AJOUT = "egal", "retrait", "ajout"
_MOTS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Morceau:
    """A run of text: `genre` is « egal », « retrait » or « ajout »."""

    genre: str
    texte: str


def differences(avant: str, apres: str) -> list[Morceau]:
    """The runs that lead from one text to the other, removals before additions at each place."""
    return list(_morceaux(_MOTS.findall(avant), _MOTS.findall(apres)))


def _morceaux(avant: list[str], apres: list[str]) -> Iterator[Morceau]:
    for geste, a1, a2, b1, b2 in SequenceMatcher(None, avant, apres, autojunk=False).get_opcodes():
        if geste == "equal":
            yield Morceau(EGAL, "".join(avant[a1:a2]))
            continue
        if a2 > a1:
            yield Morceau(RETRAIT, "".join(avant[a1:a2]))
        if b2 > b1:
            yield Morceau(AJOUT, "".join(apres[b1:b2]))
