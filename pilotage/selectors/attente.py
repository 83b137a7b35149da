"""« Calcul en attente »: results are stored, their bilans follow."""

from django.db import connection

from ..enums import Niveau

PHRASE = "Des résultats viennent d'être enregistrés : les bilans qui en dépendent suivront dans moins d'une minute."
LUES_MAX = 2000

# The waiting keys, most urgent first, each with the nodes it will reach; beyond LUES_MAX, whoever asks is concerned.
_REQUETE = """
    WITH lues AS MATERIALIZED (
        SELECT DISTINCT niveau, noeud_id
          FROM (SELECT niveau, noeud_id FROM pilotage_clesale ORDER BY priorite, id LIMIT %(lues)s) q
    )
    SELECT count(*) >= %(lues)s OR bool_or(touche) FROM (
        SELECT CASE %(niveau)s::smallint
                   WHEN 1 THEN %(noeud)s::bigint IN (i.id, pi.id)
                   WHEN 2 THEN %(noeud)s::bigint = o.id
                   WHEN 3 THEN %(noeud)s::bigint = r.id
                   WHEN 4 THEN %(noeud)s::bigint = p.id
                   WHEN 5 THEN %(noeud)s::bigint = ANY (g.chemin)
               END AS touche
          FROM lues d
          LEFT JOIN ecosysteme_indicateur i ON d.niveau = 1 AND i.id = d.noeud_id
          LEFT JOIN ecosysteme_indicateur pi ON pi.id = i.parent_id
          LEFT JOIN ecosysteme_objectif o ON o.id = CASE d.niveau WHEN 2 THEN d.noeud_id ELSE i.objectif_id END
          LEFT JOIN ecosysteme_orientation r
                 ON r.id = CASE d.niveau WHEN 3 THEN d.noeud_id ELSE o.orientation_id END
          LEFT JOIN ecosysteme_planstrategique p ON p.id = CASE d.niveau WHEN 4 THEN d.noeud_id ELSE r.plan_id END
          LEFT JOIN ecosysteme_organisation g
                 ON g.id = CASE d.niveau WHEN 5 THEN d.noeud_id ELSE p.organisation_id END) t
"""


def calcul_en_attente(niveau: Niveau | None = None, noeud_id: int | None = None) -> str:
    """A sentence to show when a roll-up has yet to reach this node (or any, without arguments); "" otherwise.

    One query, over a table that is empty nearly always.
    """
    with connection.cursor() as curseur:
        if niveau is None:
            curseur.execute("SELECT EXISTS (SELECT FROM pilotage_clesale)")
        else:
            curseur.execute(_REQUETE, {"lues": LUES_MAX, "niveau": niveau, "noeud": noeud_id})
        return PHRASE if curseur.fetchone()[0] else ""
