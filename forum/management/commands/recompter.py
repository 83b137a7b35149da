"""`manage.py recompter --scrutin N`: recount a vote from its rows, and check roll, receipts, result and journal."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forum.models import Scrutin
from forum.selectors.recompte import recompter


class Command(BaseCommand):
    help = "Recompte un scrutin à partir de ses bulletins, et dit où quelque chose a été touché."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scrutin", type=int, required=True, help="le numéro du scrutin, lu dans son adresse")
        parser.add_argument("--octets", action="store_true", help="n'écrire que les octets du résultat recompté")

    def handle(self, *args: Any, scrutin: int, octets: bool, **options: Any) -> None:
        lu = Scrutin.objects.filter(pk=scrutin).first()
        if lu is None:
            raise CommandError(f"Il n'y a pas de scrutin {scrutin}.")
        fait = recompter(lu)
        if not fait.tient:
            raise CommandError("Le recompte ne tient pas.\n" + "\n".join(f"- {faute}" for faute in fait.fautes))
        if octets:
            self.stdout.write(fait.octets.decode(), ending="")
            return
        self.stdout.write(f"Scrutin {scrutin} : {lu.question}")
        self.stdout.write(f"Registre {lu.registre_empreinte}")
        self.stdout.write(f"Résultat {lu.resultat_empreinte or '(pas encore proclamé)'}")
        self.stdout.write("Registre, reçus, résultat et journal : tout se tient.")
        sys.stdout.flush()
