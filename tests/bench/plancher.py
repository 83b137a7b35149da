"""The hand-written floor of the roll-ups (`plancher.sql`), statement by statement."""

from functools import lru_cache
from pathlib import Path

from django.db import connection, transaction

CHAINE = ("indicateurs", "objectifs", "organisations", "portefeuilles", "gouvernement")
_SOMMES = ("nb_atteinte", "nb_non_atteinte", "nb_a_venir", "nb_non_disponible", "nb_sans_objet")
_COLONNES = (
    *("statut", "motif", "provisoire", "resultat"),
    *_SOMMES,
    *("progression", "progression_n", "progression_m", "pointage_somme", "pointage_n", "derniere_mesure"),
    *("methode", "calcule_le"),
)
_AGREGAT = (
    "'', '', bool_or(b.provisoire), NULL::numeric, "
    + ", ".join(f"sum(b.{c})" for c in _SOMMES)
    + ", CASE WHEN count(b.progression) = count(*) FILTER (WHERE b.progression_m > 0) THEN"
    " round(sum(e.poids * b.progression) / nullif(sum(e.poids) FILTER (WHERE b.progression_m > 0), 0), 12) END,"
    " count(b.progression), count(*) FILTER (WHERE b.progression_m > 0), sum(b.pointage_somme), sum(b.pointage_n),"
    " max(b.derniere_mesure), 'progression-ponderee/1', now()"
)
_CONFLIT = "ON CONFLICT (niveau, noeud_id, exercice, territoire) DO UPDATE SET " + ", ".join(
    f"{c} = excluded.{c}" for c in _COLONNES if c not in ("statut", "motif", "resultat", "methode")
)
_LIENS = (  # level, the one below, the children and their link
    ("n2", "u", "ecosysteme_indicateur", "objectif_id"),
    ("n3", "n2", "ecosysteme_objectif", "orientation_id"),
    ("n4", "n3", "ecosysteme_orientation", "plan_id"),
    ("n5", "n4", "ecosysteme_planstrategique", "organisation_id"),
    ("n6", "n5", "ecosysteme_organisation", "parent_id"),
    ("n7", "n6", "ecosysteme_organisation", "parent_id"),
)


def _niveau(nom: str, dessous: str, table: str, lien: str) -> str:
    applicable = "b.statut NOT IN ('sans_objet', 'a_venir')" if dessous == "u" else "b.progression_m > 0"
    comptes = (
        ", ".join(f"count(*) FILTER (WHERE b.statut = '{c.removeprefix('nb_')}') AS {c}" for c in _SOMMES)
        if dessous == "u"
        else ", ".join(f"sum(b.{c}) AS {c}" for c in _SOMMES)
    )
    return (
        f"{nom} AS MATERIALIZED (SELECT e.{lien} AS id, b.exercice, b.territoire, {comptes},"
        f" CASE WHEN count(*) FILTER (WHERE {applicable} AND b.progression IS NULL) = 0 THEN"
        f" pilotage_quotient(sum(e.poids * b.progression), sum(e.poids) FILTER (WHERE {applicable}))"
        f" END AS progression, count(*) FILTER (WHERE {applicable}) AS progression_m,"
        " max(b.fin) AS fin, bool_or(b.provisoire) AS provisoire"
        f" FROM {dessous} b JOIN {table} e ON e.id = b.id WHERE e.{lien} IS NOT NULL GROUP BY 1, 2, 3)"
    )


@lru_cache(maxsize=1)
def ordres() -> dict[str, str]:
    """The named statements, their repeated parts filled in."""
    texte = (Path(__file__).parent / "plancher.sql").read_text("utf-8")
    parties = {
        "colonnes": ", ".join(_COLONNES),
        "agregat": _AGREGAT,
        "conflit": _CONFLIT,
        "niveaux": ", ".join(_niveau(*lien) for lien in _LIENS),
    }
    for cle, valeur in parties.items():
        texte = texte.replace(f"{{{cle}}}", valeur)
    blocs = (bloc.partition("\n") for bloc in texte.split("-- :")[1:])
    return {nom.strip(): ordre for nom, _, ordre in blocs}


def preparer() -> None:
    """The floor's own summary table, as full as ours."""
    with connection.cursor() as curseur:
        curseur.execute("SET statement_timeout = 0")
        for ordre in ordres()["table"].split(";\n"):
            if ordre.strip():
                curseur.execute(ordre)


def changer(valeurs: list[tuple[int, str]], fin: str, exercice: int) -> None:
    """Change one measure of each indicator and bring its five levels up to date, in one transaction."""
    ids = [pk for pk, _ in valeurs]
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(
            "UPDATE ecosysteme_mesure m SET valeur = v.valeur FROM unnest(%s::bigint[], %s::numeric[]) v (id, valeur)"
            " WHERE m.indicateur_id = v.id AND m.fin = %s AND m.territoire = ''",
            [ids, [valeur for _, valeur in valeurs], fin],
        )
        for nom in CHAINE:
            curseur.execute(ordres()[nom], {"ids": ids, "exercice": exercice})


def lire_tout() -> tuple:
    """The read-only aggregate over every measure and every level."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SET LOCAL statement_timeout = 0")
        curseur.execute(ordres()["lecture"])
        return curseur.fetchone()
