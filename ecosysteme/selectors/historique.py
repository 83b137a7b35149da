"""The history of one row as people read it: who, when, what, before and after, and the note that came with it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models

from ..format import date_heure, date_longue

LIMITE = 100
LONGUEUR = 300
TUS = frozenset({"id", "version", "rappelee_le", "maj_le", "close_le"})


def entrees(objet: Any, gestes: Mapping[str, str], *, tus: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """The parameters of composants/historique.html, latest first: one query, and one for each kind of thing renamed.

    `gestes`: what each service is called; `tus`: fields not told, beside the usual ones.
    """
    # An update keeps the row as it was before: what came after is the next event's, or the row today.
    evenements = list(
        objet.pgh_event_model.objects.filter(pgh_obj_id=objet.pk)
        .select_related("pgh_context")
        .order_by("-pgh_id")[:LIMITE]
    )
    champs = [c for c in objet._meta.concrete_fields if c.name not in TUS | tus]
    lus, apres = [], objet
    for evenement in evenements:
        if evenement.pgh_label == "update":
            changes = [c for c in champs if getattr(evenement, c.attname) != getattr(apres, c.attname)]
            lus.append((evenement, changes, apres))
            apres = evenement
        elif evenement.pgh_label == "insert":
            lus.append((evenement, [], evenement))
    noms = _noms(lus)
    return [_entree(*lu, gestes, noms) for lu in lus if lu[1] or lu[0].pgh_label == "insert"]


def _noms(lus: list[tuple]) -> dict[tuple[type, Any], str]:
    """What the rows named by foreign keys are called."""
    voulus: dict[type, set[Any]] = {}
    for evenement, changes, apres in lus:
        for champ in changes:
            if champ.is_relation:
                cles = {getattr(evenement, champ.attname), getattr(apres, champ.attname)} - {None}
                voulus.setdefault(champ.related_model, set()).update(cles)
    return {
        (modele, pk): str(objet)
        for modele, pks in voulus.items()
        for pk, objet in modele._default_manager.in_bulk(pks).items()
    }


def _entree(
    evenement: Any, changes: list[models.Field], apres: Any, gestes: Mapping[str, str], noms: dict
) -> dict[str, Any]:
    contexte = evenement.pgh_context.metadata if evenement.pgh_context else {}
    return {
        "quand": date_heure(evenement.pgh_created_at),
        "qui": contexte.get("par_nom") or "Portail",
        "quoi": gestes.get(contexte.get("ecriture", ""), "Modification"),
        "note": contexte.get("note", ""),
        "changements": [
            {
                "champ": _majuscule(str(c.verbose_name)),
                "avant": _dire(c, evenement, noms),
                "apres": _dire(c, apres, noms),
            }
            for c in changes
        ],
    }


def _majuscule(mot: str) -> str:
    return mot[:1].upper() + mot[1:]


def _dire(champ: models.Field, ligne: Any, noms: dict) -> str:
    valeur = getattr(ligne, champ.attname)
    if valeur in (None, "", []):
        return "vide"
    if champ.is_relation:
        return noms.get((champ.related_model, valeur), "retiré depuis")
    if champ.choices:
        return str(dict(champ.flatchoices).get(valeur, valeur))
    if isinstance(valeur, datetime):
        return date_heure(valeur)
    if isinstance(valeur, date):
        return date_longue(valeur)
    dit = " / ".join(map(str, valeur)) if isinstance(valeur, list) else str(valeur).strip()
    return f"{dit[: LONGUEUR - 1]}…" if len(dit) > LONGUEUR else dit
