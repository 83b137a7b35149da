-- What people said of an organisation in a year: its sky, those of its plans in force and of their objectives, which
-- of its alerts somebody answered for; and the thresholds. Read with the organisations, one row each.
CREATE FUNCTION pilotage_dires(organisation bigint, annee integer, jour date) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'ciel', (SELECT jsonb_build_array(m.ciel, m.publiee_le) FROM pilotage_meteo m
                  WHERE m.organisation_id = organisation AND m.exercice = annee AND m.publiee_le IS NOT NULL
                  ORDER BY m.publiee_le DESC, m.id DESC LIMIT 1),
        'plan', coalesce((
            SELECT jsonb_agg(jsonb_build_array(p.id, (
                       SELECT m.ciel FROM pilotage_meteo m
                        WHERE m.plan_id = p.id AND m.exercice = annee AND m.publiee_le IS NOT NULL
                        ORDER BY m.publiee_le DESC, m.id DESC LIMIT 1)))
              FROM ecosysteme_planstrategique p
             WHERE p.organisation_id = organisation AND p.etat <> 'brouillon'
               AND annee BETWEEN p.exercice_debut AND p.exercice_fin), '[]'),
        'objectif', coalesce((
            SELECT jsonb_agg(jsonb_build_array(b.id, (
                       SELECT m.ciel FROM pilotage_meteo m
                        WHERE m.objectif_id = b.id AND m.exercice = annee AND m.publiee_le IS NOT NULL
                        ORDER BY m.publiee_le DESC, m.id DESC LIMIT 1)))
              FROM ecosysteme_planstrategique p
              JOIN ecosysteme_orientation r ON r.plan_id = p.id
              JOIN ecosysteme_objectif b ON b.orientation_id = r.id
             WHERE p.organisation_id = organisation AND p.etat <> 'brouillon'
               AND annee BETWEEN p.exercice_debut AND p.exercice_fin), '[]'),
        'acquittees', coalesce((
            SELECT jsonb_agg(q.type) FROM pilotage_acquittement q
             WHERE q.organisation_id = organisation AND q.exercice = annee AND q.leve_le IS NULL
               AND q.jusqu_au >= jour), '[]'),
        'seuils', coalesce((SELECT jsonb_object_agg(s.type, s.valeur::text) FROM pilotage_seuilalerte s), '{}'))
$$;
