"""History of changes as people read it: who, when, what, before and after, and the note that came with it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection

from ecosysteme.format import compte, date_heure

from . import historique_mots as mots

LIMITE = 1000
SOURCES = {
    "indicateur": "pilotage_historique_indicateur(%s)",
    "objectif": "pilotage_historique_objectifs(ARRAY[%s]::bigint[])",
    "plan": "pilotage_historique_plan(%s)",
}


@dataclass(frozen=True, slots=True)
class Changement:
    """One event of one row."""

    objet: str
    objet_id: int
    quand: datetime
    geste: str
    contexte: Any
    par_nom: str
    note: str
    avant: dict[str, Any] | None
    apres: dict[str, Any] | None

    @property
    def ligne(self) -> dict[str, Any]:
        return self.apres or self.avant or {}


def lire(source: str, pk: int) -> list[Changement]:
    """The latest 1,000 changes of a node, latest first; one query."""
    changes = f"SELECT h FROM {SOURCES[source]} h ORDER BY quand DESC LIMIT {LIMITE}"  # noqa: S608
    colonnes = "objet, objet_id, quand, geste, contexte, par_nom, note, avant, apres"
    requete = f"SELECT {colonnes} FROM pilotage_dire_changements(ARRAY({changes}))"  # noqa: S608
    with connection.cursor() as curseur:
        curseur.execute(requete, [pk])
        return [Changement(*ligne[:7], _json(ligne[7]), _json(ligne[8])) for ligne in curseur.fetchall()]


def _json(brut: Any) -> dict[str, Any] | None:
    """Decimals stay exact."""
    return json.loads(brut, parse_float=Decimal, parse_int=Decimal) if isinstance(brut, str) else brut


def entrees(
    changements: Iterable[Changement], *, unite: str = "", decimales: int | None = None, codes: Mapping[int, str] = {}
) -> list[dict[str, Any]]:
    """The parameters of composants/historique.html. `codes`: codes of indicators, when there are several.

    The same change made to several rows together is told in one line.
    """
    redacteur = mots.Redacteur(unite, decimales, codes)
    lus = [(c, _differences(redacteur, c)) for c in changements]
    visibles = [(c, dites) for c, dites in lus if c.geste != "update" or dites]
    faites: list[dict[str, Any]] = []
    for _, groupe in groupby(visibles, key=_ensemble):
        freres = list(groupe)
        premier, dites = freres[0]
        if len(freres) > 1:
            quoi = _ensemble_en_mots(redacteur, [c for c, _ in freres])
            faites.append(_en_tete(premier) | {"quoi": quoi, "changements": dites})
        else:
            faites.append(_entree(redacteur, premier, dites))
    return faites


def _differences(redacteur: mots.Redacteur, c: Changement) -> list[dict[str, str]]:
    if c.geste != "update" or c.avant is None or c.apres is None:
        return []
    return redacteur.differences(c.objet, c.avant, c.apres)


def _ensemble(lu: tuple[Changement, list[dict[str, str]]]) -> tuple[Any, ...]:
    """What makes several changes one gesture: the same on rows of one kind, by one person, at one moment."""
    c, dites = lu
    if c.geste == "delete" or c.objet not in ("cible", "mesure", "indicateur"):
        return (c.objet, c.objet_id, c.quand, c.geste)
    return (c.objet, c.geste, c.quand.replace(microsecond=0), c.par_nom, c.note, str(dites))


def _en_tete(c: Changement) -> dict[str, Any]:
    auteur = c.par_nom or ("Importation" if c.ligne.get("importation_id") else "Portail")
    return {"quand": date_heure(c.quand), "qui": auteur, "note": c.note, "changements": []}


def _ensemble_en_mots(redacteur: mots.Redacteur, freres: list[Changement]) -> str:
    """« 12 résultats saisis, de 2015 à 2023 »."""
    nom = mots.OBJETS[freres[0].objet]
    suite = redacteur.etendue(freres[0].objet, [c.ligne for c in freres])
    geste = f" {nom.creees}" if freres[0].geste == "insert" else ""
    return f"{compte(len(freres), nom.singulier, nom.pluriel)}{geste}{suite}"


def _entree(redacteur: mots.Redacteur, c: Changement, dites: list[dict[str, str]]) -> dict[str, Any]:
    nom = redacteur.nommer(c.objet, c.ligne)
    if c.geste == "update":
        return _en_tete(c) | {"quoi": nom, "changements": dites}
    valeur = redacteur.valeur(c.objet, c.ligne)
    genre = mots.OBJETS[c.objet]
    quoi = f"{nom}, {genre.cree if c.geste == 'insert' else genre.retire}"
    cle = "apres" if c.geste == "insert" else "avant"
    return _en_tete(c) | {"quoi": quoi, "changements": [{"champ": "", cle: valeur}] if valeur else []}
