"""The indicators whose state is to be brought up to date, kept apart so that a roll-up waits for nobody."""

from django.db import migrations, models

from ecosysteme.sql_fichiers import sql


class Migration(migrations.Migration):
    dependencies = [("pilotage", "0008_importation_extraits")]
    operations = [
        migrations.CreateModel(
            name="CarteSale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicateur_id", models.BigIntegerField()),
            ],
            options={"verbose_name": "état à rafraîchir", "verbose_name_plural": "états à rafraîchir"},
        ),
        sql("pilotage", "cartes_sales"),
    ]
