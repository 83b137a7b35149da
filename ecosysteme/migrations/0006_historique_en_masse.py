"""The history of many rows at once costs what there is to write."""

from django.db import migrations

from ecosysteme.sql_fichiers import sql


class Migration(migrations.Migration):
    dependencies = [("ecosysteme", "0005_journal_ordre")]
    operations = [sql("ecosysteme", "historique_en_masse")]
