"""Where organisations stand in adopting the ecosystem: each step is recognised from facts, in one query for all.

Other pillars prove their steps by their own facts (registries.Preuve). What is done in a branch counts for its
ministry; a role over the whole government counts for none of them.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from ecosysteme import registries

_NOM = "coalesce(nullif(trim(p.prenom || ' ' || p.nom), ''), p.email)"
_FAITS = f"""
    SELECT a.organisation_id, 1, a.debut::timestamp AT TIME ZONE 'America/Toronto', {_NOM}
      FROM ecosysteme_adhesion a JOIN ecosysteme_personne p ON p.id = a.personne_id
     WHERE a.role <> 'membre_prive' AND a.debut <= CURRENT_DATE
    UNION ALL
    SELECT i.organisation_id, 2, coalesce(e.quand, i.cree_le), {_NOM}
      FROM ecosysteme_indicateur i JOIN ecosysteme_personne p ON p.id = i.responsable_id
      LEFT JOIN LATERAL (
            SELECT max(e.pgh_created_at) AS quand FROM ecosysteme_indicateurevent e
             WHERE e.pgh_obj_id = i.id AND e.pgh_label = 'update' AND e.responsable_id IS NULL) e ON true
    UNION ALL
    SELECT s.organisation_id, 3, e.pgh_created_at, c.metadata ->> 'par_nom'
      FROM ecosysteme_planstrategique s
      JOIN ecosysteme_planstrategiqueevent e ON e.pgh_obj_id = s.id AND e.pgh_label = 'insert'
      LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
     WHERE EXISTS (SELECT FROM ecosysteme_indicateur i
                     JOIN ecosysteme_objectif b ON b.id = i.objectif_id
                     JOIN ecosysteme_orientation r ON r.id = b.orientation_id WHERE r.plan_id = s.id)
    UNION ALL
    (SELECT DISTINCT ON (i.organisation_id) i.organisation_id, 4, m.saisie_le, {_NOM}
       FROM ecosysteme_mesure m
       JOIN ecosysteme_indicateur i ON i.id = m.indicateur_id
       JOIN ecosysteme_personne p ON p.id = m.saisie_par_id
      WHERE m.importation_id IS NULL AND m.valeur IS NOT NULL
      ORDER BY i.organisation_id, m.saisie_le)
    UNION ALL
    SELECT t.organisation_id, 5, t.close_le, {_NOM}
      FROM pilotage_rencontre t JOIN ecosysteme_personne p ON p.id = t.animation_id
     WHERE t.etat = 'close'
    UNION ALL
    SELECT b.organisation_id, 6, b.clos_le, {_NOM}
      FROM pilotage_bloquant b JOIN ecosysteme_personne p ON p.id = coalesce(b.responsable_id, b.signale_par_id)
     WHERE b.etat = 'resolu'"""  # noqa: S608
_LIRE = f"""
    WITH faits (organisation_id, etape, quand, qui) AS ({_FAITS} {{preuves}}),
    premiers AS (
        SELECT DISTINCT ON (c.id, f.etape) c.id, f.etape, f.quand, f.qui
          FROM faits f JOIN ecosysteme_organisation o ON o.id = f.organisation_id
         CROSS JOIN LATERAL unnest(o.chemin) AS c (id)
         WHERE %(voulue)s::bigint IS NULL OR c.id = %(voulue)s
         ORDER BY c.id, f.etape, f.quand)
    SELECT o.id, o.sigle, o.nom, o.nom_cle, o.chemin,
           (SELECT json_object_agg(p.etape, json_build_array(p.quand, p.qui)) FROM premiers p WHERE p.id = o.id),
           (SELECT array_agg({_NOM} ORDER BY p.nom, p.prenom) FROM pilotage_leader l
              JOIN ecosysteme_personne p ON p.id = l.personne_id AND p.is_active
              JOIN ecosysteme_organisation lo ON lo.id = l.organisation_id WHERE o.id = ANY (lo.chemin)),
           (SELECT count(*) FROM pilotage_demandeaccompagnement d
              JOIN ecosysteme_organisation d_o ON d_o.id = d.organisation_id
             WHERE o.id = ANY (d_o.chemin) AND d.etat = 'ouverte')
      FROM ecosysteme_organisation o
     WHERE CASE WHEN %(voulue)s::bigint IS NULL
                THEN o.type IN ('ministere', 'organisme') AND (o.debut IS NULL OR o.debut <= CURRENT_DATE)
                     AND (o.fin IS NULL OR o.fin >= CURRENT_DATE)
                ELSE o.id = %(voulue)s END
     ORDER BY o.nom_cle, o.id"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Parcours:
    """An organisation, the steps it reached (when, by whom), its champions, the requests it has waiting."""

    pk: int
    sigle: str
    nom: str
    cle: str
    chemin: list[int]
    faits: dict[int, tuple[datetime, str]]
    leaders: list[str]
    demandes: int


def lire(organisation: int | None = None) -> list[Parcours]:
    """Every ministry and body in force, or one organisation."""
    preuves = "".join(f" UNION ALL ({preuve.sql})" for preuve in registries.preuves_adoption().values())
    with connection.cursor() as curseur:
        curseur.execute(_LIRE.format(preuves=preuves), {"voulue": organisation})
        return [_parcours(ligne) for ligne in curseur.fetchall()]


def _parcours(ligne: tuple[Any, ...]) -> Parcours:
    pk, sigle, nom, cle, chemin, brut, leaders, demandes = ligne
    lus = json.loads(brut) if isinstance(brut, str) else brut or {}
    faits = {int(etape): (datetime.fromisoformat(quand), qui or "") for etape, (quand, qui) in lus.items()}
    return Parcours(pk, sigle, nom, cle, chemin, faits, leaders or [], demandes)
