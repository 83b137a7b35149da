"""Import a file from the command line, by the same engine as the pages."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ecosysteme.format import compte
from ecosysteme.models import Personne

from ...enums import EtatImport, Gravite
from ...importation.correspondance import manquants
from ...importation.profils import PROFILS
from ...importation.refus import FichierRefuse
from ...models import Importation
from ...selectors.imports_detail import bilan, ecritures
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
        self.bavard = options["verbosity"] > 0
        par = self._personne(options["par"])
        importation = self._deposer(par, options["profil"], Path(options["fichier"]))
        importation = imports.lancer_analyse(par=par, importation=importation, colonnes=importation.correspondance)
        importation = self._avancer(importation, EtatImport.PRET)
        self._dire_apercu(importation)
        if options["apercu"]:
            imports.abandonner(par=par, importation=importation)
            self.stdout.write("Aperçu seulement : rien n'a été publié.")
            return
        importation = imports.demander_publication(par=par, importation=importation)
        importation = self._avancer(importation, EtatImport.PUBLIE)
        self._dire(ecritures(importation) or [{"terme": "Rien à écrire", "valeur": "tout y était déjà"}])
        self.stdout.write(f"Importation {importation.pk} publiée.")

    def _personne(self, courriel: str) -> Personne | None:
        if not courriel:
            return None
        personne = Personne.objects.filter(email__iexact=courriel).first()
        if personne is None:
            raise CommandError(f"Aucun compte n'a le courriel {courriel}.")
        return personne

    def _deposer(self, par: Personne | None, profil: str, chemin: Path) -> Importation:
        try:
            with chemin.open("rb") as fichier:
                importation = imports.deposer(par=par, profil=profil, fichier=fichier, nom=chemin.name)
        except OSError as erreur:
            raise CommandError(f"Le fichier ne peut être lu : {erreur.strerror}.") from None
        except FichierRefuse as refus:
            raise CommandError(str(refus)) from None
        if absents := manquants(PROFILS[profil], importation.correspondance):
            imports.abandonner(par=par, importation=importation)
            raise CommandError(f"Aucune colonne ne remplit : {', '.join(absents)}.")
        return importation

    def _avancer(self, importation: Importation, attendu: EtatImport) -> Importation:
        """Do the work here; when a worker took it first, wait for it."""
        self.vu = ""
        imports.avancer(importation.pk, self._suivre)
        importation.refresh_from_db()
        while importation.etat in imports.TACHES:
            time.sleep(ATTENTE)
            imports.avancer(importation.pk, self._suivre)
            importation.refresh_from_db()
            self._suivre(importation.etape, importation.avancement)
        if importation.etat != attendu:
            raise CommandError(importation.erreur or f"L'importation est « {importation.get_etat_display()} ».")
        return importation

    def _suivre(self, etape: str, avancement: int) -> None:
        ligne = f"{avancement:3d} %  {etape}" if avancement else f"       {etape}"
        if self.bavard and ligne != self.vu:
            self.vu = ligne
            self.stderr.write(ligne)

    def _dire(self, faits: list[dict[str, str]]) -> None:
        for fait in faits:
            self.stdout.write(f"{fait['terme']} : {fait['valeur']}")

    def _dire_apercu(self, importation: Importation) -> None:
        self.stdout.write(f"{compte(importation.nb_lignes, 'ligne')} dans le fichier")
        self._dire(bilan(importation))
        refus = importation.remarques.filter(gravite=Gravite.REFUS)
        for r in refus[:REFUS_MONTRES]:
            self.stderr.write(f"Ligne {r.ligne}, {r.champ} « {r.valeur} » : {r.raison}")
        reste = refus.count() - REFUS_MONTRES
        if reste > 0:
            self.stderr.write(
                f"… et {compte(reste, 'autre refus', 'autres refus')}, listés sur la page de l'importation."
            )
