"""Filters, alerts and sorting of a table of organisations: all of it is in the address, so it can be shared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ecosysteme import adresses
from ecosysteme.enums import TypeOrganisation
from ecosysteme.format import nombre

from ..enums import TypeAlerte
from .lignes import Ligne, normaliser
from .tri import trier

TYPES = (TypeOrganisation.PORTEFEUILLE, TypeOrganisation.MINISTERE, TypeOrganisation.ORGANISME)
Regle = Callable[[Ligne], bool]


@dataclass(frozen=True, slots=True)
class Alerte:
    """A counter that filters; `variation` or `statut` gives it its shape."""

    code: str
    libelle: str
    regle: Regle
    variation: str = ""
    statut: str = ""
    interne: bool = False


ALERTES = (
    Alerte("retard", "en retard", lambda ligne: ligne.alertes.retards > 0, interne=True),
    Alerte("defavorable", "signal défavorable", lambda ligne: ligne.alertes.defavorables > 0, "defavorable"),
    Alerte("favorable", "signal favorable", lambda ligne: ligne.alertes.favorables > 0, "favorable"),
    Alerte("nd", "résultat non disponible", lambda ligne: ligne.alertes.non_calcules > 0, statut="non_disponible"),
    Alerte("sans-cible", "indicateur sans cible", lambda ligne: ligne.alertes.sans_cible > 0),
    Alerte("depart", "cible satisfaite au départ", lambda ligne: ligne.alertes.departs > 0, interne=True),
    Alerte("baisse", "baisse de {tendance} points", lambda ligne: TypeAlerte.TENDANCE in ligne.siennes),
    Alerte("mediane", "{ecart} points sous la médiane", lambda ligne: TypeAlerte.ECART in ligne.siennes),
    Alerte("meteo", "météo manquante", lambda ligne: TypeAlerte.METEO in ligne.siennes, interne=True),
)
CIELS = {ciel: rang for rang, ciel in enumerate(("soleil", "couvert", "nuage", "orage"))}

TRIS: Mapping[str, Callable[[Ligne], Any]] = {
    "taux": lambda ligne: ligne.taux,
    "ecart": lambda ligne: ligne.ecart,
    "pointage": lambda ligne: ligne.note,
    "progression": lambda ligne: ligne.progression,
    "signaux": lambda ligne: ligne.alertes.defavorables or None,
    "retards": lambda ligne: ligne.alertes.retards or None,
    "statuts": lambda ligne: ligne.total or None,
    "derniere": lambda ligne: ligne.derniere,
    "meteo": lambda ligne: CIELS.get(ligne.ciel),
    "nom": lambda ligne: ligne.cle,
}


@dataclass(frozen=True, slots=True)
class Demande:
    """What the address asks for; nonsense counts as nothing."""

    exercice: str = ""
    portefeuille: str = ""
    type: str = ""
    q: str = ""
    alerte: str = ""
    tri: str = ""

    @classmethod
    def lire(cls, parametres: Mapping[str, str]) -> "Demande":
        def choix(cle: str, permis: Sequence[str] | Mapping[str, Any]) -> str:
            valeur = parametres.get(cle, "")
            return valeur if valeur.lstrip("-") in permis else ""

        portefeuille = parametres.get("portefeuille", "")
        return cls(
            exercice=parametres.get("exercice", "")[:9],
            portefeuille=portefeuille if portefeuille.isascii() and portefeuille.isdigit() else "",
            type=choix("type", [str(t) for t in TYPES]),
            q=parametres.get("q", "").strip()[:100].replace("\x00", ""),
            alerte=choix("alerte", [a.code for a in ALERTES]),
            tri=choix("tri", TRIS),
        )

    @property
    def parametres(self) -> dict[str, str]:
        return {champ: getattr(self, champ) for champ in self.__slots__}

    def adresse(self, **changements: str) -> str:
        return adresses.avec(self.parametres, **changements)

    @property
    def filtree(self) -> bool:
        return bool(self.portefeuille or self.type or self.q or self.alerte)


@dataclass(frozen=True, slots=True)
class Choisies:
    """The rows to show in order, how many of them count out of how many, and the counters of the alerts."""

    lignes: list[Ligne]
    n: int
    m: int
    compteurs: list[dict[str, Any]]


def choisir(lignes: Sequence[Ligne], demande: Demande, *, complet: bool, seuils: Mapping[str, Decimal]) -> Choisies:
    """Filter, count, sort. In the order of the tree, portfolios stand over their organisations and are not counted."""
    portefeuilles = demande.type == TypeOrganisation.PORTEFEUILLE
    comptees = [ligne for ligne in lignes if ligne.est_portefeuille == portefeuilles]
    filtrees = [ligne for ligne in comptees if _passe(ligne, demande)]
    alertes = [alerte for alerte in ALERTES if complet or not alerte.interne]
    regle = next((a.regle for a in alertes if a.code == demande.alerte), None)
    choisies = [ligne for ligne in filtrees if regle is None or regle(ligne)]
    montrees = _triees(choisies, demande.tri) if demande.tri else _avec_portefeuilles(lignes, choisies, portefeuilles)
    return Choisies(montrees, len(choisies), len(comptees), _compteurs(filtrees, alertes, seuils, demande))


def _passe(ligne: Ligne, demande: Demande) -> bool:
    if demande.portefeuille and int(demande.portefeuille) not in ligne.chemin:
        return False
    if demande.type and ligne.type != demande.type:
        return False
    return not demande.q or normaliser(demande.q) in f"{ligne.cle} {ligne.sigle.lower()}"


def _avec_portefeuilles(lignes: Sequence[Ligne], choisies: Sequence[Ligne], portefeuilles: bool) -> list[Ligne]:
    """The rows chosen with the portfolio of each above them."""
    gardees = {ligne.pk for ligne in choisies}
    if not portefeuilles:
        gardees |= {pk for ligne in choisies for pk in ligne.chemin[:-1]}
    return [ligne for ligne in lignes if ligne.pk in gardees and (ligne.est_portefeuille or not portefeuilles)]


def _triees(lignes: Sequence[Ligne], tri: str) -> list[Ligne]:
    return trier(lignes, TRIS[tri.lstrip("-")], descendant=tri.startswith("-"))


def _compteurs(
    filtrees: Sequence[Ligne], alertes: Sequence[Alerte], seuils: Mapping[str, Decimal], demande: Demande
) -> list[dict[str, Any]]:
    """« 14 en retard »: each counter filters, and the one in force takes its filter off."""
    mot = "portefeuilles" if demande.type == TypeOrganisation.PORTEFEUILLE else "organisations"
    dits = {type_alerte: nombre(seuil) for type_alerte, seuil in seuils.items()}
    tous = {
        "nombre": nombre(len(filtrees)),
        "libelle": mot,
        "url": demande.adresse(alerte=""),
        "actif": not demande.alerte,
        "id": "alerte-toutes",
    }
    return [
        tous,
        *(
            {
                "nombre": nombre(sum(alerte.regle(ligne) for ligne in filtrees)),
                "libelle": alerte.libelle.format(**dits),
                "url": demande.adresse(alerte="" if demande.alerte == alerte.code else alerte.code),
                "actif": demande.alerte == alerte.code,
                "variation": alerte.variation,
                "statut": alerte.statut,
                "id": f"alerte-{alerte.code}",
            }
            for alerte in alertes
        ),
    ]
