-- The second reading of every sheet at once: the rules of pilotage/relecture.py, held equal by tests/notation.
-- Words are compared in lower case without accents, « œ » opened, as there.
CREATE FUNCTION pilotage_mots_nets(texte text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT unaccent(replace(replace(lower(texte), 'œ', 'oe'), '’', ''''))
$$;

-- One row a sheet, with the codes of its remarks, gravest first; none for a sheet that calls for no remark.
CREATE FUNCTION pilotage_relecture() RETURNS TABLE (indicateur_id bigint, plan_id bigint, codes text[])
LANGUAGE sql STABLE AS $$
    SELECT r.id, r.plan_id, r.codes FROM (
        SELECT i.id, p.id AS plan_id, array_remove(ARRAY[
            CASE WHEN i.sens = '' THEN 'sans_sens' END,
            CASE WHEN i.unite !~ '\S' THEN 'sans_unite' END,
            CASE WHEN i.valeur_depart IS NULL AND i.sens IN ('hausse', 'baisse') THEN 'sans_depart' END,
            CASE WHEN i.responsable_id IS NULL THEN 'sans_responsable' END,
            CASE WHEN i.type IN ('effet', 'qualite_service', 'efficience') AND pilotage_mots_nets(i.nom) ~
                 ('\ymise en oeuvre\y|\ydeploiement\y|\yelaboration\y|\yrealisation\y|\ydepot\y|\yadoption d'
                  || '|\ynombre d.{0,3}(activites|ateliers|rencontres|seances|formations|visites|communications|projets)\y')
                 THEN 'activite' END,
            CASE WHEN c.n IS NULL THEN 'sans_cible' END,
            CASE WHEN c.du_plan <= p.exercice_fin - p.exercice_debut THEN 'sans_cible_annuelle' END,
            CASE WHEN c.sans_nombre THEN 'sans_nombre' END,
            CASE WHEN c.vague THEN 'vague' END,
            CASE WHEN c.deja THEN 'deja_atteinte' END], NULL) AS codes
          FROM ecosysteme_indicateur i
          JOIN ecosysteme_objectif o ON o.id = i.objectif_id
          JOIN ecosysteme_orientation s ON s.id = o.orientation_id
          JOIN ecosysteme_planstrategique p ON p.id = s.plan_id AND p.etat <> 'clos'
          LEFT JOIN (
               SELECT k.indicateur_id, count(*) AS n,
                      count(*) FILTER (WHERE k.exercice BETWEEN q.exercice_debut AND q.exercice_fin) AS du_plan,
                      bool_or(k.forme IN ('jalon', 'texte')) AS sans_nombre,
                      bool_or(k.texte <> '' AND pilotage_mots_nets(k.texte) ~
                          '\yen continu\y|\ya determiner\y|\ydepot\y|\ybilan\y|\ya definir\y|\yen cours\y') AS vague,
                      bool_or(k.forme NOT IN ('jalon', 'texte') AND pilotage_atteint(k.forme, k.valeur_min, k.valeur_max,
                          NULL, j.strict, j.tolerance, j.valeur_depart)) AS deja
                 FROM ecosysteme_cible k
                 JOIN ecosysteme_indicateur j ON j.id = k.indicateur_id
                 JOIN ecosysteme_objectif b ON b.id = j.objectif_id
                 JOIN ecosysteme_orientation t ON t.id = b.orientation_id
                 JOIN ecosysteme_planstrategique q ON q.id = t.plan_id
                WHERE k.territoire = ''
                GROUP BY k.indicateur_id) c ON c.indicateur_id = i.id) r
     WHERE r.codes <> '{}'
$$;
