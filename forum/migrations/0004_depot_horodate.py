from django.db import migrations

from ecosysteme.sql_fichiers import sql


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_message_vecteur")]
    operations = [sql("forum", "depot_horodate")]
