"""Before publishing: proposals that look alike, by words in French and by letters, in what the reader may read."""

from typing import Any

from django.db import connection
from django.urls import reverse

from ecosysteme.models import Personne

from ..enums import EtatProposition
from ..models import Proposition
from ..permissions import espaces_lisibles

MONTREES = 5
_SQL = """
WITH mots AS (
    SELECT to_tsquery('francais', string_agg(quote_literal(lexeme), ' | ')) AS q
      FROM unnest(to_tsvector('francais', %(texte)s)) WHERE length(lexeme) > 3),
candidates AS (
    SELECT v.proposition_id, v.titre,
           ts_rank(to_tsvector('francais', v.titre || ' ' || v.probleme || ' ' || v.action), m.q)
               + similarity(v.titre, %(titre)s) AS score
      FROM forum_versionproposition v JOIN forum_proposition p ON p.id = v.proposition_id, mots m
     WHERE v.publiee_le IS NOT NULL AND p.espace_id = ANY (%(espaces)s::bigint[]) AND p.id <> %(sauf)s
       AND v.numero = (SELECT max(numero) FROM forum_versionproposition w
                        WHERE w.proposition_id = p.id AND w.publiee_le IS NOT NULL)
       AND (m.q IS NOT NULL AND to_tsvector('francais', v.titre || ' ' || v.probleme || ' ' || v.action) @@ m.q
            OR similarity(v.titre, %(titre)s) > 0.25))
SELECT proposition_id, titre FROM candidates ORDER BY score DESC, proposition_id DESC LIMIT %(combien)s
"""


def semblables(personne: Personne, titre: str, texte: str, sauf: int = 0) -> list[dict[str, Any]]:
    """The nearest published proposals, and what became of them."""
    if not titre.strip():
        return []
    espaces = list(espaces_lisibles(personne).values_list("pk", flat=True))
    voulus = {"titre": titre, "texte": f"{titre} {texte}", "espaces": espaces, "sauf": sauf, "combien": MONTREES}
    with connection.cursor() as curseur:
        curseur.execute(_SQL, voulus)
        trouvees = curseur.fetchall()
    etats = dict(Proposition.objects.filter(pk__in=[pk for pk, _ in trouvees]).values_list("pk", "etat"))
    return [
        {"titre": t, "url": reverse("forum:proposition", args=[pk]), "etat": EtatProposition(etats[pk]).label}
        for pk, t in trouvees
    ]
