-- The floor of the roll-ups: what a careful person would write by hand, five statements for five levels (indicator,
-- objective, organisation, portfolio, government), for the indicators %(ids)s in the exercice %(exercice)s. It reads
-- the same measures and target, and writes rows of the same width under the same key.

-- :table
DROP TABLE IF EXISTS bench_bilan;
CREATE TABLE bench_bilan (LIKE pilotage_bilan INCLUDING DEFAULTS INCLUDING IDENTITY) WITH (fillfactor = 80);
INSERT INTO bench_bilan OVERRIDING SYSTEM VALUE SELECT * FROM pilotage_bilan WHERE niveau IN (1, 2, 5);
ALTER TABLE bench_bilan ADD PRIMARY KEY (id), ADD UNIQUE (niveau, noeud_id, exercice, territoire);
CREATE INDEX ON bench_bilan (exercice, niveau, territoire, noeud_id);
VACUUM ANALYZE bench_bilan;

-- :indicateurs
INSERT INTO bench_bilan AS a (niveau, noeud_id, exercice, territoire, statut, motif, provisoire, resultat, nb_atteinte,
       nb_non_atteinte, nb_a_venir, nb_non_disponible, nb_sans_objet, progression, progression_n, progression_m,
       pointage_somme, pointage_n, derniere_mesure, methode, calcule_le)
SELECT 1, i.id, %(exercice)s, '', d.statut, '', m.provisoire, r.resultat, (d.statut = 'atteinte')::int,
       (d.statut = 'non_atteinte')::int, 0, (d.statut = 'non_disponible')::int, 0, d.progression,
       (d.progression IS NOT NULL)::int, 1, CASE d.statut WHEN 'atteinte' THEN 100 ELSE coalesce(d.progression, 0) END,
       (d.statut <> 'non_disponible')::int, m.fin, 'progression-ponderee/1', now()
  FROM unnest(%(ids)s) u (id)
  JOIN ecosysteme_indicateur i ON i.id = u.id
  JOIN ecosysteme_cible c ON c.indicateur_id = i.id AND c.exercice = %(exercice)s AND c.territoire = ''
 CROSS JOIN LATERAL (
       SELECT count(valeur) AS n, sum(valeur) AS somme, (array_agg(valeur ORDER BY fin DESC))[1] AS derniere,
              max(fin) AS fin, coalesce(bool_or(etat = 'provisoire'), false) AS provisoire
         FROM ecosysteme_mesure
        WHERE indicateur_id = i.id AND territoire = '' AND valeur IS NOT NULL
          AND fin >= make_date(%(exercice)s, 4, 1) AND fin < make_date(%(exercice)s + 1, 4, 1)) m
 CROSS JOIN LATERAL (
       SELECT CASE i.agregation_temps WHEN 'derniere' THEN m.derniere WHEN 'somme' THEN m.somme
              ELSE round(m.somme / m.n, 12) END AS resultat) r
 CROSS JOIN LATERAL (
       SELECT CASE WHEN r.resultat IS NULL THEN 'non_disponible'
                   WHEN CASE i.sens WHEN 'hausse' THEN r.resultat >= c.valeur_min ELSE r.resultat <= c.valeur_max END
                   THEN 'atteinte' ELSE 'non_atteinte' END AS statut,
              round(least(100, greatest(0, 100 * (r.resultat - i.valeur_depart)
                    / nullif(coalesce(c.valeur_min, c.valeur_max) - i.valeur_depart, 0))), 12) AS progression) d
ON CONFLICT (niveau, noeud_id, exercice, territoire) DO UPDATE SET
   statut = excluded.statut, provisoire = excluded.provisoire, resultat = excluded.resultat,
   nb_atteinte = excluded.nb_atteinte, nb_non_atteinte = excluded.nb_non_atteinte,
   nb_non_disponible = excluded.nb_non_disponible, progression = excluded.progression,
   progression_n = excluded.progression_n, pointage_somme = excluded.pointage_somme, pointage_n = excluded.pointage_n,
   derniere_mesure = excluded.derniere_mesure, calcule_le = excluded.calcule_le;

-- :objectifs
INSERT INTO bench_bilan AS a (niveau, noeud_id, exercice, territoire, {colonnes})
SELECT 2, e.objectif_id, %(exercice)s, '', {agregat}
  FROM ecosysteme_indicateur e
  JOIN bench_bilan b ON b.niveau = 1 AND b.noeud_id = e.id AND b.exercice = %(exercice)s AND b.territoire = ''
 WHERE e.objectif_id IN (SELECT objectif_id FROM ecosysteme_indicateur WHERE id = ANY (%(ids)s))
 GROUP BY e.objectif_id
{conflit};

-- :organisations
INSERT INTO bench_bilan AS a (niveau, noeud_id, exercice, territoire, {colonnes})
SELECT 5, p.organisation_id, %(exercice)s, '', {agregat}
  FROM ecosysteme_planstrategique p
  JOIN ecosysteme_orientation r ON r.plan_id = p.id
  JOIN ecosysteme_objectif e ON e.orientation_id = r.id
  JOIN bench_bilan b ON b.niveau = 2 AND b.noeud_id = e.id AND b.exercice = %(exercice)s AND b.territoire = ''
 WHERE p.organisation_id IN (SELECT organisation_id FROM ecosysteme_indicateur WHERE id = ANY (%(ids)s))
 GROUP BY p.organisation_id
{conflit};

