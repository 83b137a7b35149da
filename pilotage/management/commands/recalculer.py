"""Finish what is waiting to be rolled up; with --verifier, recompute everything and say what was wrong."""

from django.core.management.base import BaseCommand, CommandError

from ecosysteme.format import nombre
from ecosysteme.live import publier

from ... import bilans
from ...enums import Niveau
from ...services import signaux, verification

ECARTS_MONTRES = 100


class Command(BaseCommand):
    help = "Termine les calculs en attente (bilans, cartes de contrôle)."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--verifier",
            action="store_true",
            help="recalcule tout par le même chemin, corrige et énumère ce qui différait ; code 1 s'il y en a",
        )

    def handle(self, *args, **options) -> None:
        self._terminer()
        if options["verifier"]:
            self._verifier()

    def _terminer(self) -> None:
        cles = touches = cartes = 0
        for passe in bilans.vider():
            publier(cle.sujet for cle in passe.touchees)
            cles, touches = cles + passe.consommees, touches + len(passe.touchees)
        while changes := signaux.recalculer_lot():
            publier(changes.sujets)
            cartes += changes.lus
        self.stdout.write(
            f"Clés traitées : {nombre(cles)}. Bilans changés : {nombre(touches)}."
            f" Cartes de contrôle relues : {nombre(cartes)}."
        )

    def _verifier(self) -> None:
        passe = verification.verifier()
        if not passe.touchees:
            self.stdout.write(f"{nombre(passe.consommees)} bilans vérifiés : aucun écart.")
            return
        for cle in passe.touchees[:ECARTS_MONTRES]:
            lieu = f", territoire {cle.territoire}" if cle.territoire else ""
            self.stdout.write(f"{Niveau(cle.niveau).label} {cle.noeud_id}, exercice {cle.exercice}{lieu} : corrigé.")
        ecarts, tous = len(passe.touchees), nombre(passe.consommees)
        raise CommandError(
            f"1 bilan sur {tous} différait ; il est corrigé."
            if ecarts == 1
            else f"{nombre(ecarts)} bilans sur {tous} différaient ; ils sont corrigés."
        )
