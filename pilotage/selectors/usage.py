"""Who took part in the ecosystem in a month: shares by level of management, size of organisation and sector.

Taking part is having written something that the portal keeps with its author, or what a pillar adds (a ballot, an
answer: registries.activites). A group of fewer than five people is not told, nor what would let it be deduced.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import connection

from ecosysteme import registries

K = 5
_MESURER = """
    WITH bornes AS (
        SELECT %(debut)s::timestamp AT TIME ZONE 'America/Toronto' AS debut,
               (%(fin)s::timestamp + interval '1 day') AT TIME ZONE 'America/Toronto' AS fin),
    actifs (personne) AS (
        SELECT (c.metadata ->> 'par')::bigint FROM pghistory_context c, bornes b
         WHERE c.created_at >= b.debut AND c.created_at < b.fin AND c.metadata ->> 'par' IS NOT NULL
        UNION SELECT l.par_id FROM ecosysteme_lotsaisie l, bornes b WHERE l.cree_le >= b.debut AND l.cree_le < b.fin
        UNION SELECT m.saisie_par_id FROM ecosysteme_mesure m, bornes b
               WHERE m.importation_id IS NULL AND m.saisie_le >= b.debut AND m.saisie_le < b.fin
        UNION SELECT e.par_id FROM pilotage_echangedemande e, bornes b WHERE e.cree_le >= b.debut AND e.cree_le < b.fin
        UNION SELECT d.par_id FROM pilotage_demandeaccompagnement d, bornes b
               WHERE d.demandee_le >= b.debut AND d.demandee_le < b.fin
        UNION SELECT v.par_id FROM pilotage_evenementbloquant v, bornes b WHERE v.quand >= b.debut AND v.quand < b.fin
        {activites}),
    roles AS (
        SELECT DISTINCT a.personne_id AS personne, a.niveau_gestion AS niveau,
               CASE WHEN o.type = 'partenaire_prive' THEN 'prive' ELSE 'public' END AS secteur, m.id AS maison
          FROM ecosysteme_adhesion a
          JOIN ecosysteme_personne p ON p.id = a.personne_id AND p.is_active
          JOIN ecosysteme_organisation o ON o.id = a.organisation_id
          LEFT JOIN ecosysteme_organisation m ON m.id = ANY (o.chemin) AND m.type IN ('ministere', 'organisme')
         WHERE a.debut <= %(fin)s AND (a.fin IS NULL OR a.fin >= %(debut)s)),
    tailles AS (
        SELECT maison, CASE WHEN count(DISTINCT personne) < 10 THEN 'petite'
                            WHEN count(DISTINCT personne) < 50 THEN 'moyenne' ELSE 'grande' END AS taille
          FROM roles WHERE maison IS NOT NULL GROUP BY maison),
    groupes AS (
        SELECT 'ensemble' AS partage, 'tous' AS groupe, personne FROM roles
        UNION SELECT 'niveau', niveau, personne FROM roles WHERE niveau <> ''
        UNION SELECT 'secteur', secteur, personne FROM roles
        UNION SELECT 'taille', t.taille, r.personne FROM roles r JOIN tailles t ON t.maison = r.maison)
    SELECT g.partage, g.groupe, count(*), count(*) FILTER (WHERE g.personne IN (SELECT personne FROM actifs))
      FROM groupes g GROUP BY g.partage, g.groupe ORDER BY 1, 2"""


@dataclass(frozen=True, slots=True)
class Groupe:
    """People of a group in a month, those who took part, and whether it may be told."""

    partage: str
    nom: str
    personnes: int
    actives: int
    dit: bool = True

    @property
    def part(self) -> Decimal | None:
        if not self.dit or not self.personnes:
            return None
        return Decimal(100 * self.actives) / self.personnes


def mesurer(debut: date, fin: date) -> list[Groupe]:
    """Every group of the month, small ones silenced; one query."""
    with connection.cursor() as curseur:
        activites = " ".join(f"UNION ({sql})" for sql in registries.activites())
        curseur.execute(_MESURER.format(activites=activites), {"debut": debut, "fin": fin})
        lus = [Groupe(*ligne) for ligne in curseur.fetchall()]
    partages = dict.fromkeys(groupe.partage for groupe in lus)
    return [g for partage in partages for g in taire([g for g in lus if g.partage == partage])]


def taire(groupes: Sequence[Groupe]) -> list[Groupe]:
    """Silence groups under five; when what is silenced is itself under five, the next smallest too.

    Otherwise the group left out would be the whole less the others.
    """
    tus = {g.nom for g in groupes if g.personnes < K}
    caches = sum(g.personnes for g in groupes if g.nom in tus)
    restes = sorted((g for g in groupes if g.nom not in tus), key=lambda g: (g.personnes, g.nom))
    if 0 < caches < K and restes and len(groupes) > 1:
        tus.add(restes[0].nom)
    return [replace(g, dit=g.nom not in tus) for g in groupes]