-- :portefeuilles
INSERT INTO bench_bilan AS a (niveau, noeud_id, exercice, territoire, {colonnes})
SELECT 5, e.parent_id, %(exercice)s, '', {agregat}
  FROM ecosysteme_organisation e
  JOIN bench_bilan b ON b.niveau = 5 AND b.noeud_id = e.id AND b.exercice = %(exercice)s AND b.territoire = ''
 WHERE e.parent_id IN (SELECT o.parent_id FROM ecosysteme_organisation o JOIN ecosysteme_indicateur i
                           ON i.organisation_id = o.id WHERE i.id = ANY (%(ids)s))
 GROUP BY e.parent_id
{conflit};

-- :gouvernement
INSERT INTO bench_bilan AS a (niveau, noeud_id, exercice, territoire, {colonnes})
SELECT 5, e.parent_id, %(exercice)s, '', {agregat}
  FROM ecosysteme_organisation e
  JOIN bench_bilan b ON b.niveau = 5 AND b.noeud_id = e.id AND b.exercice = %(exercice)s AND b.territoire = ''
 WHERE e.parent_id = (SELECT id FROM ecosysteme_organisation WHERE type = 'gouvernement')
 GROUP BY e.parent_id
{conflit};

-- :lecture
-- The read-only aggregate a full recompute is held against: every measure, every level, nothing written.
WITH m AS MATERIALIZED (
    SELECT indicateur_id, exercice, territoire, count(*) AS lignes, count(valeur) AS n, sum(valeur) AS somme,
           max(fin) FILTER (WHERE valeur IS NOT NULL) AS fin, max(fin) AS fin_lue,
           count(*) FILTER (WHERE sans_objet) AS n_hors_objet,
           coalesce(bool_or(etat = 'provisoire' AND valeur IS NOT NULL), false) AS provisoire
      FROM ecosysteme_mesure GROUP BY indicateur_id, exercice, territoire
), u AS MATERIALIZED (
    SELECT i.id, i.objectif_id, i.poids, coalesce(m.exercice, c.exercice) AS exercice,
           coalesce(m.territoire, c.territoire) AS territoire, m.fin, m.provisoire, d.statut, d.progression
      FROM m
      FULL JOIN ecosysteme_cible c ON c.indicateur_id = m.indicateur_id AND c.exercice = m.exercice
                                  AND c.territoire = m.territoire
      JOIN ecosysteme_indicateur i ON i.id = coalesce(m.indicateur_id, c.indicateur_id)
     CROSS JOIN LATERAL (
           SELECT CASE WHEN i.agregation_temps = 'derniere' THEN (
                           SELECT x.valeur FROM ecosysteme_mesure x WHERE x.indicateur_id = m.indicateur_id
                              AND x.fin = m.fin AND x.territoire = m.territoire)
                       WHEN m.n < pilotage_periodes_attendues(i.frequence) - m.n_hors_objet THEN NULL
                       WHEN i.agregation_temps = 'somme' THEN m.somme
                       ELSE pilotage_quotient(m.somme, m.n) END AS resultat OFFSET 0) r
     CROSS JOIN LATERAL (
           SELECT pilotage_atteint(c.forme, c.valeur_min, c.valeur_max, c.jugee_atteinte, i.strict, i.tolerance,
                                   r.resultat) AS atteint OFFSET 0) j
     CROSS JOIN LATERAL (
           SELECT CASE WHEN c.id IS NULL OR (r.resultat IS NULL AND m.n_hors_objet > 0 AND (
                           SELECT x.sans_objet FROM ecosysteme_mesure x WHERE x.indicateur_id = m.indicateur_id
                              AND x.fin = m.fin_lue AND x.territoire = m.territoire)) THEN 'sans_objet'
                       WHEN c.echeance >= make_date(coalesce(m.exercice, c.exercice) + 1, 4, 1) THEN 'a_venir'
                       WHEN j.atteint IS NULL THEN 'non_disponible' WHEN j.atteint THEN 'atteinte'
                       ELSE 'non_atteinte' END AS statut,
                  pilotage_progression(i.sens, i.valeur_depart,
                      CASE c.forme WHEN 'au_plus' THEN c.valeur_max ELSE c.valeur_min END, r.resultat, j.atteint)
                      AS progression OFFSET 0) d
), {niveaux}
SELECT count(*), sum(nb_atteinte), sum(progression) FROM (
    SELECT (statut = 'atteinte')::int AS nb_atteinte, progression FROM u
    UNION ALL SELECT nb_atteinte, progression FROM n2 UNION ALL SELECT nb_atteinte, progression FROM n3
    UNION ALL SELECT nb_atteinte, progression FROM n4 UNION ALL SELECT nb_atteinte, progression FROM n5
    UNION ALL SELECT nb_atteinte, progression FROM n6 UNION ALL SELECT nb_atteinte, progression FROM n7) tous;
