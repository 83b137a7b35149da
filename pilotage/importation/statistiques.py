"""The planner's statistics of the tables an import joins.

A transaction that was rolled back, then a vacuum, leaves a table « empty » for the planner whatever is written in it
afterwards: it then nests loops, and a thousand indicators take minutes. An import looks first, and looks again at what
it filled.
"""

import re

from django.db import connection

TABLES = (
    "ecosysteme_organisation",
    "ecosysteme_planstrategique",
    "ecosysteme_orientation",
    "ecosysteme_objectif",
    "ecosysteme_indicateur",
    "ecosysteme_cible",
    "ecosysteme_mesure",
)
BEAUCOUP = 500
_AJOUT = re.compile(r"INSERT INTO (ecosysteme_\w+)")
_PERIMEES = """
    SELECT relname FROM pg_class
     WHERE oid IN (SELECT to_regclass(t) FROM unnest(%s) t)
       AND ((reltuples <= 0 AND pg_relation_size(oid) > 0)
            OR pg_relation_size(oid) / current_setting('block_size')::int > 2 * relpages + 20)
"""


def verifier() -> list[str]:
    """Analyse the tables that have grown since they were last; returns their names."""
    with connection.cursor() as curseur:
        curseur.execute(_PERIMEES, [[*TABLES, *(f"{nom}event" for nom in TABLES)]])
        perimees = [nom for (nom,) in curseur.fetchall()]
        for nom in perimees:
            curseur.execute(f"ANALYZE {nom}")
    return perimees


def suivre(ordre: str, lignes: int) -> None:
    """Analyse the table that a statement has just added many rows to."""
    ajout = _AJOUT.search(ordre)
    if ajout and lignes >= BEAUCOUP and ajout[1] in TABLES:
        with connection.cursor() as curseur:
            curseur.execute(f"ANALYZE {ajout[1]}")
