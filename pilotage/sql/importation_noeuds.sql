-- One row for each indicator the file speaks of, with what it says of its sheet and of what stands above it.
CREATE UNLOGGED TABLE {t}_noeud AS
    SELECT noeud, min(organisation) AS organisation, min(plan) AS plan, min(orientation) AS orientation,
           min(objectif) AS objectif, min(code) AS code, {haut}, {attributs},
           NULL::bigint AS organisation_id, NULL::bigint AS plan_id, NULL::bigint AS orientation_id,
           NULL::bigint AS objectif_id, NULL::bigint AS indicateur_id, 3::smallint AS action
      FROM {t}_fiche WHERE noeud IS NOT NULL GROUP BY noeud;
ALTER TABLE {t}_noeud ADD PRIMARY KEY (noeud);

-- What stands above has one name in the file: the first one given.
UPDATE {t}_noeud n SET {premiers}
  FROM (SELECT noeud, {fenetres} FROM {t}_noeud) p
 WHERE p.noeud = n.noeud;
ANALYZE {t}_noeud;
