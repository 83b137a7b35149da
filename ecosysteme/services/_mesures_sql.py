"""Set-based writes of results: one statement, so one pass of the dirty-key trigger, whatever the number of cells.

Only column names from the constants below are put in the SQL. Rows are always locked and inserted in the order of
their key: two batches that overlap wait, they never deadlock.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from ..models import Mesure

Cle = tuple[int, date, str]
_TYPES = {
    "debut": "date",
    "valeur": "numeric",
    "motif_absence": "varchar",
    "sans_objet": "boolean",
    "etat": "varchar",
    "commentaire": "varchar",
    "source": "varchar",
}
_CLE = {"indicateur_id": "bigint", "fin": "date", "territoire": "varchar"}
CHAMPS = tuple(_TYPES)


def cle_de(mesure: Mesure) -> Cle:
    return mesure.indicateur_id, mesure.fin, mesure.territoire


def lire(cles: Iterable[Cle], *, verrou: bool = False) -> dict[Cle, Mesure]:
    """The rows that stand on these keys, locked in order when `verrou`."""
    return _lire("(m.indicateur_id, m.fin, m.territoire) IN (SELECT * FROM k)", _CLE, cles, verrou)


def verrouiller_par_id(ids: Iterable[int]) -> dict[int, Mesure]:
    """The rows of these ids that still stand, locked in the order of their key."""
    lues = _lire("m.id IN (SELECT * FROM k)", {"id": "bigint"}, [(i,) for i in ids], True)
    return {mesure.pk: mesure for mesure in lues.values()}


def _lire(condition: str, types: dict[str, str], lignes: Iterable[tuple], verrou: bool) -> dict[Cle, Mesure]:
    tableaux, parametres = _tableaux(types, list(lignes))
    lues = Mesure.objects.raw(
        f"WITH k AS (SELECT * FROM unnest({tableaux})) SELECT m.* FROM ecosysteme_mesure m WHERE {condition}"
        " ORDER BY m.indicateur_id, m.fin, m.territoire" + (" FOR UPDATE OF m" if verrou else ""),
        parametres,
    )
    return {cle_de(mesure): mesure for mesure in lues}


def inserer(mesures: Iterable[Mesure], par_id: int | None, quand: datetime) -> dict[Cle, Mesure]:
    """Create what is not there yet; a key that somebody else just took is left out of what is returned."""
    types = _CLE | _TYPES
    lignes = [tuple(getattr(m, champ) for champ in types) for m in sorted(mesures, key=cle_de)]
    if not lignes:
        return {}
    tableaux, parametres = _tableaux(types, lignes)
    colonnes = ", ".join(types)
    creees = Mesure.objects.raw(
        f"INSERT INTO ecosysteme_mesure ({colonnes}, version, saisie_par_id, saisie_le)"
        f" SELECT {colonnes}, 1, %s, %s FROM unnest({tableaux}) AS n ({colonnes})"
        " ORDER BY indicateur_id, fin, territoire"
        " ON CONFLICT (indicateur_id, fin, territoire) DO NOTHING RETURNING *",
        [par_id, quand, *parametres],
    )
    return {cle_de(mesure): mesure for mesure in creees}


def remplacer(mesures: Iterable[Mesure], par_id: int | None, quand: datetime) -> dict[Cle, Mesure]:
    """Give locked rows the values these instances carry, one version further."""
    types = {"id": "bigint"} | _TYPES
    lignes = [tuple(getattr(m, champ) for champ in types) for m in mesures]
    if not lignes:
        return {}
    tableaux, parametres = _tableaux(types, lignes)
    changes = Mesure.objects.raw(
        f"UPDATE ecosysteme_mesure m SET {', '.join(f'{c} = n.{c}' for c in CHAMPS)}, version = m.version + 1,"
        f" saisie_par_id = %s, saisie_le = %s FROM unnest({tableaux}) AS n ({', '.join(types)})"
        " WHERE m.id = n.id RETURNING m.*",
        [par_id, quand, *parametres],
    )
    return {cle_de(mesure): mesure for mesure in changes}


def supprimer(ids: Iterable[int]) -> None:
    """Remove locked rows; history keeps them."""
    if liste := list(ids):
        with connection.cursor() as curseur:
            curseur.execute("DELETE FROM ecosysteme_mesure WHERE id = ANY (%s::bigint[])", [liste])


def _tableaux(types: dict[str, str], lignes: list[tuple]) -> tuple[str, list[list]]:
    """The arguments of unnest, one array a column."""
    colonnes = [list(colonne) for colonne in zip(*lignes, strict=True)] if lignes else [[] for _ in types]
    return ", ".join(f"%s::{genre}[]" for genre in types.values()), colonnes
