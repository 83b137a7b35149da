-- The one path of the roll-ups: the incremental task, the nightly recompute and the command all call these functions.
-- Rules: docs/bilans.md. A level reads the level below it and rewrites only the rows that differ.

CREATE TYPE pilotage_cle AS (niveau smallint, noeud_id bigint, exercice smallint, territoire varchar(2));

CREATE FUNCTION pilotage_periodes_attendues(frequence text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE frequence WHEN 'mensuelle' THEN 12 WHEN 'trimestrielle' THEN 4 WHEN 'semestrielle' THEN 2 ELSE 1 END
$$;

-- A quotient rounded once, half away from zero, at 12 decimals; null when the denominator is null or zero. The factor
-- carries 40 decimals through the division: enough to tell the exact half for any value the schema accepts.
CREATE FUNCTION pilotage_quotient(numerateur numeric, denominateur numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT round(numerateur * 1.0000000000000000000000000000000000000000 / nullif(denominateur, 0), 12)
$$;

-- 100 x the way done from the start to the target, bounded to [0, 100]; null without a start, a target or a result.
CREATE FUNCTION pilotage_progression(sens text, depart numeric, cible numeric, resultat numeric, atteinte boolean)
RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN resultat IS NULL THEN NULL
        WHEN sens IN ('maintien', 'plage') THEN CASE WHEN atteinte THEN 100 ELSE 0 END
        WHEN depart IS NULL OR cible IS NULL THEN NULL
        WHEN sens = 'hausse' AND depart >= cible THEN CASE WHEN resultat >= cible THEN 100 ELSE 0 END
        WHEN sens = 'baisse' AND depart <= cible THEN CASE WHEN resultat <= cible THEN 100 ELSE 0 END
        ELSE least(100, greatest(0, pilotage_quotient(100 * (resultat - depart), cible - depart)))
    END
$$;

-- Whether a result meets a target; a milestone or a text is judged by a person.
CREATE FUNCTION pilotage_atteint(forme text, vmin numeric, vmax numeric, jugee boolean, strict boolean,
                                 tolerance numeric, resultat numeric)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN forme IN ('jalon', 'texte') THEN jugee
        WHEN forme = 'au_plus' THEN resultat <= vmax + tolerance
        WHEN forme = 'plage' THEN resultat BETWEEN vmin - tolerance AND vmax + tolerance
        WHEN forme = 'exacte' AND strict THEN abs(resultat - vmin) <= tolerance
        ELSE resultat >= vmin - tolerance
    END
$$;

-- What each indicator of the keys is worth: one row a key, its `methode` empty for a key outside the plan without
-- target nor measure. Each step is one index probe from the key, or one reading of what stands above it.
CREATE FUNCTION pilotage_calcul_indicateurs(cles pilotage_cle[])
RETURNS SETOF pilotage_bilan LANGUAGE sql STABLE AS $$
    SELECT NULL::bigint, 1::smallint, k.noeud_id, k.exercice, k.territoire, d.statut::varchar,
           CASE WHEN d.statut = 'non_disponible' THEN h.motif ELSE '' END::varchar,
           m.provisoire OR coalesce(g.provisoire, false), a.resultat,
           (d.statut = 'atteinte')::int, (d.statut = 'non_atteinte')::int, (d.statut = 'a_venir')::int,
           (d.statut = 'non_disponible')::int, (d.statut = 'sans_objet')::int, d.progression,
           (d.progression IS NOT NULL)::int,
           CASE WHEN d.statut = 'sans_objet' OR (d.statut = 'a_venir' AND d.progression IS NULL) THEN 0 ELSE 1 END,
           CASE WHEN d.statut = 'atteinte' THEN 100
                WHEN d.statut = 'non_atteinte' THEN coalesce(d.progression, 0) ELSE 0 END::numeric,
           (d.statut = 'atteinte' OR (d.statut = 'non_atteinte' AND d.progression IS NOT NULL))::int,
           a.fin, CASE WHEN j.existe THEN 'progression-ponderee/1' ELSE '' END::varchar, now()
      FROM unnest(cles) k
      LEFT JOIN LATERAL (SELECT * FROM ecosysteme_indicateur WHERE id = k.noeud_id OFFSET 0) i ON true
      LEFT JOIN LATERAL (
           SELECT * FROM ecosysteme_cible
            WHERE indicateur_id = k.noeud_id AND exercice = k.exercice AND territoire = k.territoire
           OFFSET 0) c ON true
     -- the measures of the exercice
     CROSS JOIN LATERAL (
           SELECT count(*) AS lignes, count(x.valeur) AS n, sum(x.valeur) AS somme,
                  max(x.fin) FILTER (WHERE x.valeur IS NOT NULL) AS fin, max(x.fin) AS fin_lue,
                  max(x.fin) FILTER (WHERE x.valeur IS NULL) AS fin_vide,
                  count(*) FILTER (WHERE x.sans_objet) AS n_hors_objet,
                  coalesce(bool_or(x.etat = 'provisoire' AND x.valeur IS NOT NULL), false) AS provisoire
             FROM ecosysteme_mesure x
            WHERE x.indicateur_id = k.noeud_id AND x.territoire = k.territoire
              AND x.fin >= make_date(k.exercice, 4, 1) AND x.fin < make_date(k.exercice + 1, 4, 1)) m
     -- what the last of them says, read again only when it is needed
     CROSS JOIN LATERAL (
           SELECT CASE WHEN i.agregation_temps = 'derniere' AND m.n > 0 THEN (
                      SELECT x.valeur FROM ecosysteme_mesure x
                       WHERE x.indicateur_id = k.noeud_id AND x.fin = m.fin AND x.territoire = k.territoire)
                  END AS derniere,
                  m.n_hors_objet > 0 AND (
                      SELECT x.sans_objet FROM ecosysteme_mesure x
                       WHERE x.indicateur_id = k.noeud_id AND x.fin = m.fin_lue AND x.territoire = k.territoire)
                      AS hors_objet,
                  coalesce(CASE WHEN m.lignes > m.n THEN (
                      SELECT nullif(x.motif_absence, '') FROM ecosysteme_mesure x
                       WHERE x.indicateur_id = k.noeud_id AND x.fin = m.fin_vide AND x.territoire = k.territoire)
                  END, 'non_saisi') AS motif
           OFFSET 0) h
     -- the children it aggregates, when it is not entered at its own level: one without a result leaves none here,
     -- unless a person said it has no object
     CROSS JOIN LATERAL (
           SELECT CASE WHEN count(*) FILTER (WHERE b.resultat IS NULL AND NOT (b.statut = 'sans_objet' AND coalesce((
                                SELECT x.sans_objet FROM ecosysteme_mesure x
                                 WHERE x.indicateur_id = e.id AND x.territoire = k.territoire
                                   AND x.fin >= make_date(k.exercice, 4, 1) AND x.fin < make_date(k.exercice + 1, 4, 1)
                                 ORDER BY x.fin DESC LIMIT 1), false))) > 0 THEN NULL
                       WHEN i.agregation_organisations = 'somme' THEN sum(b.resultat)
                       WHEN i.agregation_organisations = 'moyenne' THEN pilotage_quotient(sum(b.resultat), count(b.resultat))
                       ELSE pilotage_quotient(sum(b.resultat * e.poids),
                                              sum(e.poids) FILTER (WHERE b.resultat IS NOT NULL))
                  END AS resultat, max(b.derniere_mesure) AS fin, bool_or(b.provisoire) AS provisoire
             FROM (SELECT id, poids FROM ecosysteme_indicateur
                    WHERE parent_id = k.noeud_id AND i.agregation_organisations <> 'saisie' OFFSET 0) e
            CROSS JOIN LATERAL (
                  SELECT * FROM pilotage_bilan
                   WHERE niveau = 1 AND noeud_id = e.id AND exercice = k.exercice AND territoire = k.territoire
                  OFFSET 0) b) g
     -- its result, and the end of the last period it comes from
     CROSS JOIN LATERAL (
           SELECT CASE  -- beyond 18 digits, no result rather than a roll-up that stops for everybody
                      WHEN i.agregation_organisations <> 'saisie' THEN CASE WHEN abs(g.resultat) < 1e18 THEN g.resultat END
                      WHEN i.agregation_temps = 'derniere' THEN h.derniere
                      WHEN m.n < pilotage_periodes_attendues(i.frequence) - m.n_hors_objet THEN NULL
                      WHEN i.agregation_temps = 'somme' THEN m.somme
                      ELSE pilotage_quotient(m.somme, m.n)
                  END AS resultat,
                  CASE WHEN i.agregation_organisations <> 'saisie' THEN g.fin ELSE m.fin END AS fin
           OFFSET 0) a
     CROSS JOIN LATERAL (
           SELECT i.id IS NOT NULL AND (c.id IS NOT NULL OR m.lignes > 0 OR (k.territoire = '' AND EXISTS (
                      SELECT FROM ecosysteme_objectif o
                        JOIN ecosysteme_orientation r ON r.id = o.orientation_id
                        JOIN ecosysteme_planstrategique p ON p.id = r.plan_id
                       WHERE o.id = i.objectif_id AND k.exercice BETWEEN p.exercice_debut AND p.exercice_fin)))
                      AS existe,
                  pilotage_atteint(c.forme, c.valeur_min, c.valeur_max, c.jugee_atteinte, i.strict, i.tolerance,
                                   a.resultat) AS atteint
           OFFSET 0) j
     CROSS JOIN LATERAL (
           SELECT s.statut, CASE WHEN c.id IS NOT NULL AND s.statut NOT IN ('sans_objet', 'non_disponible') THEN
                      CASE WHEN c.forme IN ('jalon', 'texte')
                           THEN CASE WHEN c.jugee_atteinte THEN 100 WHEN NOT c.jugee_atteinte THEN 0 END
                           ELSE pilotage_progression(i.sens, i.valeur_depart,
                                    CASE WHEN c.forme = 'au_plus' THEN c.valeur_max
                                         WHEN c.forme <> 'plage' THEN c.valeur_min END, a.resultat, j.atteint)
                      END END AS progression
             FROM (SELECT CASE
                       WHEN a.resultat IS NULL AND h.hors_objet THEN 'sans_objet'
                       WHEN c.id IS NULL AND EXISTS (
                           SELECT FROM ecosysteme_cible f
                            WHERE f.indicateur_id = k.noeud_id AND f.territoire = k.territoire
                              AND f.exercice > k.exercice) THEN 'a_venir'
                       WHEN c.id IS NULL THEN 'sans_objet'
                       WHEN c.echeance >= make_date(k.exercice + 1, 4, 1) THEN 'a_venir'
                       WHEN j.atteint IS NULL THEN 'non_disponible'
                       WHEN j.atteint THEN 'atteinte'
                       ELSE 'non_atteinte'
                   END AS statut OFFSET 0) s
           OFFSET 0) d
$$;
