"""Print every bilan, for scripts, open data, or a person at a terminal."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ecosysteme.format import ABSENT, nombre, pourcentage
from ecosysteme.models import Organisation
from ecosysteme.periodes import ANNEE_MAX, ANNEE_MIN, PeriodeIllisible, lire_exercice

from ...selectors.export_bilans import STATUTS, bilans

ENTETE = ("NIVEAU", "CODE", "NOM", "EXERCICE", "TERR.", "ATT.", "N. ATT.", "À VENIR", "N. DISP.", "S. O.")
GABARIT = "{:<12} {:<14} {:<44} {:<9} {:<5} {:>6} {:>7} {:>7} {:>8} {:>6} {:>11} {:>9}  {}"


class Command(BaseCommand):
    help = (
        "Imprime chaque bilan : nœud (niveau, id, code ou sigle, nom), exercice, nombres d'indicateurs par statut, "
        "progression, couverture et méthode. En JSON, les valeurs décimales exactes sont des chaînes."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--organisation", default="", metavar="SIGLE", help="elle et tout ce qu'elle porte")
        parser.add_argument("--periode", default="", help="un exercice : 2025-2026, 2025-26 ou 2025")
        parser.add_argument(
            "--publics", action="store_true", help="les chiffres publiés seulement, pour tout le Québec"
        )
        parser.add_argument("--json", action="store_true", help="un tableau JSON, un bilan par ligne")

    def handle(self, *args, **options) -> None:
        lignes = bilans(
            _organisation(options["organisation"]), _exercice(options["periode"]), publics=options["publics"]
        )
        if options["json"]:
            self._json(lignes)
        else:
            self._tableau(lignes)

    def _json(self, lignes: Iterator[dict[str, Any]]) -> None:
        avant = "[\n"
        for ligne in lignes:
            self.stdout.write(avant + json.dumps(ligne, ensure_ascii=False, default=_exact), ending="")
            avant = ",\n"
        self.stdout.write("[]" if avant == "[\n" else "\n]")

    def _tableau(self, lignes: Iterator[dict[str, Any]]) -> None:
        titres = (*ENTETE, "PROGRESSION", "COUV.", "MÉTHODE")
        self.stdout.write(GABARIT.format(*titres).rstrip())
        for b in lignes:
            couverture = b["couverture"]
            cellules = (
                *(b["niveau"], b["code"][:14], b["nom"][:44], b["exercice"], b["territoire"] or ABSENT),
                *(nombre(b["statuts"][statut]) for statut in STATUTS),
                *(pourcentage(b["progression"]), f"{couverture['n']}/{couverture['m']}", b["methode"]),
            )
            self.stdout.write(GABARIT.format(*cellules))


def _exact(valeur: Any) -> str:
    if isinstance(valeur, Decimal):
        return format(valeur, "f")
    if isinstance(valeur, date | datetime):
        return valeur.isoformat()
    raise TypeError(type(valeur).__name__)


def _organisation(sigle: str) -> Organisation | None:
    if not sigle:
        return None
    trouvee = Organisation.objects.filter(sigle__iexact=sigle.strip()).first()
    if trouvee is None:
        raise CommandError(f"Aucune organisation n'a le sigle « {sigle} ».")
    return trouvee


def _exercice(texte: str) -> int | None:
    texte = texte.strip()
    if not texte:
        return None
    if texte.isascii() and texte.isdigit() and ANNEE_MIN <= int(texte) <= ANNEE_MAX:
        return int(texte)
    try:
        return lire_exercice(texte)
    except PeriodeIllisible as illisible:
        raise CommandError(str(illisible)) from None
