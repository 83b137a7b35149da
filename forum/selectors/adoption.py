"""What proves that an organisation takes part in the forum, for the adoption path (registries.Preuve).

Words that stand, written by somebody who had a role there that day. Votes do not count: that somebody voted is nobody's
business on a page about organisations.
"""

from ecosysteme.registries import Preuve

PARTICIPATION = Preuve(
    7,
    "une de ses personnes écrit dans le forum",
    """SELECT DISTINCT ON (a.organisation_id) a.organisation_id, 7, m.cree_le,
              coalesce(nullif(trim(p.prenom || ' ' || p.nom), ''), p.email)
         FROM forum_message m
         JOIN ecosysteme_personne p ON p.id = m.auteur_id
         JOIN ecosysteme_adhesion a ON a.personne_id = m.auteur_id
          AND (m.cree_le AT TIME ZONE 'America/Toronto')::date BETWEEN a.debut AND coalesce(a.fin, 'infinity'::date)
        WHERE m.retire_le IS NULL AND a.role <> 'membre_prive'
        ORDER BY a.organisation_id, m.cree_le""",
)
