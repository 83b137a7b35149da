"""The history of a row as the admin shows it: who, when, what, and the row as it was."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from .format import date_heure

GESTES = {"insert": "Création", "update": "Modification (valeurs d'avant)", "delete": "Suppression (valeurs d'avant)"}
MAXIMUM = 200


@dataclass(frozen=True)
class Evenement:
    quand: str
    qui: str
    geste: str
    valeurs: str


def evenements(objet: Model) -> list[Evenement]:
    """Latest first; nothing for a model that keeps no history."""
    gestionnaire = getattr(objet, "events", None)
    if gestionnaire is None:
        return []
    lignes = gestionnaire.select_related("pgh_context").order_by("-pgh_id")[:MAXIMUM]
    return [_evenement(ligne) for ligne in lignes]


def _evenement(ligne: Any) -> Evenement:
    metadonnees = ligne.pgh_context.metadata if ligne.pgh_context else {}
    champs = [c for c in ligne._meta.concrete_fields if not c.name.startswith("pgh_")]
    return Evenement(
        quand=date_heure(ligne.pgh_created_at),
        qui=str(metadonnees.get("par_nom", "")) or "Programme",
        geste=GESTES.get(ligne.pgh_label, ligne.pgh_label),
        valeurs=", ".join(f"{c.name} = {v}" for c in champs if (v := getattr(ligne, c.attname)) not in (None, "", [])),
    )
