"""Measure the ecosystem's own use: make its plan once in an organisation, and write the month that has ended."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ecosysteme.models import Organisation, Personne
from pilotage.services import usage


class Command(BaseCommand):
    help = "Crée une fois le plan « Usage de l'écosystème » dans une organisation, puis inscrit le mois écoulé."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sigle", help="sigle de l'organisation qui porte le plan, par exemple SCT")
        parser.add_argument("courriel", help="courriel de la personne au nom de qui le plan est créé")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(sigle=options["sigle"]).first()
        personne = Personne.objects.filter(email=options["courriel"].lower()).first()
        if organisation is None or personne is None:
            raise CommandError("Aucune organisation de ce sigle, ou aucun compte à ce courriel.")
        _, cree = usage.creer_plan_usage(par=personne, organisation=organisation)
        self.stdout.write("Plan créé." if cree else "Le plan existait déjà.")
        self.stdout.write(f"Résultats inscrits : {usage.mesurer_usage()}")
