-- What changed, by whom, from what to what: read from the event tables that the triggers of pghistory keep.
-- An insertion's event is the row as created; an update's or a deletion's is the row as it was before.

CREATE TYPE pilotage_changement AS (objet varchar, objet_id bigint, rang bigint, quand timestamptz, geste varchar,
                                    contexte uuid, auteur bigint, avant jsonb, apres jsonb);

-- Who did it and why, and the names of what the rows point to.
CREATE FUNCTION pilotage_dire_changements(lus pilotage_changement[])
RETURNS TABLE (objet varchar, objet_id bigint, quand timestamptz, geste varchar, contexte uuid, par_nom text, note text,
               avant jsonb, apres jsonb) LANGUAGE sql STABLE AS $$
    SELECT l.objet, l.objet_id, l.quand, l.geste, l.contexte,
           coalesce(nullif(x.metadata ->> 'par_nom', ''), nullif(trim(p.prenom || ' ' || p.nom), ''), p.email, ''),
           coalesce(x.metadata ->> 'note', ''), l.avant, l.apres
      FROM unnest(lus) l
      LEFT JOIN pghistory_context x ON x.id = l.contexte
      LEFT JOIN ecosysteme_personne p ON p.id = l.auteur
     ORDER BY l.quand DESC, l.contexte, l.objet, l.rang DESC
$$;
