"""The health of the portal from the command line: for the health checks of containers and for whoever is on call."""

from django.core.management.base import BaseCommand, CommandError

from ...selectors import sante


class Command(BaseCommand):
    help = "Dit l'état de chaque partie du portail ; code 1 si l'une est en panne."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("parties", nargs="*", metavar="PARTIE", help="ne regarder que ces parties")

    def handle(self, *args, **options) -> None:
        etats = {nom: etat for nom, etat in sante.etats().items() if nom != "web"}
        inconnues = set(options["parties"]) - set(etats)
        if inconnues:
            raise CommandError(f"Partie inconnue : {', '.join(sorted(inconnues))}. Parties : {', '.join(etats)}.")
        etats = {nom: etat for nom, etat in etats.items() if not options["parties"] or nom in options["parties"]}
        for nom, etat in etats.items():
            self.stdout.write(f"{nom} : {etat}")
        if any(etat != sante.OK for etat in etats.values()):
            raise CommandError("Le portail n'est pas entièrement en état.")
