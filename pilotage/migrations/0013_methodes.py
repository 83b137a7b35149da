"""The scoring methods that were published, each in its first version; a version that stands is left as it is."""

from django.db import migrations

from pilotage.methodes_publiees import METHODES


def charger(apps, schema_editor):
    modele = apps.get_model("pilotage", "MethodeNotation")
    connues = set(modele.objects.values_list("code", "version"))
    modele.objects.bulk_create(
        modele(**methode) for methode in METHODES if (methode["code"], methode["version"]) not in connues
    )


class Migration(migrations.Migration):
    dependencies = [("pilotage", "0012_salle_sql")]
    operations = [migrations.RunPython(charger, migrations.RunPython.noop, elidable=False)]
