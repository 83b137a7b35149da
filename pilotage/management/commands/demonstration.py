"""Load the demonstration and say who may log in and which figures are real."""

import time

from django.core.management.base import BaseCommand, CommandError

from ecosysteme.enums import RoleAdhesion
from ecosysteme.registries import demonstrations

from ...services import demonstration


class Command(BaseCommand):
    help = "Charge la démonstration (rien si elle l'est déjà) et affiche les comptes. Refusée en production."

    def handle(self, *args, **options) -> None:
        depart = time.monotonic()
        try:
            nouvelle = demonstration.charger(self._dire if options["verbosity"] else lambda _: None)
        except demonstration.DemonstrationRefusee as refus:
            raise CommandError(str(refus)) from None
        for charger in demonstrations():
            charger()
        duree = f"{time.monotonic() - depart:.1f}".replace(".", ",")
        self.stdout.write(f"Démonstration {'chargée' if nouvelle else 'déjà en place'} ({duree} s).\n\n")
        self._comptes()
        for phrase in demonstration.PROVENANCE:
            self.stdout.write(phrase)

    def _dire(self, phrase: str) -> None:
        self.stdout.write(f"{phrase}…")

    def _comptes(self) -> None:
        lignes = [("Courriel", "Personne", "Rôle", "Organisation")]
        lignes += [
            (c.courriel, c.personne, str(RoleAdhesion(c.role).label), c.organisation)
            for c in demonstration.comptes_demo()
        ]
        largeurs = [max(len(ligne[rang]) for ligne in lignes) for rang in range(len(lignes[0]))]
        for ligne in lignes:
            self.stdout.write("  ".join(t.ljust(n) for t, n in zip(ligne, largeurs, strict=True)).rstrip())
        self.stdout.write(f"\nMot de passe de tous ces comptes à leur ouverture : {demonstration.MOT_DE_PASSE}\n\n")
