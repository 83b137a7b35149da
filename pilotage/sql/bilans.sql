-- The one path of the roll-ups: the incremental task, the nightly recompute and the command all call these functions.
-- Rules: docs/bilans.md. A level reads the level below it and rewrites only the rows that differ.

CREATE TYPE pilotage_cle AS (niveau smallint, noeud_id bigint, exercice smallint, territoire varchar(2));

-- Levels of the tree, child by child, with the child's weight. Draft plans weigh on nothing above them.
CREATE VIEW pilotage_arete AS
    SELECT 2::smallint AS niveau, objectif_id AS noeud_id, 1::smallint AS enfant_niveau, id AS enfant_id, poids
      FROM ecosysteme_indicateur
    UNION ALL SELECT 3, orientation_id, 2, id, poids FROM ecosysteme_objectif
    UNION ALL SELECT 4, plan_id, 3, id, poids FROM ecosysteme_orientation
    UNION ALL SELECT 5, organisation_id, 4, id, poids FROM ecosysteme_planstrategique WHERE etat <> 'brouillon'
    UNION ALL SELECT 5, parent_id, 5, id, poids FROM ecosysteme_organisation WHERE parent_id IS NOT NULL;

CREATE FUNCTION pilotage_periodes_attendues(frequence text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE frequence WHEN 'mensuelle' THEN 12 WHEN 'trimestrielle' THEN 4 WHEN 'semestrielle' THEN 2 ELSE 1 END
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
        ELSE round(least(100, greatest(0, 100 * (resultat - depart) / (cible - depart))), 12)
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

-- What each indicator of the keys is worth; keys outside the plan without target nor measure yield no row.
CREATE FUNCTION pilotage_calcul_indicateurs(cles pilotage_cle[])
RETURNS SETOF pilotage_bilan LANGUAGE sql STABLE AS $$
    WITH lu AS (
        SELECT k.noeud_id, k.exercice, k.territoire, i.sens, i.strict, i.tolerance, i.valeur_depart,
               c.id AS cible_id, c.forme, c.valeur_min, c.valeur_max, c.jugee_atteinte,
               c.id IS NOT NULL AND c.echeance < make_date(k.exercice + 1, 4, 1) AS due,
               c.id IS NOT NULL OR m.lignes > 0
                   OR (k.territoire = '' AND k.exercice BETWEEN p.exercice_debut AND p.exercice_fin) AS existe,
               agrege.resultat IS NULL AND coalesce(m.hors_objet, false) AS hors_objet,
               agrege.resultat, agrege.fin, coalesce(m.motif, 'non_saisi') AS motif,
               coalesce(m.provisoire, false) AS provisoire
          FROM unnest(cles) k
          JOIN ecosysteme_indicateur i ON i.id = k.noeud_id
          JOIN ecosysteme_objectif o ON o.id = i.objectif_id
          JOIN ecosysteme_orientation r ON r.id = o.orientation_id
          JOIN ecosysteme_planstrategique p ON p.id = r.plan_id
          LEFT JOIN ecosysteme_cible c
                 ON c.indicateur_id = k.noeud_id AND c.exercice = k.exercice AND c.territoire = k.territoire
         CROSS JOIN LATERAL (
               SELECT count(*) AS lignes, count(x.valeur) AS n, sum(x.valeur) AS somme,
                      (array_agg(x.valeur ORDER BY x.fin DESC) FILTER (WHERE x.valeur IS NOT NULL))[1] AS derniere,
                      max(x.fin) FILTER (WHERE x.valeur IS NOT NULL) AS fin,
                      (array_agg(nullif(x.motif_absence, '') ORDER BY x.fin DESC) FILTER (WHERE x.valeur IS NULL))[1] AS motif,
                      (array_agg(x.sans_objet ORDER BY x.fin DESC))[1] AS hors_objet,
                      count(*) FILTER (WHERE x.sans_objet) AS n_hors_objet,
                      bool_or(x.etat = 'provisoire' AND x.valeur IS NOT NULL) AS provisoire
                 FROM ecosysteme_mesure x
                WHERE x.indicateur_id = k.noeud_id AND x.territoire = k.territoire
                  AND x.fin >= make_date(k.exercice, 4, 1) AND x.fin < make_date(k.exercice + 1, 4, 1)) m
          LEFT JOIN LATERAL (
               SELECT CASE WHEN count(*) FILTER (WHERE b.statut <> 'sans_objet' AND b.resultat IS NULL) > 0 THEN NULL
                           WHEN i.agregation_organisations = 'somme' THEN sum(b.resultat)
                           WHEN i.agregation_organisations = 'moyenne' THEN round(avg(b.resultat), 12)
                           ELSE round(sum(b.resultat * e.poids) / nullif(sum(e.poids) FILTER (WHERE b.resultat IS NOT NULL), 0), 12)
                      END AS resultat, max(b.derniere_mesure) AS fin
                 FROM ecosysteme_indicateur e
                 JOIN pilotage_bilan b ON b.niveau = 1 AND b.noeud_id = e.id
                                      AND b.exercice = k.exercice AND b.territoire = k.territoire
                WHERE e.parent_id = k.noeud_id) g ON i.agregation_organisations <> 'saisie'
         CROSS JOIN LATERAL (
               SELECT CASE
                          WHEN i.agregation_organisations <> 'saisie' THEN g.resultat
                          WHEN i.agregation_temps = 'derniere' THEN m.derniere
                          WHEN m.n < pilotage_periodes_attendues(i.frequence) - m.n_hors_objet THEN NULL
                          WHEN i.agregation_temps = 'somme' THEN m.somme
                          ELSE round(m.somme / nullif(m.n, 0), 12)
                      END AS resultat,
                      CASE WHEN i.agregation_organisations <> 'saisie' THEN g.fin ELSE m.fin END AS fin) agrege
    ), juge AS (
        SELECT lu.*, pilotage_atteint(forme, valeur_min, valeur_max, jugee_atteinte, strict, tolerance, resultat) AS atteint
          FROM lu WHERE existe
    ), dit AS (
        SELECT juge.*,
               CASE
                   WHEN hors_objet THEN 'sans_objet'
                   WHEN cible_id IS NULL AND EXISTS (
                       SELECT FROM ecosysteme_cible f
                        WHERE f.indicateur_id = noeud_id AND f.territoire = juge.territoire
                          AND f.exercice > juge.exercice) THEN 'a_venir'
                   WHEN cible_id IS NULL THEN 'sans_objet'
                   WHEN NOT due THEN 'a_venir'
                   WHEN atteint IS NULL THEN 'non_disponible'
                   WHEN atteint THEN 'atteinte'
                   ELSE 'non_atteinte'
               END AS statut,
               CASE
                   WHEN forme IN ('jalon', 'texte') THEN CASE WHEN jugee_atteinte THEN 100 WHEN NOT jugee_atteinte THEN 0 END
                   ELSE pilotage_progression(sens, valeur_depart,
                            CASE WHEN forme = 'plage' THEN NULL WHEN forme = 'au_plus' THEN valeur_max ELSE valeur_min END,
                            resultat, atteint)
               END AS progression
          FROM juge
    )
    SELECT NULL::bigint, 1::smallint, noeud_id, exercice, territoire, statut::varchar,
           CASE WHEN statut = 'non_disponible' THEN motif ELSE '' END::varchar, provisoire, resultat,
           (statut = 'atteinte')::int, (statut = 'non_atteinte')::int, (statut = 'a_venir')::int,
           (statut = 'non_disponible')::int, (statut = 'sans_objet')::int,
           CASE WHEN statut IN ('sans_objet', 'non_disponible') THEN NULL ELSE progression END,
           CASE WHEN statut IN ('sans_objet', 'non_disponible') OR progression IS NULL THEN 0 ELSE 1 END,
           CASE WHEN statut = 'sans_objet' OR (statut = 'a_venir' AND progression IS NULL) THEN 0 ELSE 1 END,
           CASE WHEN statut = 'atteinte' THEN 100 WHEN statut = 'non_atteinte' THEN coalesce(progression, 0) ELSE 0 END::numeric,
           (statut = 'atteinte' OR (statut = 'non_atteinte' AND progression IS NOT NULL))::int,
           fin, 'progression-ponderee/1'::varchar, now()
      FROM dit
$$;
