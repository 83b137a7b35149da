"""The roll-ups: functions for each level of the tree, and the triggers that mark what a change makes dirty."""

from pathlib import Path

from django.db import migrations

from ecosysteme.sql_fichiers import sql

ECRITURE = (Path(__file__).resolve().parent.parent / "sql" / "_ecriture.sql").read_text("utf-8")
ENFANTS = {
    2: "SELECT 1 AS niveau, id, poids FROM ecosysteme_indicateur WHERE objectif_id = k.noeud_id",
    3: "SELECT 2 AS niveau, id, poids FROM ecosysteme_objectif WHERE orientation_id = k.noeud_id",
    4: "SELECT 3 AS niveau, id, poids FROM ecosysteme_orientation WHERE plan_id = k.noeud_id",
    5: "SELECT 4 AS niveau, id, poids FROM ecosysteme_planstrategique"
    " WHERE organisation_id = k.noeud_id AND etat <> 'brouillon'"
    " UNION ALL SELECT 5, id, poids FROM ecosysteme_organisation WHERE parent_id = k.noeud_id",
}
# table, level, level above, link to the parent, what an update also touches
NOEUDS = [
    ("objectif", 2, 3, "orientation_id", "i.objectif_id = n.id"),
    ("orientation", 3, 4, "plan_id", "o.orientation_id = n.id"),
    ("planstrategique", 4, 5, "organisation_id", "r.plan_id = n.id"),
    ("organisation", 5, 5, "parent_id", ""),
]


def _feuilles(lien: str) -> str:
    if not lien:
        return ""
    return (
        "PERFORM pilotage_salir_indicateurs(array_agg(DISTINCT i.id)) FROM ecosysteme_indicateur i"
        " JOIN ecosysteme_objectif o ON o.id = i.objectif_id JOIN ecosysteme_orientation r ON r.id = o.orientation_id"
        f" JOIN apres n ON {lien};"
    )


class Migration(migrations.Migration):
    dependencies = [("pilotage", "0001_initial"), ("ecosysteme", "0002_sql")]
    operations = [
        sql("pilotage", "bilans"),
        *(
            sql("pilotage", "noeuds", ecriture=ECRITURE.replace("{niveau}", str(n)), enfants=enfants, niveau=str(n))
            for n, enfants in ENFANTS.items()
        ),
        sql("pilotage", "recalcul", ecriture=ECRITURE.replace("{niveau}", "1")),
        sql("pilotage", "salissures"),
        *(
            sql(
                "pilotage",
                "salissures_noeud",
                table=table,
                niveau=str(niveau),
                dessus=str(dessus),
                parent=parent,
                en_plus=_feuilles(lien),
            )
            for table, niveau, dessus, parent, lien in NOEUDS
        ),
    ]
