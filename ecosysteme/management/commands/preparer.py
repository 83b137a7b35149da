"""Bring a portal up to its code: migrations, demonstration, static files. What it prints is for a person to read."""

import hashlib
import sys
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection


class Command(BaseCommand):
    help = "Applique les migrations, charge la démonstration et rassemble les fichiers statiques, si nécessaire."
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as erreur:
            cause = str(erreur).strip().splitlines()[-1]
            raise CommandError(f"PostgreSQL refuse la connexion : {cause}") from None
        self._annoncer("Migrations…")
        call_command("migrate", verbosity=0, interactive=False)
        self._annoncer("Démonstration…")
        sortie = StringIO()
        call_command("demonstration", stdout=sortie, verbosity=0)
        self._fichiers_statiques()
        self.stdout.write(sortie.getvalue())

    def _annoncer(self, etape: str) -> None:
        print(f"… {etape}", file=sys.stderr, flush=True)

    def _fichiers_statiques(self) -> None:
        """Gather static files, unless nothing moved since the last time."""
        marque = Path(settings.STATIC_ROOT) / ".empreinte"
        empreinte = self._empreinte()
        if marque.exists() and marque.read_text("utf-8") == empreinte:
            return
        self._annoncer("Fichiers statiques…")
        call_command("collectstatic", interactive=False, verbosity=0)
        marque.write_text(empreinte, "utf-8")

    def _empreinte(self) -> str:
        """Names, sizes and dates of every static file."""
        somme = hashlib.sha256()
        for finder in get_finders():
            for nom, stockage in finder.list([]):
                try:
                    detail = f"{stockage.size(nom)} {stockage.get_modified_time(nom)}"
                except NotImplementedError:
                    detail = "?"
                somme.update(f"{nom} {detail}\n".encode())
        return somme.hexdigest()
