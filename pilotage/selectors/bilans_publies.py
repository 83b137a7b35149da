"""Published bilans as a table that any query on bilans can be asked of: filters, order and cut are written once."""

from collections.abc import Iterable

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from ..models import Bilan

# The name of a WITH query hides the table's: the query below reads published rows and no other.
_TABLE = """WITH pilotage_bilan AS (
    SELECT * FROM pilotage_publies(
        ARRAY(SELECT id FROM ecosysteme_planstrategique WHERE etat <> 'brouillon'), ARRAY[%s::smallint], %s)
    UNION ALL
    SELECT * FROM pilotage_publies_organisations(
        ARRAY(SELECT id FROM ecosysteme_organisation WHERE parent_id IS NULL AND type <> 'partenaire_prive'),
        ARRAY[%s::smallint], %s))
"""


def parmi_publies(requete: QuerySet[Bilan], *, exercice: int, territoire: str = "") -> Iterable[Bilan]:
    """The rows of a query on bilans, asked of the figures published for a fiscal year and a territory."""
    try:
        sql, parametres = requete.query.sql_with_params()
    except EmptyResultSet:
        return []
    return Bilan.objects.raw(_TABLE + sql, [exercice, territoire, exercice, territoire, *parametres])
