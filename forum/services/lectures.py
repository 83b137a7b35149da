"""How far a person has read a topic."""

from django.db import connection
from django.utils import timezone

from ecosysteme.models import Personne

from ..models import Sujet

NOTER = """
INSERT INTO forum_lecture (personne_id, sujet_id, numero, lu_le) VALUES (%s, %s, %s, %s)
ON CONFLICT (personne_id, sujet_id) DO UPDATE SET numero = excluded.numero, lu_le = excluded.lu_le
WHERE forum_lecture.numero < excluded.numero
"""


def noter_lecture(*, par: Personne, sujet: Sujet, numero: int) -> None:
    """Remember that these messages were shown; going back to an older page forgets nothing."""
    if numero:
        with connection.cursor() as curseur:
            curseur.execute(NOTER, [par.pk, sujet.pk, numero, timezone.now()])
