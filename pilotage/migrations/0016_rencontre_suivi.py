from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pilotage", "0015_alertes")]

    operations = [
        migrations.AddField(
            model_name="rencontre",
            name="creneau",
            field=models.DateTimeField(blank=True, null=True, verbose_name="place dans sa série"),
        ),
        migrations.AddField(
            model_name="presence",
            name="rang_vu",
            field=models.PositiveIntegerField(default=0, verbose_name="dernier évènement vu"),
        ),
        migrations.AddConstraint(
            model_name="rencontre",
            constraint=models.UniqueConstraint(
                fields=("serie", "creneau"),
                name="rencontre_creneau",
                violation_error_message="Cette rencontre de la série existe déjà.",
            ),
        ),
    ]
