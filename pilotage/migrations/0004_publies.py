"""Bilans of published figures, counted live for private partners."""

from pathlib import Path

from django.db import migrations

from ecosysteme.sql_fichiers import sql

AGREGAT = (Path(__file__).resolve().parent.parent / "sql" / "_agregat.sql").read_text("utf-8").strip()


class Migration(migrations.Migration):
    dependencies = [("pilotage", "0003_importation"), ("ecosysteme", "0002_sql")]
    operations = [sql("pilotage", "publies", agregat=AGREGAT)]
