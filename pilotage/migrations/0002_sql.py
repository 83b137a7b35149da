"""The roll-ups: functions for each level of the tree, and the triggers that mark what a change makes dirty."""

from pathlib import Path

from django.db import migrations

from ecosysteme.sql_fichiers import sql

DOSSIER = Path(__file__).resolve().parent.parent / "sql"
AGREGAT = (DOSSIER / "_agregat.sql").read_text("utf-8").strip()
ECRITURE = (DOSSIER / "_ecriture.sql").read_text("utf-8").strip()
ENFANTS = {
    2: "SELECT 1 AS niveau, id, poids FROM ecosysteme_indicateur WHERE objectif_id = k.noeud_id",
    3: "SELECT 2 AS niveau, id, poids FROM ecosysteme_objectif WHERE orientation_id = k.noeud_id",
    4: "SELECT 3 AS niveau, id, poids FROM ecosysteme_orientation WHERE plan_id = k.noeud_id",
    5: "SELECT 4 AS niveau, id, poids FROM ecosysteme_planstrategique"
    " WHERE organisation_id = k.noeud_id AND etat <> 'brouillon'"
    " UNION ALL SELECT 5, id, poids FROM ecosysteme_organisation WHERE parent_id = k.noeud_id",
}
# table, level, level above, link to the parent, what else its bilans depend on, mark of a change
NOEUDS = [
    ("objectif", 2, 3, "orientation_id", "poids", -1),
    ("orientation", 3, 4, "plan_id", "poids", -1),
    ("planstrategique", 4, 5, "organisation_id", "poids, etat, exercice_debut, exercice_fin", -1),
    ("organisation", 5, 5, "parent_id", "poids", 0),
]


class Migration(migrations.Migration):
    dependencies = [("pilotage", "0001_initial"), ("ecosysteme", "0002_sql")]
    operations = [
        sql("pilotage", "bilans"),
        *(
            sql("pilotage", "noeuds", ecriture=ECRITURE, agregat=AGREGAT, enfants=enfants, niveau=str(n))
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
                colonnes=colonnes,
                marque=str(marque),
            )
            for table, niveau, dessus, parent, colonnes, marque in NOEUDS
        ),
    ]
