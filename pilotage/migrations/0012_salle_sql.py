from django.db import migrations

from ecosysteme.sql_fichiers import sql


class Migration(migrations.Migration):
    dependencies = [("pilotage", "0011_salle")]
    operations = [sql("pilotage", "salle")]
