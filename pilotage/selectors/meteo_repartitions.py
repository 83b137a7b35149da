"""The skies in force below nodes, counted: what goes with their bilans. One query whatever the rows."""

from collections.abc import Iterable

from django.db import connection

from ..enums import Niveau
from .meteo_ensemble import JUGEES

Cle = tuple[int, int, int]  # level, node, fiscal year
Repartition = dict[str, dict[str, int]]
GENRES = {
    Niveau.ORGANISATION: ("organisation", "plan", "objectif"),
    Niveau.PLAN: ("objectif",),
    Niveau.ORIENTATION: ("objectif",),
}
SANS = "non_renseignee"

# The same plans as pilotage_dires: published, in force that year.
_REQUETE = """
    WITH voulus AS (
        SELECT * FROM unnest(%(niveaux)s::int[], %(noeuds)s::bigint[], %(exercices)s::int[])
            AS v(niveau, noeud, annee)),
    en_vigueur AS (
        SELECT DISTINCT ON (exercice, organisation_id, plan_id, objectif_id)
               exercice, organisation_id, plan_id, objectif_id, ciel
          FROM pilotage_meteo WHERE publiee_le IS NOT NULL AND exercice = ANY (%(exercices)s::int[])
         ORDER BY exercice, organisation_id, plan_id, objectif_id, publiee_le DESC, id DESC),
    plans AS (
        SELECT v.niveau, v.noeud, v.annee, p.id FROM voulus v
          JOIN ecosysteme_organisation o ON o.chemin @> ARRAY[v.noeud]
          JOIN ecosysteme_planstrategique p ON p.organisation_id = o.id AND p.etat <> 'brouillon'
                AND v.annee BETWEEN p.exercice_debut AND p.exercice_fin
         WHERE v.niveau = 5
        UNION ALL
        SELECT v.niveau, v.noeud, v.annee, v.noeud FROM voulus v WHERE v.niveau = 4),
    orientations AS (
        SELECT p.niveau, p.noeud, p.annee, r.id FROM plans p JOIN ecosysteme_orientation r ON r.plan_id = p.id
        UNION ALL
        SELECT v.niveau, v.noeud, v.annee, v.noeud FROM voulus v WHERE v.niveau = 3)
    SELECT v.niveau, v.noeud, v.annee, 'organisation', m.ciel, count(*) FROM voulus v
      JOIN ecosysteme_organisation o ON o.chemin @> ARRAY[v.noeud] AND o.id <> v.noeud AND o.type = ANY (%(types)s)
      LEFT JOIN en_vigueur m ON m.organisation_id = o.id AND m.exercice = v.annee
     WHERE v.niveau = 5 GROUP BY 1, 2, 3, 5
    UNION ALL
    SELECT p.niveau, p.noeud, p.annee, 'plan', m.ciel, count(*) FROM plans p
      LEFT JOIN en_vigueur m ON m.plan_id = p.id AND m.exercice = p.annee
     WHERE p.niveau = 5 GROUP BY 1, 2, 3, 5
    UNION ALL
    SELECT r.niveau, r.noeud, r.annee, 'objectif', m.ciel, count(*) FROM orientations r
      JOIN ecosysteme_objectif b ON b.orientation_id = r.id
      LEFT JOIN en_vigueur m ON m.objectif_id = b.id AND m.exercice = r.annee
     GROUP BY 1, 2, 3, 5"""


def repartitions(lignes: Iterable[tuple[int, int, int, str]]) -> dict[Cle, Repartition]:
    """By node (level, node, year) of rows (level, node, year, territory): by kind of node below, the count of each sky.

    A sky is about the whole of Québec and about no indicator: regional rows, objectives and indicators have none.
    Asked even when no row may have one, so that a page costs the same whatever it holds; not without rows.
    """
    lignes = list(lignes)
    voulus = {(niveau, noeud, annee) for niveau, noeud, annee, region in lignes if niveau in GENRES and not region}
    lues: dict[Cle, Repartition] = {cle: {genre: {} for genre in GENRES[Niveau(cle[0])]} for cle in voulus}
    if not lignes:
        return lues
    ordonnes = sorted(voulus)
    parametres = {
        "niveaux": [niveau for niveau, _, _ in ordonnes],
        "noeuds": [noeud for _, noeud, _ in ordonnes],
        "exercices": [annee for _, _, annee in ordonnes],
        "types": [str(t) for t in JUGEES],
    }
    with connection.cursor() as curseur:
        curseur.execute(_REQUETE, parametres)
        for niveau, noeud, annee, genre, ciel, combien in curseur:
            lues[niveau, noeud, annee][genre][ciel or SANS] = combien
    return lues
