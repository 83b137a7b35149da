"""Migrations read the SQL objects of an app from its `sql/` folder, each file with its reverse."""

from pathlib import Path

from django.conf import settings
from django.db import migrations


def sql(app: str, nom: str, **remplacements: str) -> migrations.RunSQL:
    """The operation that applies `<app>/sql/<nom>.sql` and reverses it with `<nom>.inverse.sql`."""
    dossier = Path(settings.BASE_DIR) / app / "sql"
    aller, retour = ((dossier / f"{nom}{suffixe}").read_text("utf-8") for suffixe in (".sql", ".inverse.sql"))
    for cle, valeur in remplacements.items():
        aller, retour = aller.replace(f"{{{cle}}}", valeur), retour.replace(f"{{{cle}}}", valeur)
    return migrations.RunSQL([(aller, None)], [(retour, None)])
