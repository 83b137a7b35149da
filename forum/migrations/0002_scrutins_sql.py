from django.db import migrations

from ecosysteme.sql_fichiers import sql


class Migration(migrations.Migration):
    dependencies = [("forum", "0001_initial")]
    operations = [sql("forum", "scrutins")]
