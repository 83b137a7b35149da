"""What happened to an initiative, in words: its own changes and its people's comings and goings, in one query."""

import json
from datetime import date, datetime
from typing import Any

from django.db import connection

from ..enums import EtatInitiative
from ..format import date_heure, date_longue
from ..models import Initiative

MAXIMUM = 200
_LIRE = f"""
    SELECT 'initiative', e.pgh_created_at, e.pgh_label, c.metadata,
           to_jsonb(e) || jsonb_build_object('qui', trim(q.prenom || ' ' || q.nom))
      FROM ecosysteme_initiativeevent e
      LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
      LEFT JOIN ecosysteme_personne q ON q.id = e.prochaine_etape_par_id
     WHERE e.pgh_obj_id = %(pk)s
    UNION ALL
    SELECT 'participation', e.pgh_created_at, e.pgh_label, c.metadata,
           jsonb_build_object('apport', e.apport, 'nom', coalesce(nullif(trim(p.prenom || ' ' || p.nom), ''), p.email))
      FROM ecosysteme_participationevent e
      LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
      LEFT JOIN ecosysteme_personne p ON p.id = e.personne_id
     WHERE e.initiative_id = %(pk)s
     ORDER BY 2 DESC LIMIT {MAXIMUM}"""  # noqa: S608
CHAMPS = {
    "titre": "Titre",
    "description": "De quoi il s'agit",
    "etat": "État",
    "prochaine_etape": "Prochaine étape",
    "qui": "Par qui",
    "prochaine_etape_le": "Pour quand",
    "issue": "Ce qui en est sorti",
}
GESTES = {"insert": "participe", "update": "précise son apport", "delete": "ne participe plus"}


def lire(initiative: Initiative) -> list[dict[str, Any]]:
    """The parameters of composants/historique.html, latest first."""
    with connection.cursor() as curseur:
        curseur.execute(_LIRE, {"pk": initiative.pk})
        lignes = curseur.fetchall()
    apres, faites = _actuelle(initiative), []
    for genre, quand, geste, contexte, ligne in lignes:
        entree = _en_tete(quand, _json(contexte) or {})
        valeurs = _json(ligne)
        if genre == "participation":
            entree |= _participation(valeurs, geste)
        elif geste == "insert":
            entree |= {"quoi": "Initiative ouverte", "note": ""}
        else:
            entree |= {"quoi": "Initiative modifiée", "changements": _differences(valeurs, apres)}
            apres = valeurs
        if entree.get("changements") or entree["note"] or geste != "update":
            faites.append(entree)
    return faites


def _json(brut: Any) -> Any:
    return json.loads(brut) if isinstance(brut, str) else brut


def _actuelle(initiative: Initiative) -> dict[str, Any]:
    """The row today, as an event would keep it."""
    qui, quand = initiative.prochaine_etape_par, initiative.prochaine_etape_le
    valeurs = {champ: getattr(initiative, champ, None) for champ in CHAMPS}
    return valeurs | {"qui": str(qui) if qui else None, "prochaine_etape_le": quand.isoformat() if quand else None}


def _en_tete(quand: datetime, contexte: dict[str, Any]) -> dict[str, Any]:
    qui = str(contexte.get("par_nom") or "Portail")
    return {"quand": date_heure(quand), "qui": qui, "note": str(contexte.get("note", "")), "changements": []}


def _participation(valeurs: dict[str, Any], geste: str) -> dict[str, Any]:
    apport = valeurs["apport"] if geste == "insert" else ""
    return {
        "quoi": f"{valeurs['nom']} {GESTES[geste]}",
        "note": apport,
        "changements": [] if geste != "update" else [{}],
    }


def _differences(avant: dict[str, Any], apres: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"champ": nom, "avant": _dire(champ, avant.get(champ)), "apres": _dire(champ, apres.get(champ))}
        for champ, nom in CHAMPS.items()
        if (avant.get(champ) or "") != (apres.get(champ) or "")
    ]


def _dire(champ: str, valeur: Any) -> str:
    if not valeur:
        return ""
    if champ == "etat":
        return EtatInitiative(valeur).label
    return date_longue(date.fromisoformat(valeur)) if champ == "prochaine_etape_le" else str(valeur)
