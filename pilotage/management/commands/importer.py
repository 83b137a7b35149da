"""Import a file from the command line, by the same engine as the pages."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ecosysteme.models import Personne

from ...enums import EtatImport, Gravite
from ...importation.correspondance import manquants
from ...importation.profils import PROFILS
from ...importation.refus import FichierRefuse
from ...models import Importation
from ...selectors.imports import ecritures
from ...services import imports

REFUS_MONTRES = 50
ATTENTE = 0.5


class Command(BaseCommand):
    help = "Importe un fichier CSV ou XLSX : aperçu, puis publication de ce qui est valide, tout ou rien."

    def add_arguments(self, parser) -> None:
        parser.add_argument("fichier", help="chemin du fichier")
        parser.add_argument("--profil", required=True, choices=sorted(PROFILS))
        parser.add_argument("--par", default="", help="courriel de la personne dont les droits s'appliquent")
        parser.add_argument("--apercu", action="store_true", help="montre ce qui changerait, sans publier")

    def handle(self, *args, **options) -> None:
        par = self._personne(options["par"])
        try:
            with Path(options["fichier"]).open("rb") as fichier:
                importation = imports.deposer(
                    par=par, profil=options["profil"], fichier=fichier, nom=Path(options["fichier"]).name
                )
        except OSError as erreur:
            raise CommandError(f"Le fichier ne peut être lu : {erreur.strerror}.") from None
        except FichierRefuse as refus:
            raise CommandError(str(refus)) from None
        if absents := manquants(PROFILS[options["profil"]], importation.correspondance):
            raise CommandError(f"Aucune colonne ne remplit : {', '.join(absents)}.")
        importation = imports.lancer_analyse(par=par, importation=importation, colonnes=importation.correspondance)
        self._dire(self._avancer(importation, EtatImport.PRET))
        if options["apercu"]:
            imports.abandonner(par=par, importation=importation)
            return
        importation = imports.demander_publication(par=par, importation=importation)
        importation = self._avancer(importation, EtatImport.PUBLIE)
        for fait in ecritures(importation):
            self.stdout.write(f"{fait['terme']} : {fait['valeur']}")
        self.stdout.write(f"Importation {importation.pk} publiée.")

    def _personne(self, courriel: str) -> Personne | None:
        if not courriel:
            return None
        personne = Personne.objects.filter(email__iexact=courriel).first()
        if personne is None:
            raise CommandError(f"Aucun compte n'a le courriel {courriel}.")
        return personne

    def _avancer(self, importation: Importation, attendu: EtatImport) -> Importation:
        """Do the work here; when a worker took it first, wait for it."""
        imports.avancer(importation.pk)
        importation.refresh_from_db()
        while importation.etat in imports.TACHES:
            time.sleep(ATTENTE)
            imports.avancer(importation.pk)
            importation.refresh_from_db()
        if importation.etat != attendu:
            raise CommandError(importation.erreur)
        return importation

    def _dire(self, i: Importation) -> None:
        self.stdout.write(
            f"{i.nb_lignes} lignes : {i.nb_creees} créées, {i.nb_changees} changées, {i.nb_inchangees} inchangées,"
            f" {i.nb_refusees} refusées, {i.nb_avertissements} avertissements."
        )
        for r in i.remarques.filter(gravite=Gravite.REFUS)[:REFUS_MONTRES]:
            self.stderr.write(f"Ligne {r.ligne}, {r.champ} « {r.valeur} » : {r.raison}")
