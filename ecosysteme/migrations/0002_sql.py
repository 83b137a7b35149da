from django.db import migrations

from ecosysteme.sql_fichiers import sql


class Migration(migrations.Migration):
    dependencies = [("ecosysteme", "0001_initial")]
    operations = [
        sql("ecosysteme", "recherche"),
        sql("ecosysteme", "organisation_chemin"),
        sql("ecosysteme", "journal"),
    ]
