"""Compile every template of the portal: a tag misspelt on a page nobody opened is found here."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError
from django.template.loader import get_template


class Command(BaseCommand):
    help = "Compile tous les gabarits."
    requires_system_checks = ()

    def handle(self, *args, **options) -> None:
        fautes, nombre = [], 0
        for dossier in (Path(d) for d in settings.TEMPLATES[0]["DIRS"]):
            for chemin in sorted(dossier.rglob("*.*")):
                nombre += 1
                try:
                    get_template(str(chemin.relative_to(dossier)))
                except (TemplateSyntaxError, UnicodeDecodeError) as faute:
                    fautes.append(f"{chemin.relative_to(dossier)} : {faute}")
        if fautes:
            raise CommandError("\n".join(fautes))
        self.stdout.write(f"{nombre} gabarits se compilent.")
