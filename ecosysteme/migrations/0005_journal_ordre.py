from django.db import migrations

from ecosysteme.sql_fichiers import sql


class Migration(migrations.Migration):
    dependencies = [("ecosysteme", "0004_mesure_couvrante")]
    operations = [sql("ecosysteme", "journal_ordre")]
