from django.db import migrations

from ecosysteme.sql_fichiers import sql


class Migration(migrations.Migration):
    dependencies = [("pilotage", "0014_relecture")]
    operations = [sql("pilotage", "alertes"), sql("pilotage", "dires")]
