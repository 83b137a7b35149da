"""Undoing an import from the history: what it changed is restored, what it created goes, unless touched since."""

from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from ecosysteme.models import Cible, Indicateur, Objectif, Organisation, Orientation, PlanStrategique

from ..models import EtatIndicateur, Importation
from . import statistiques

LAISSEES_MAX = 10_000
_PLUS_TARD = "EXISTS (SELECT FROM {e} y WHERE y.pgh_obj_id = e.pgh_obj_id AND y.pgh_id > e.pgh_id)"
_HORS = """
    WITH touches AS (
        SELECT indicateur_id AS id FROM ecosysteme_mesure WHERE importation_id = %(imp)s
        UNION SELECT indicateur_id FROM ecosysteme_mesureevent WHERE pgh_context_id = %(ctx)s
        UNION SELECT indicateur_id FROM ecosysteme_cibleevent WHERE pgh_context_id = %(ctx)s
        UNION SELECT pgh_obj_id FROM ecosysteme_indicateurevent WHERE pgh_context_id = %(ctx)s
    )
    SELECT EXISTS (SELECT FROM touches t JOIN ecosysteme_indicateur i ON i.id = t.id
                     JOIN ecosysteme_organisation o ON o.id = i.organisation_id
                    WHERE NOT o.chemin && %(racines)s::bigint[])
"""
# Model, how it is named to a person, and the column that tells one from another.
STRUCTURES = (
    (Cible, "Cible", "exercice"),
    (Indicateur, "Indicateur", "code"),
    (Objectif, "Objectif", "numero"),
    (Orientation, "Orientation", "numero"),
    (PlanStrategique, "Plan", "titre"),
    (Organisation, "Organisation", "sigle"),
)
_MESURE = (
    "debut",
    "valeur",
    "motif_absence",
    "sans_objet",
    "etat",
    "commentaire",
    "source",
    "saisie_par_id",
    "saisie_le",
    "importation_id",
)


def annuler(importation: Importation) -> dict[str, int]:
    """Undo, in the caller's transaction; returns rows restored, deleted and left alone (listed as remarks)."""
    bilan = {"retablies": 0, "retirees": 0}
    statistiques.verifier()
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '128MB'")
        valeurs = {"imp": importation.pk, "ctx": importation.contexte}
        _annuler_mesures(curseur, valeurs, bilan)
        for modele, libelle, repere in STRUCTURES:
            _annuler_structure(curseur, valeurs, bilan, modele, libelle, repere)
    bilan["laissees"] = importation.remarques.filter(gravite="laissee").count()
    return bilan


def tout_est_permis(importation: Importation, acces: dict[str, Any]) -> bool:
    """Whether everything the import wrote belongs to organisations the person may still write in."""
    if acces["tout"]:
        return True
    valeurs = {"imp": importation.pk, "ctx": importation.contexte, **acces}
    with connection.cursor() as curseur:
        curseur.execute(_HORS, valeurs)
        return not curseur.fetchone()[0]


def _annuler_mesures(curseur: CursorWrapper, valeurs: dict[str, Any], bilan: dict[str, int]) -> None:
    e = "ecosysteme_mesureevent"
    curseur.execute(
        "INSERT INTO pilotage_remarque (importation_id, gravite, ligne, champ, valeur, raison)"
        " SELECT DISTINCT ON (m.id) %(imp)s, 'laissee', 0, 'Résultat', left(i.code || ', ' || m.fin, 300),"
        " 'Ce résultat a changé depuis l''importation : il reste tel quel.'"
        f" FROM {e} e JOIN ecosysteme_mesure m ON m.id = e.pgh_obj_id"
        " JOIN ecosysteme_indicateur i ON i.id = m.indicateur_id"
        f" WHERE e.importation_id = %(imp)s LIMIT {LAISSEES_MAX}",
        valeurs,
    )
    curseur.execute(
        f"UPDATE ecosysteme_mesure m SET version = m.version + 1, {', '.join(f'{c} = e.{c}' for c in _MESURE)}"
        f" FROM {e} e WHERE e.pgh_context_id = %(ctx)s AND e.pgh_label = 'update' AND e.pgh_obj_id = m.id"
        f" AND NOT {_PLUS_TARD.format(e=e)}",
        valeurs,
    )
    bilan["retablies"] += curseur.rowcount
    curseur.execute(
        "DELETE FROM ecosysteme_mesure m WHERE m.importation_id = %(imp)s AND m.version = 1"
        f" AND NOT EXISTS (SELECT FROM {e} y WHERE y.pgh_obj_id = m.id)",
        valeurs,
    )
    bilan["retirees"] += curseur.rowcount


def _annuler_structure(
    curseur: CursorWrapper,
    valeurs: dict[str, Any],
    bilan: dict[str, int],
    modele: type[models.Model],
    libelle: str,
    repere: str,
) -> None:
    t, e = modele._meta.db_table, f"{modele._meta.db_table}event"
    touchee = _PLUS_TARD.format(e=e)
    colonnes = [f.column for f in modele._meta.concrete_fields if not f.primary_key and f.column != "version"]
    version = "version = x.version + 1, " if any(f.column == "version" for f in modele._meta.concrete_fields) else ""
    notre = "e.pgh_context_id = %(ctx)s AND e.pgh_obj_id = x.id"
    refs = "".join(f" AND NOT EXISTS (SELECT FROM {r} WHERE {r}.{c} = x.id)" for r, c in _references(modele))
    curseur.execute(
        "INSERT INTO pilotage_remarque (importation_id, gravite, ligne, champ, valeur, raison)"
        f" SELECT %(imp)s, 'laissee', 0, '{libelle}', left(x.{repere}::text, 300), CASE WHEN {touchee}"
        " THEN 'Modifié depuis l''importation : reste tel quel.' ELSE 'Sert encore ailleurs : reste en place.' END"
        f" FROM {t} x JOIN {e} e ON {notre} WHERE {touchee} OR (e.pgh_label = 'insert' AND NOT (true{refs}))"
        f" LIMIT {LAISSEES_MAX}",
        valeurs,
    )
    curseur.execute(
        f"UPDATE {t} x SET {version}{', '.join(f'{c} = e.{c}' for c in colonnes)} FROM {e} e"
        f" WHERE {notre} AND e.pgh_label = 'update' AND NOT {touchee}",
        valeurs,
    )
    bilan["retablies"] += curseur.rowcount
    supprimables = f"SELECT x.id FROM {t} x JOIN {e} e ON {notre} WHERE e.pgh_label = 'insert' AND NOT {touchee}{refs}"
    if modele is Indicateur:
        curseur.execute(f"DELETE FROM {EtatIndicateur._meta.db_table} WHERE indicateur_id IN ({supprimables})", valeurs)
    curseur.execute(f"DELETE FROM {t} WHERE id IN ({supprimables})", valeurs)
    bilan["retirees"] += curseur.rowcount


def _references(modele: type[models.Model]) -> list[tuple[str, str]]:
    """Tables and columns that hold this model by a foreign key of the database."""
    liens = []
    for lien in modele._meta.get_fields(include_hidden=True):
        if isinstance(lien, models.ManyToOneRel):
            champ = lien.field
            if getattr(champ, "db_constraint", False) and champ.model is not EtatIndicateur:
                liens.append((champ.model._meta.db_table, str(champ.column)))
    return liens
