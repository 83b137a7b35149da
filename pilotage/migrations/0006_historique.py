"""What changed, from what to what: functions that read the event tables for the pages."""

from django.db import migrations

from ecosysteme.sql_fichiers import sql

# name of the object, table, column the events are looked up by
TABLES = [
    ("indicateur", "ecosysteme_indicateur", "pgh_obj_id"),
    ("indicateur", "ecosysteme_indicateur", "objectif_id"),
    ("cible", "ecosysteme_cible", "indicateur_id"),
    ("mesure", "ecosysteme_mesure", "indicateur_id"),
    ("phase", "pilotage_phasespc", "indicateur_id"),
    ("objectif", "ecosysteme_objectif", "pgh_obj_id"),
    ("orientation", "ecosysteme_orientation", "plan_id"),
    ("plan", "ecosysteme_planstrategique", "pgh_obj_id"),
]
NOMS = (
    " || jsonb_build_object("
    "'responsable', (SELECT coalesce(nullif(trim(q.prenom || ' ' || q.nom), ''), q.email)"
    " FROM ecosysteme_personne q WHERE q.id = {0}.responsable_id),"
    " 'organisation', (SELECT q.nom FROM ecosysteme_organisation q WHERE q.id = {0}.organisation_id),"
    " 'parent', (SELECT q.code || ' ' || q.nom FROM ecosysteme_indicateur q WHERE q.id = {0}.parent_id))"
)


def _table(nom: str, table: str, lien: str):
    noms = NOMS if nom == "indicateur" else ""
    return sql(
        "pilotage",
        "historique_table",
        objet=nom,
        table=table,
        lien=lien,
        noms_e=noms.format("e"),
        noms_c=noms.format("c"),
    )


class Migration(migrations.Migration):
    dependencies = [("pilotage", "0005_phases_historique"), ("ecosysteme", "0002_sql")]
    operations = [
        sql("pilotage", "historique"),
        *(_table(*table) for table in TABLES),
        sql("pilotage", "historique_mesures"),
    ]
