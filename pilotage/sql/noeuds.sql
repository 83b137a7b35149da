-- What each node of one level above the indicators is worth, from the bilans of its children: one row a key, its
-- `methode` empty where there is nothing to say. The level and its children are filled in for each level, the formulas
-- are shared with the published figures (_agregat.sql). Each step is one index probe from the key down, whatever the
-- planner believes of the tables (see recalcul.sql).
CREATE FUNCTION pilotage_calcul_noeuds_{niveau}(cles pilotage_cle[])
RETURNS SETOF pilotage_bilan LANGUAGE sql STABLE AS $$
    SELECT NULL::bigint, {niveau}::smallint, k.noeud_id, k.exercice, k.territoire, g.*
      FROM unnest(cles) k
     CROSS JOIN LATERAL (
        SELECT {agregat}
          FROM ({enfants}
                OFFSET 0) e
         CROSS JOIN LATERAL (
               SELECT * FROM pilotage_bilan
                WHERE niveau = e.niveau AND noeud_id = e.id AND exercice = k.exercice AND territoire = k.territoire
               OFFSET 0) b) g
$$;

-- Rewrite the bilans of these keys of one level: only rows that differ. Returns the keys whose bilan changed.
CREATE FUNCTION pilotage_ecrire_{niveau}(cles pilotage_cle[]) RETURNS pilotage_cle[] LANGUAGE plpgsql AS $$
DECLARE
    touchees pilotage_cle[];
BEGIN
    WITH calcul AS (SELECT * FROM pilotage_calcul_noeuds_{niveau}(cles)),
    {ecriture}
    RETURN touchees;
END $$;
