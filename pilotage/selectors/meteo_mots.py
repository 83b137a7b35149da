"""How a météo is said: a shape and a word for each sky, its texts by heading, a spread in one line."""

from collections.abc import Mapping
from typing import Any

from ecosysteme.format import date_heure, nombre

from ..enums import Ciel
from ..models import Meteo

COURTS = {
    Ciel.SOLEIL: "Soleil",
    Ciel.COUVERT: "Couvert",
    Ciel.NUAGE: "Nuage",
    Ciel.ORAGE: "Orage",
    Ciel.NON_NECESSAIRE: "Non nécessaire",
    "": "Non renseignée",
}
ORDRE = tuple(COURTS)
SYNTHESE = (
    ("risques", "Risques et obstacles"),
    ("solutions", "Solutions et prochaines étapes"),
    ("reussites", "Réussites"),
)
CHEMIN = (("ambition", "Notre ambition"), ("deja_fait", "Déjà fait"), ("a_faire", "À faire"))
GENRES = {"organisation": "Organisations", "plan": "Plans", "objectif": "Objectifs"}


def court(ciel: str) -> str:
    return COURTS[ciel]


def long(ciel: str) -> str:
    """« Soleil : objectifs sécurisés »."""
    if ciel in ("", Ciel.NON_NECESSAIRE):
        return COURTS[ciel]
    return f"{COURTS[ciel]}\u00a0: {Ciel(ciel).label.lower()}"


def vue(meteo: Meteo | None) -> dict[str, Any]:
    """A météo with its author and date, its texts by heading; « non renseignée » when there is none."""
    if meteo is None:
        return {"pk": 0, "ciel": "", "libelle": long(""), "quand": "", "qui": "", "synthese": [], "chemin": []}
    return {
        "pk": meteo.pk,
        "ciel": meteo.ciel,
        "libelle": long(meteo.ciel),
        "quand": date_heure(meteo.publiee_le or meteo.maj_le),
        "qui": str(meteo.auteur),
        "synthese": _textes(meteo, SYNTHESE),
        "chemin": _textes(meteo, CHEMIN),
    }


def _textes(meteo: Meteo, titres: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"titre": titre, "texte": texte} for champ, titre in titres if (texte := getattr(meteo, champ))]


def repartition(genre: str, comptes: Mapping[str, int]) -> dict[str, Any]:
    """Counts by sky in the order of the skies, those that have none left out; « 3 sur 9 » have one."""
    total = sum(comptes.values())
    dits = total - comptes.get("", 0)
    return {
        "genre": GENRES[genre],
        "couverture": f"{nombre(dits)} sur {nombre(total)}",
        "parts": [
            {"ciel": ciel, "libelle": COURTS[ciel], "nombre": nombre(comptes[ciel])}
            for ciel in ORDRE
            if comptes.get(ciel)
        ],
    }
