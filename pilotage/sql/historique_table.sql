-- Events of {table} whose {lien} is one of `cles`.
CREATE FUNCTION pilotage_changements_{objet}_{lien}(cles bigint[]) RETURNS SETOF pilotage_changement LANGUAGE sql STABLE AS $$
    SELECT '{objet}'::varchar, e.pgh_obj_id, e.pgh_id, e.pgh_created_at, e.pgh_label::varchar, e.pgh_context_id,
           NULL::bigint,
           CASE WHEN e.pgh_label <> 'insert' THEN to_jsonb(e){noms_e} END,
           CASE e.pgh_label WHEN 'delete' THEN NULL WHEN 'insert' THEN to_jsonb(e){noms_e}
                ELSE coalesce(lead(to_jsonb(e){noms_e}) OVER (PARTITION BY e.pgh_obj_id ORDER BY e.pgh_id),
                              to_jsonb(c){noms_c}) END
      FROM {table}event e LEFT JOIN {table} c ON c.id = e.pgh_obj_id
     WHERE e.{lien} = ANY (cles)
$$;
