"""What proves that an organisation takes part in the forum, and who does in a month (registries: Preuve, activite).

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

# A ballot by its hour; a secret one, which has none, in the month its vote closed; an answer to a statement.
ACTIVITES = """
    SELECT v.depose_par_id FROM forum_bulletin v, bornes b WHERE v.exprime_le >= b.debut AND v.exprime_le < b.fin
    UNION SELECT i.personne_id FROM forum_emargement e JOIN forum_inscription i ON i.id = e.inscription_id
            JOIN forum_scrutin s ON s.id = e.scrutin_id, bornes b WHERE s.ferme_le >= b.debut AND s.ferme_le < b.fin
    UNION SELECT r.personne_id FROM forum_avissurenonce r, bornes b WHERE r.maj_le >= b.debut AND r.maj_le < b.fin"""
