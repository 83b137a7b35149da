"""The staging tables of an import: unlogged, one set for each import, dropped when it is over."""

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from . import statistiques
from .profils.base import NUL, Releve, copier

# What a file may say of an indicator: column, its type, and its value for a new sheet when the file says nothing.
ATTRIBUTS = {
    "nom": ("varchar", "''"),
    "nom_public": ("varchar", "''"),
    "definition": ("text", "''"),
    "type": ("varchar", "'effet'"),
    "sens": ("varchar", "''"),
    "unite": ("varchar", "''"),
    "decimales": ("smallint", "NULL"),
    "methode_calcul": ("text", "''"),
    "source": ("varchar", "''"),
    "source_url": ("varchar", "''"),
    "mode_collecte": ("varchar", "''"),
    "frequence": ("varchar", "'annuelle'"),
    "delai_publication": ("smallint", "0"),
    "agregation_temps": ("varchar", "'derniere'"),
    "agregation_organisations": ("varchar", "'saisie'"),
    "cumulatif": ("boolean", "false"),
    "poids": ("numeric(9,4)", "1"),
    "valeur_depart": ("numeric(24,9)", "NULL"),
    "date_depart": ("date", "NULL"),
    "tolerance": ("numeric(24,9)", "0"),
    "strict": ("boolean", "false"),
    "visibilite": ("varchar", "'publique'"),
    "admissible_spc": ("boolean", "true"),
    "saisonnier": ("boolean", "false"),
    "limites": ("text", "''"),
    "illustratif": ("boolean", "false"),
}
CLE = ("organisation", "plan", "orientation", "objectif", "code")
HAUT = (
    "organisation_nom", "organisation_type", "parent", "parent_nom", "parent_type",
    "plan_debut", "plan_fin", "plan_etat", "plan_illustratif", "orientation_titre", "enjeu", "objectif_titre",
)  # fmt: skip
COLONNES_FICHE = (*CLE, *HAUT, *ATTRIBUTS)
TYPES_LIGNE = {
    "debut": "date", "fin": "date", "territoire": "varchar", "valeur": "numeric(24,9)", "motif": "varchar",
    "sans_objet": "boolean", "etat": "varchar", "commentaire": "varchar", "source": "varchar", "exercice": "smallint",
    "forme": "varchar", "valeur_min": "numeric(24,9)", "valeur_max": "numeric(24,9)", "texte": "varchar",
    "echeance": "date", "jugee": "boolean", "illustree": "boolean",
}  # fmt: skip
SUFFIXES = ("fiche", "brut", "noeud", "ligne")


def creer(prefixe: str) -> None:
    """Empty tables for the sheets and the lines of a file."""
    supprimer(prefixe)
    fiche = ", ".join(f"{colonne} text" for colonne in COLONNES_FICHE)
    ligne = ", ".join(f"{colonne} {TYPES_LIGNE[colonne]}" for colonne in Releve.COLONNES)
    with connection.cursor() as curseur:
        curseur.execute(
            f"CREATE UNLOGGED TABLE {prefixe}_fiche (no bigint, numero integer, {fiche}, noeud bigint,"
            " organisation_id bigint, refus_champ text, refus_valeur text, refus_raison text)"
        )
        curseur.execute(f"CREATE UNLOGGED TABLE {prefixe}_brut (numero integer, fiche bigint, {ligne})")


def supprimer(prefixe: str) -> None:
    with connection.cursor() as curseur:
        for suffixe in SUFFIXES:
            curseur.execute(f"DROP TABLE IF EXISTS {prefixe}_{suffixe}")


def existe(prefixe: str) -> bool:
    """Whether the previewed lines are still there (a crash of the server empties unlogged tables)."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{prefixe}_ligne"])
        if not curseur.fetchone()[0]:
            return False
        curseur.execute(f"SELECT EXISTS (SELECT FROM {prefixe}_ligne)")
        return bool(curseur.fetchone()[0])


def verser(table: str, colonnes: Iterable[str], lignes: list[str]) -> None:
    """COPY lines already written in its text format."""
    if lignes:
        with connection.cursor() as curseur:
            curseur.copy_expert(f"COPY {table} ({', '.join(colonnes)}) FROM STDIN", io.StringIO("".join(lignes)))


def ligne_fiche(no: int, numero: int, colonnes: dict[str, str]) -> str:
    """A sheet in the text format of COPY; an empty text is what the file does not say."""
    valeurs = (copier(colonnes[c]) if colonnes.get(c) else NUL for c in COLONNES_FICHE)
    return f"{no}\t{numero}\t" + "\t".join(valeurs) + "\n"


def executer(nom: str, parametres: dict[str, Any] | None = None, /, **remplacements: str) -> dict[str, int]:
    """Run the statements of `pilotage/sql/importation_<nom>.sql`; row counts of those a « -- :name » line names."""
    sql = (Path(settings.BASE_DIR) / "pilotage" / "sql" / f"importation_{nom}.sql").read_text("utf-8")
    for cle, valeur in remplacements.items():
        sql = sql.replace(f"{{{cle}}}", valeur)
    comptes: dict[str, int] = {}
    with connection.cursor() as curseur:
        for instruction in re.split(r";\n", sql):
            etape = re.search(r"^-- :(\w+)$", instruction, re.M)
            ordre = re.sub(r"^--.*$", "", instruction, flags=re.M).strip()
            if ordre:
                curseur.execute(ordre, dict(parametres or {}))
                if etape:
                    comptes[etape[1]] = curseur.rowcount
                statistiques.suivre(ordre, curseur.rowcount)
    return comptes
