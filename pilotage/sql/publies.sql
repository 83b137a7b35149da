-- What a private partner reads: bilans counted live from published figures (docs/adr/0009). An indicator counts when it
-- is public and its plan is not a draft; while a year holds a provisional result, that year has no result for them.
-- Rows have the shape of pilotage_bilan. Formulas: those of noeuds.sql, held equal by tests/pilotage/test_publies.py.

-- Level 1. A null array asks for no restriction.
CREATE FUNCTION pilotage_publies_indicateurs(plans bigint[], indicateurs bigint[], annees smallint[], voulu varchar)
RETURNS SETOF pilotage_bilan LANGUAGE sql STABLE AS $$
    SELECT b.id, b.niveau, b.noeud_id, b.exercice, b.territoire, v.statut::varchar,
           CASE WHEN v.statut <> 'non_disponible' THEN '' WHEN c.cache THEN 'non_saisi' ELSE b.motif END::varchar,
           false, CASE WHEN NOT c.cache THEN b.resultat END,
           (v.statut = 'atteinte')::int, (v.statut = 'non_atteinte')::int, (v.statut = 'a_venir')::int,
           (v.statut = 'non_disponible')::int, (v.statut = 'sans_objet')::int,
           CASE WHEN NOT c.cache THEN b.progression END,
           CASE WHEN c.cache THEN 0 ELSE b.progression_n END,
           CASE WHEN c.cache THEN (v.statut = 'non_disponible')::int ELSE b.progression_m END,
           CASE WHEN c.cache THEN 0 ELSE b.pointage_somme END, CASE WHEN c.cache THEN 0 ELSE b.pointage_n END,
           CASE WHEN NOT c.cache THEN b.derniere_mesure END, b.methode, b.calcule_le
      FROM pilotage_bilan b
      JOIN ecosysteme_indicateur i ON i.id = b.noeud_id AND i.visibilite = 'publique'
      JOIN ecosysteme_objectif o ON o.id = i.objectif_id
      JOIN ecosysteme_orientation r ON r.id = o.orientation_id
      JOIN ecosysteme_planstrategique p ON p.id = r.plan_id AND p.etat <> 'brouillon'
     CROSS JOIN LATERAL (
           SELECT b.provisoire OR (b.statut IN ('non_disponible', 'sans_objet') AND EXISTS (
                      SELECT FROM ecosysteme_mesure x
                       WHERE x.indicateur_id = b.noeud_id AND x.territoire = b.territoire AND x.etat = 'provisoire'
                         AND x.fin >= make_date(b.exercice, 4, 1) AND x.fin < make_date(b.exercice + 1, 4, 1))) AS cache) c
     CROSS JOIN LATERAL (
           SELECT CASE
                      WHEN NOT c.cache OR b.statut = 'a_venir' THEN b.statut
                      WHEN b.statut <> 'sans_objet' THEN 'non_disponible'
                      ELSE coalesce((SELECT CASE WHEN k.echeance < make_date(b.exercice + 1, 4, 1) THEN 'non_disponible'
                                                 ELSE 'a_venir' END
                                       FROM ecosysteme_cible k
                                      WHERE k.indicateur_id = b.noeud_id AND k.exercice = b.exercice
                                        AND k.territoire = b.territoire), 'sans_objet')
                  END AS statut) v
     WHERE b.niveau = 1 AND b.exercice = ANY (annees) AND b.territoire = voulu
       AND (plans IS NULL OR p.id = ANY (plans)) AND (indicateurs IS NULL OR b.noeud_id = ANY (indicateurs))
$$;

-- Levels 1 to 4 of some plans.
CREATE FUNCTION pilotage_publies(plans bigint[], annees smallint[], voulu varchar)
RETURNS SETOF pilotage_bilan LANGUAGE sql STABLE AS $$
    WITH un AS MATERIALIZED (
        SELECT * FROM pilotage_publies_indicateurs(plans, NULL, annees, voulu)
    ), deux AS MATERIALIZED (
        SELECT NULL::bigint, 2::smallint, e.objectif_id AS noeud_id, b.exercice, b.territoire,
               {agregat}
          FROM un b JOIN ecosysteme_indicateur e ON e.id = b.noeud_id
         GROUP BY e.objectif_id, b.exercice, b.territoire
    ), trois AS MATERIALIZED (
        SELECT NULL::bigint, 3::smallint, e.orientation_id AS noeud_id, b.exercice, b.territoire,
               {agregat}
          FROM deux b JOIN ecosysteme_objectif e ON e.id = b.noeud_id
         GROUP BY e.orientation_id, b.exercice, b.territoire
    ), quatre AS MATERIALIZED (
        SELECT NULL::bigint, 4::smallint, e.plan_id AS noeud_id, b.exercice, b.territoire,
               {agregat}
          FROM trois b JOIN ecosysteme_orientation e ON e.id = b.noeud_id
         GROUP BY e.plan_id, b.exercice, b.territoire
    )
    SELECT * FROM un UNION ALL SELECT * FROM deux UNION ALL SELECT * FROM trois UNION ALL SELECT * FROM quatre
$$;

-- Level 5: the organisations of some subtrees, from the deepest up, over their plans and their own children.
CREATE FUNCTION pilotage_publies_organisations(racines bigint[], annees smallint[], voulu varchar)
RETURNS SETOF pilotage_bilan LANGUAGE plpgsql STABLE AS $$
DECLARE
    plans pilotage_bilan[];
    dessous pilotage_bilan[] := '{}';
    toutes pilotage_bilan[] := '{}';
    rang integer;
BEGIN
    plans := ARRAY(SELECT b FROM pilotage_publies(ARRAY(
        SELECT p.id FROM ecosysteme_planstrategique p JOIN ecosysteme_organisation o ON o.id = p.organisation_id
         WHERE p.etat <> 'brouillon' AND o.chemin && racines), annees, voulu) b WHERE b.niveau = 4);
    FOR rang IN REVERSE (SELECT max(profondeur)::int FROM ecosysteme_organisation)
                     .. (SELECT min(profondeur)::int FROM ecosysteme_organisation WHERE id = ANY (racines)) LOOP
        dessous := ARRAY(
            SELECT (NULL, 5, n.noeud_id, n.exercice, n.territoire, n.statut, n.motif, n.provisoire, n.resultat,
                    n.nb_atteinte, n.nb_non_atteinte, n.nb_a_venir, n.nb_non_disponible, n.nb_sans_objet,
                    n.progression, n.progression_n, n.progression_m, n.pointage_somme, n.pointage_n,
                    n.derniere_mesure, n.methode, n.calcule_le)::pilotage_bilan
              FROM (SELECT e.parent AS noeud_id, b.exercice, b.territoire,
                           {agregat}
                      FROM (SELECT o.id AS parent, 4 AS niveau, p.id, p.poids FROM ecosysteme_organisation o
                              JOIN ecosysteme_planstrategique p ON p.organisation_id = o.id WHERE o.profondeur = rang
                            UNION ALL
                            SELECT parent_id, 5, id, poids FROM ecosysteme_organisation WHERE profondeur = rang + 1) e
                      JOIN (SELECT (unnest(plans)).* UNION ALL SELECT (unnest(dessous)).*) b
                        ON b.niveau = e.niveau AND b.noeud_id = e.id
                     GROUP BY e.parent, b.exercice, b.territoire) n);
        toutes := toutes || dessous;
    END LOOP;
    RETURN QUERY SELECT (u.t).* FROM (SELECT unnest(toutes) AS t) u;
END $$;
