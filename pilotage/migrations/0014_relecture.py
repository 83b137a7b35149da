"""The second reading of all the sheets in one query."""

from django.db import migrations

from ecosysteme.sql_fichiers import sql


class Migration(migrations.Migration):
    dependencies = [("pilotage", "0013_methodes")]
    operations = [sql("pilotage", "relecture")]
