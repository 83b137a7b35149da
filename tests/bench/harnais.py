"""How a figure is measured and told."""

import gc
import importlib
import pkgutil
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

NB = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Chiffre:
    """One row: `nous` and `repere` are seconds unless `unite` says otherwise; their ratio must respect `borne`.

    Without a `repere`, `nous` itself must. `au_moins`: the bound is a floor (a share of a throughput), not a ceiling.
    """

    nom: str
    nous: float
    repere: float | None = None
    borne: float | None = None
    unite: str = "s"
    au_moins: bool = False
    note: str = ""

    @property
    def rapport(self) -> float:
        return self.nous / self.repere if self.repere else self.nous

    @property
    def tenu(self) -> bool:
        if self.borne is None:
            return True
        return self.rapport >= self.borne if self.au_moins else self.rapport <= self.borne

    def cellules(self) -> tuple[str, ...]:
        signe = "≥" if self.au_moins else "≤"
        borne = "" if self.borne is None else f"{signe} {_nombre(self.borne)}"
        if self.repere is None:
            borne = borne and f"{signe} {_quantite(self.borne or 0, self.unite)}"
        rapport = "" if self.repere is None else _nombre(self.rapport)
        verdict = "" if self.borne is None else "tenu" if self.tenu else "MANQUÉ"
        repere = "" if self.repere is None else _quantite(self.repere, self.unite)
        return (self.nom, _quantite(self.nous, self.unite), repere, rapport, borne, verdict, self.note)


def _nombre(valeur: float) -> str:
    return f"{valeur:.2f}".replace(".", ",")


def _quantite(valeur: float, unite: str) -> str:
    if unite == "s" and valeur < 1:
        valeur, unite = valeur * 1000, "ms"
    return f"{valeur:.4g}{NB}{unite}".replace(".", ",")


@dataclass
class Banc:
    """What a figure needs to know of the run; `autre` lends the smaller database."""

    mesures: int
    tours: int
    base: str
    petite: str
    dire: Callable[[str], None]
    memoire: dict = field(default_factory=dict)

    @contextmanager
    def autre(self, nom: str) -> Iterator[None]:
        """The default connection on another database of the same server, for a while."""
        from django.db import connection

        ici = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = nom
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = ici


Fonction = Callable[[Banc], Iterable[Chiffre]]
CHIFFRES: list[tuple[str, Fonction]] = []


def chiffre(sujet: str) -> Callable[[Fonction], Fonction]:
    """Register a function that yields rows."""

    def inscrire(fonction: Fonction) -> Fonction:
        CHIFFRES.append((sujet, fonction))
        return fonction

    return inscrire


def charger() -> None:
    """Import every `tests/bench/chiffres_*.py`."""
    import tests.bench

    for module in sorted(m.name for m in pkgutil.iter_modules(tests.bench.__path__)):
        if module.startswith("chiffres_"):
            importlib.import_module(f"tests.bench.{module}")


def chronometrer(action: Callable[[], object]) -> float:
    """Seconds an action takes, the garbage collector held back."""
    gc.collect()
    gc.disable()
    try:
        depart = time.perf_counter()
        action()
        return time.perf_counter() - depart
    finally:
        gc.enable()


def comparer(
    tours: int,
    nous: Callable[[], object],
    repere: Callable[[], object],
    avant: Callable[[], object] | None = None,
) -> tuple[float, float]:
    """Medians of both, in seconds, over rounds that alternate (`avant` runs untimed before each); one round is lost
    to warm caches and plans."""
    durees: tuple[list[float], list[float]] = ([], [])
    for _ in range(tours + 1):
        for action, lues in zip((nous, repere), durees, strict=True):
            if avant:
                avant()
            lues.append(chronometrer(action))
    return statistics.median(durees[0][1:]), statistics.median(durees[1][1:])


def tableau(chiffres: list[Chiffre]) -> str:
    """The table, aligned for a terminal."""
    entete = ("Chiffre", "nous", "repère", "rapport", "borne", "", "note")
    lignes = [entete, *(c.cellules() for c in chiffres)]
    largeurs = [max(len(ligne[i]) for ligne in lignes) for i in range(len(entete))]

    def ligne(cellules: tuple[str, ...]) -> str:
        cotes = "<>>>>><"
        places = (f"{c:{cote}{t}}" for c, cote, t in zip(cellules, cotes, largeurs, strict=True))
        return "  ".join(places).rstrip()

    return "\n".join([ligne(entete), "  ".join("─" * t for t in largeurs), *map(ligne, lignes[1:])])
