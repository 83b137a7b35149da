"""What proves that an organisation shared a practice, for the adoption path (registries.Preuve)."""

from ecosysteme.registries import Preuve

PARTAGE = Preuve(
    9,
    "une de ses pratiques est publiée",
    """SELECT q.organisation_id, 9, q.publiee_le, coalesce(nullif(trim(p.prenom || ' ' || p.nom), ''), p.email)
          FROM communaute_pratique q JOIN ecosysteme_personne p ON p.id = q.auteur_id
         WHERE q.etat = 'publiee'""",
)
