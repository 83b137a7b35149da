"""The order of numbers written in parts: 9.3 before 20.1."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
_PARTIES = re.compile(r"(\d+)")


def naturel(numero: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key: digits as numbers, the rest as text."""
    morceaux = [m for m in _PARTIES.split(numero) if m]
    return tuple((0, int(m), "") if m.isdigit() else (1, 0, m) for m in morceaux)


def trier(objets: Iterable[T], numero: Callable[[T], str]) -> list[T]:
    return sorted(objets, key=lambda objet: naturel(numero(objet)))
