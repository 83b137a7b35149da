"""What every sortable, filterable table shares: order with the missing last, headings, counters."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Demande(Protocol):
    """What the address asks for."""

    @property
    def tri(self) -> str: ...

    def adresse(self, **changements: str) -> str: ...


def trier(lignes: Sequence[T], cle: Callable[[T], Any], *, descendant: bool) -> list[T]:
    """By a key; rows without a value always come last."""
    connues = [ligne for ligne in lignes if cle(ligne) is not None]
    return sorted(connues, key=cle, reverse=descendant) + [ligne for ligne in lignes if cle(ligne) is None]


def entete(
    demande: Demande, cle: str, libelle: str, *, precision: str = "", chiffres: bool = True, croissant: bool = False
) -> dict[str, Any]:
    """A sortable heading: largest first (`croissant`: smallest), then the other way, then no sort."""
    premier, second = (cle, f"-{cle}") if croissant else (f"-{cle}", cle)
    suivant = {premier: second, second: ""}.get(demande.tri, premier)
    ordre = {cle: "croissant", f"-{cle}": "decroissant"}.get(demande.tri, "")
    return {
        "libelle": libelle,
        "url": demande.adresse(tri=suivant),
        "ordre": ordre,
        "precision": precision,
        "chiffres": chiffres,
        "id": f"tri-{cle}",
    }


def simple(libelle: str, *, precision: str = "", chiffres: bool = False) -> dict[str, Any]:
    """A heading that does not sort."""
    return {"libelle": libelle, "url": "", "ordre": "", "precision": precision, "chiffres": chiffres, "id": ""}
