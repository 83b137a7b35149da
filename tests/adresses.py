"""Every address of the portal, and the table of what each answers (`tests/acces.txt`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.urls import URLPattern, get_resolver, reverse

TABLE = Path(__file__).with_name("acces.txt")
BIBLIOTHEQUES = ("account_", "mfa_", "socialaccount_", "usersessions_", "openid_connect_", "admin:")
STATUTS = re.compile(r"(?<=\s)(\?|(\d{3}(\s+|$))+)$")
COLONNE = 66


def parcourir(motifs: list, espace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Name (with its namespace) and pattern of each address."""
    for motif in motifs:
        if isinstance(motif, URLPattern):
            yield f"{espace}{motif.name or ''}", motif
        else:
            suite = f"{espace}{motif.namespace}:" if motif.namespace else espace
            yield from parcourir(motif.url_patterns, suite)


def adresses() -> list[tuple[str, URLPattern]]:
    return list(parcourir(get_resolver().url_patterns))


def parametres(nom: str) -> list[str]:
    """Names of the parameters of an address without namespace."""
    return get_resolver().reverse_dict[nom][0][0][1]


@dataclass(frozen=True)
class Requete:
    """A line of the table."""

    section: str
    methode: str
    nom: str
    mots: tuple[str, ...]
    attendus: tuple[str, ...]

    @property
    def cle(self) -> str:
        return " ".join((self.methode, self.nom, *self.mots))

    def chemin(self, monde: SimpleNamespace) -> str:
        arguments = [_valeur(mot, monde) for mot in self.mots if mot[0] not in "?&"]
        return reverse(self.nom, args=arguments) + "".join(mot for mot in self.mots if mot[0] == "?")

    def ligne(self, statuts: list[str]) -> str:
        debut = f"{self.methode:<6} {' '.join((self.nom, *self.mots))}"
        return f"{debut:<{COLONNE}} {' '.join(statuts)}"


def _valeur(mot: str, monde: SimpleNamespace) -> Any:
    if mot.startswith("="):
        return mot[1:]
    objet = getattr(monde, mot)
    return getattr(objet, "pk", objet)


def lire_table() -> list[Requete]:
    requetes, section = [], ""
    for ligne in TABLE.read_text("utf-8").splitlines():
        if ligne.startswith("["):
            section = ligne.strip("[]")
        elif ligne.strip() and not ligne.startswith("#"):
            statuts = STATUTS.search(ligne)
            debut = ligne[: statuts.start()] if statuts else ligne
            methode, nom, *mots = debut.split()
            requetes.append(Requete(section, methode, nom, tuple(mots), tuple(statuts[0].split()) if statuts else ()))
    return requetes


def completer_table(trouves: dict[str, list[str]]) -> None:
    """Write what was answered in the place of each « ? »."""
    par_cle = {r.cle: r for r in lire_table() if r.cle in trouves}
    lignes = []
    for ligne in TABLE.read_text("utf-8").splitlines():
        cle = " ".join(ligne.removesuffix("?").split())
        lignes.append(par_cle[cle].ligne(trouves[cle]) if cle in par_cle else ligne)
    TABLE.write_text("\n".join(lignes) + "\n", "utf-8")
