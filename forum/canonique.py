"""One way to turn plain values into bytes, so that the same count always gives the same hash.

JSON with sorted keys, no space, UTF-8; integers, strings, booleans, None, lists and dicts only: a float has no single
writing, and is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence


def _verifier(objet: object) -> None:
    if objet is None or isinstance(objet, str | bool | int):
        return
    if isinstance(objet, Mapping):
        for cle, valeur in objet.items():
            if not isinstance(cle, str):
                raise TypeError(f"Clé qui n'est pas un texte : {cle!r}")
            _verifier(valeur)
        return
    if isinstance(objet, Sequence) and not isinstance(objet, bytes | bytearray):
        for valeur in objet:
            _verifier(valeur)
        return
    raise TypeError(f"Valeur sans écriture unique : {objet!r}")


def octets(objet: object) -> bytes:
    """The canonical bytes of a plain value. Raises TypeError on a float, a date, a set, a key that is not a string."""
    _verifier(objet)
    return json.dumps(objet, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def empreinte(objet: object) -> str:
    """SHA-256 of the canonical bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(octets(objet)).hexdigest()
