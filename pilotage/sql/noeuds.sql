-- What each node of one level above the indicators is worth, from the bilans of its children.
-- {niveau} and {enfants} are filled for each level, so that each gets a plan of its own.
CREATE FUNCTION pilotage_calcul_noeuds_{niveau}(cles pilotage_cle[])
RETURNS SETOF pilotage_bilan LANGUAGE sql STABLE AS $$
    SELECT NULL::bigint, {niveau}::smallint, k.noeud_id, k.exercice, k.territoire, ''::varchar, ''::varchar,
           bool_or(b.provisoire), NULL::numeric,
           sum(b.nb_atteinte)::int, sum(b.nb_non_atteinte)::int, sum(b.nb_a_venir)::int,
           sum(b.nb_non_disponible)::int, sum(b.nb_sans_objet)::int,
           CASE WHEN count(*) FILTER (WHERE e.poids > 0 AND b.progression_m > 0 AND b.progression IS NULL) = 0
                THEN round(sum(e.poids * b.progression) / nullif(sum(e.poids) FILTER (WHERE b.progression_m > 0), 0), 12)
           END,
           (count(*) FILTER (WHERE e.poids > 0 AND b.progression_m > 0 AND b.progression IS NOT NULL))::int,
           (count(*) FILTER (WHERE e.poids > 0 AND b.progression_m > 0))::int,
           sum(b.pointage_somme), sum(b.pointage_n)::int, max(b.derniere_mesure),
           'progression-ponderee/1'::varchar, now()
      FROM unnest(cles) k
     CROSS JOIN LATERAL ({enfants}) e
      JOIN pilotage_bilan b ON b.niveau = e.niveau AND b.noeud_id = e.id
                           AND b.exercice = k.exercice AND b.territoire = k.territoire
     GROUP BY k.noeud_id, k.exercice, k.territoire
$$;

-- Rewrite the bilans of these keys of one level: only rows that differ. Returns the keys whose bilan changed.
CREATE FUNCTION pilotage_ecrire_{niveau}(cles pilotage_cle[]) RETURNS pilotage_cle[] LANGUAGE sql AS $$
    WITH calcul AS MATERIALIZED (SELECT * FROM pilotage_calcul_noeuds_{niveau}(cles)),
    {ecriture}
$$;
