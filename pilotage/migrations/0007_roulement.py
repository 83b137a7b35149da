"""No cycle among indicators, and an index that finds one bilan whichever way the planner comes to it."""

from django.db import migrations, models

from ecosysteme.sql_fichiers import sql


class Migration(migrations.Migration):
    dependencies = [("pilotage", "0006_historique"), ("ecosysteme", "0002_sql")]
    operations = [
        migrations.RemoveIndex("bilan", "bilan_exercice"),
        migrations.AddIndex(
            "bilan",
            models.Index(fields=["exercice", "niveau", "territoire", "noeud_id"], name="bilan_exercice"),
        ),
        sql("pilotage", "hierarchie"),
    ]
