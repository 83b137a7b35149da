"""What people said of the whole government in a fiscal year: skies, what lies below each organisation, thresholds and
acknowledgements. Read with the organisations themselves (pilotage/sql/dires.sql): no query of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Func, JSONField, QuerySet, Value
from django.utils import timezone

from ecosysteme.enums import TypeOrganisation

from ..enums import TypeAlerte

JUGEES = (TypeOrganisation.MINISTERE, TypeOrganisation.ORGANISME)
SEUILS = {
    TypeAlerte.ECART: Decimal(10),
    TypeAlerte.TENDANCE: Decimal(10),
    TypeAlerte.METEO: Decimal(90),
    TypeAlerte.RETARD: Decimal(1),
}
Comptes = dict[str, dict[str, int]]


def _comptes() -> Comptes:
    return defaultdict(lambda: defaultdict(int))


@dataclass(slots=True)
class Dires:
    """The sky of each node that has one, and since when; by organisation, the skies of what lies below it."""

    ciels: dict[tuple[str, int], tuple[str, datetime | None]] = field(default_factory=dict)
    dessous: dict[int, Comptes] = field(default_factory=lambda: defaultdict(_comptes))
    seuils: dict[str, Decimal] = field(default_factory=lambda: {str(k): v for k, v in SEUILS.items()})
    acquittees: set[tuple[str, int]] = field(default_factory=set)

    def ciel(self, genre: str, pk: int) -> str:
        return self.ciels.get((genre, pk), ("", None))[0]

    def sous(self, organisation: int) -> Mapping[str, Mapping[str, int]]:
        return self.dessous.get(organisation, {})


def avec_dires(organisations: QuerySet, exercice: int) -> QuerySet:
    """The same organisations, each with what was said of it that year."""
    appel = (F("pk"), Value(exercice), Value(timezone.localdate()))
    return organisations.annotate(dits=Func(*appel, function="pilotage_dires", output_field=JSONField()))


def dires(organisations: Iterable[Any]) -> Dires:
    """What organisations read `avec_dires` hold, put in order."""
    lus = Dires()
    for organisation in organisations:
        dits, chemin = organisation.dits, organisation.chemin
        lus.seuils |= {mot: Decimal(str(valeur)) for mot, valeur in dits["seuils"].items()}
        lus.acquittees |= {(mot, organisation.pk) for mot in dits["acquittees"]}
        ciel, quand = dits["ciel"] or ("", None)
        if ciel:
            lus.ciels["organisation", organisation.pk] = (ciel, datetime.fromisoformat(quand))
        if organisation.type in JUGEES:
            _compter(lus, chemin[:-1], "organisation", ciel)
        for genre in ("plan", "objectif"):
            for pk, sien in dits[genre]:
                _compter(lus, chemin, genre, sien or "")
                if sien:
                    lus.ciels[genre, pk] = (sien, None)
    return lus


def _compter(lus: Dires, chemin: Iterable[int], genre: str, ciel: str) -> None:
    for pk in chemin:
        lus.dessous[pk][genre][ciel] += 1
