-- A result keeps its first author on its row: its creation is read from its first version.
CREATE FUNCTION pilotage_creations_mesures(cle bigint) RETURNS SETOF pilotage_changement LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (id) 'mesure'::varchar, id, 0::bigint, saisie_le, 'insert'::varchar, NULL::uuid, saisie_par_id,
           NULL::jsonb, ligne
      FROM (SELECT id, version, saisie_le, saisie_par_id, to_jsonb(m) AS ligne
              FROM ecosysteme_mesure m WHERE indicateur_id = cle
            UNION ALL
            SELECT id, version, saisie_le, saisie_par_id, to_jsonb(e)
              FROM ecosysteme_mesureevent e WHERE indicateur_id = cle) v
     ORDER BY id, version
$$;

-- All that happened to an indicator: its sheet, its targets, its results, its phases.
CREATE FUNCTION pilotage_historique_indicateur(cle bigint) RETURNS SETOF pilotage_changement LANGUAGE sql STABLE AS $$
    SELECT * FROM pilotage_changements_indicateur_pgh_obj_id(ARRAY[cle])
    UNION ALL SELECT * FROM pilotage_changements_cible_indicateur_id(ARRAY[cle])
    UNION ALL SELECT * FROM pilotage_changements_phase_indicateur_id(ARRAY[cle])
    UNION ALL SELECT * FROM pilotage_changements_mesure_indicateur_id(ARRAY[cle])
    UNION ALL SELECT * FROM pilotage_creations_mesures(cle)
$$;

-- What changed in the objectives given: themselves, the sheets and targets of their indicators; not the results.
CREATE FUNCTION pilotage_historique_objectifs(cles bigint[]) RETURNS SETOF pilotage_changement LANGUAGE sql STABLE AS $$
    SELECT * FROM pilotage_changements_objectif_pgh_obj_id(cles)
    UNION ALL SELECT * FROM pilotage_changements_indicateur_objectif_id(cles)
    UNION ALL SELECT * FROM pilotage_changements_cible_indicateur_id(ARRAY(
        SELECT id FROM ecosysteme_indicateur WHERE objectif_id = ANY (cles)))
$$;

-- What changed in a plan, down to its targets; creations are told when they came with a note (after publication).
CREATE FUNCTION pilotage_historique_plan(cle bigint) RETURNS SETOF pilotage_changement LANGUAGE sql STABLE AS $$
    SELECT u.* FROM (
        SELECT * FROM pilotage_changements_plan_pgh_obj_id(ARRAY[cle])
        UNION ALL SELECT * FROM pilotage_changements_orientation_plan_id(ARRAY[cle])
        UNION ALL SELECT * FROM pilotage_historique_objectifs(ARRAY(
            SELECT o.id FROM ecosysteme_objectif o JOIN ecosysteme_orientation r ON r.id = o.orientation_id
             WHERE r.plan_id = cle))) u
      LEFT JOIN pghistory_context x ON x.id = u.contexte
     WHERE u.geste <> 'insert' OR coalesce(x.metadata ->> 'note', '') <> ''
$$;
