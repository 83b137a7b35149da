"""Filters and sorting of the indicators of an organisation, kept in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ecosysteme import adresses
from ecosysteme.enums import Statut
from ecosysteme.format import nombre

from ..enums import Variation
from .indicateurs import LigneIndicateur
from .lignes import normaliser
from .tri import entete, simple, trier

ORDRE_STATUTS = {statut: rang for rang, statut in enumerate(Statut.values)}
ORDRE_SIGNAUX = {"favorable": 0, "commune": 1, "neutre": 2, "defavorable": 3}


@dataclass(frozen=True, slots=True)
class Filtre:
    """A counter that filters."""

    code: str
    libelle: str
    regle: Callable[[LigneIndicateur], bool]
    statut: str = ""
    variation: str = ""
    interne: bool = False


FILTRES = (
    *(
        Filtre(statut.value, statut.label.lower(), lambda ligne, s=statut.value: ligne.statut == s, statut=statut.value)
        for statut in Statut
    ),
    Filtre("signal-defavorable", "signal défavorable", lambda ligne: ligne.variation == Variation.DEFAVORABLE,
           variation="defavorable"),
    Filtre("signal-favorable", "signal favorable", lambda ligne: ligne.variation == Variation.FAVORABLE,
           variation="favorable"),
    Filtre("retard", "en retard", lambda ligne: bool(ligne.retard), interne=True),
)  # fmt: skip

TRIS: Mapping[str, Callable[[LigneIndicateur], Any]] = {
    "nom": lambda ligne: normaliser(ligne.nom),
    "statut": lambda ligne: ORDRE_STATUTS[ligne.statut],
    "progression": lambda ligne: ligne.progression,
    "signal": lambda ligne: ORDRE_SIGNAUX.get(ligne.variation),
}


@dataclass(frozen=True, slots=True)
class DemandeIndicateurs:
    """What the address asks for; nonsense counts as nothing."""

    exercice: str = ""
    voir: str = ""
    q: str = ""
    tri: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "DemandeIndicateurs":
        voir, tri = parametres.get("voir", ""), parametres.get("tri", "")
        return cls(
            exercice=parametres.get("exercice", "")[:9],
            voir=voir if voir in {filtre.code for filtre in FILTRES} else "",
            q=parametres.get("q", "").strip()[:100].replace("\x00", ""),
            tri=tri if tri.lstrip("-") in TRIS else "",
        )

    def adresse(self, **changements: str) -> str:
        return adresses.avec({champ: getattr(self, champ) for champ in self.__slots__}, **changements)


@dataclass(frozen=True, slots=True)
class Choisies:
    """The rows to show, how many out of how many, and the counters."""

    lignes: list[LigneIndicateur]
    n: int
    m: int
    compteurs: list[dict[str, Any]]


def choisir(toutes: Sequence[LigneIndicateur], demande: DemandeIndicateurs, *, complet: bool) -> Choisies:
    cherche = normaliser(demande.q)
    trouvees = [ligne for ligne in toutes if cherche in normaliser(f"{ligne.code} {ligne.nom}")]
    filtres = [filtre for filtre in FILTRES if complet or not filtre.interne]
    regle = next((f.regle for f in filtres if f.code == demande.voir), None)
    choisies = [ligne for ligne in trouvees if regle is None or regle(ligne)]
    if demande.tri:
        cle = TRIS[demande.tri.lstrip("-")]
        choisies = trier(choisies, cle, descendant=demande.tri.startswith("-"))
    return Choisies(choisies, len(choisies), len(toutes), _compteurs(trouvees, filtres, demande))


def _compteurs(
    trouvees: Sequence[LigneIndicateur], filtres: Sequence[Filtre], demande: DemandeIndicateurs
) -> list[dict[str, Any]]:
    """Only the filters that would show something, and the one in force."""
    compteurs = [
        {
            "nombre": nombre(len(trouvees)), "libelle": "indicateurs", "url": demande.adresse(voir=""),
            "actif": not demande.voir, "id": "voir-tous",
        }
    ]  # fmt: skip
    for filtre in filtres:
        n = sum(filtre.regle(ligne) for ligne in trouvees)
        if n or filtre.code == demande.voir:
            compteurs.append(
                {
                    "nombre": nombre(n),
                    "libelle": filtre.libelle,
                    "url": demande.adresse(voir="" if demande.voir == filtre.code else filtre.code),
                    "actif": demande.voir == filtre.code,
                    "statut": filtre.statut,
                    "variation": filtre.variation,
                    "id": f"voir-{filtre.code}",
                }
            )
    return compteurs


def entetes(demande: DemandeIndicateurs) -> list[dict[str, Any]]:
    return [
        entete(demande, "nom", "Indicateur", chiffres=False, croissant=True),
        entete(demande, "statut", "Statut", chiffres=False, croissant=True),
        simple("Résultat", chiffres=True),
        simple("Cible", chiffres=True),
        entete(demande, "progression", "Progression"),
        simple("Résultats", precision="36 derniers"),
        entete(demande, "signal", "Signal", precision="à ce jour", chiffres=False),
    ]
