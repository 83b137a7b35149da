from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("ecosysteme", "0006_historique_en_masse")]
    operations = [
        AddIndexConcurrently(
            model_name="mesure",
            index=models.Index(fields=["-saisie_le"], name="mesure_recente", condition=Q(importation_id__isnull=True)),
        ),
    ]
