-- The alerts that stand on indicators, in one place for dashboards, page, home and reminders (pilotage.md, section 7).
-- `exercice` 0: today's, whatever the year shown. `acquittement_id`: somebody answered for it, until a date.
CREATE FUNCTION pilotage_seuil(voulu text, defaut numeric) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT valeur FROM pilotage_seuilalerte WHERE type = voulu), defaut)
$$;

CREATE FUNCTION pilotage_alertes(annee integer, jour date)
RETURNS TABLE (type text, exercice integer, indicateur_id bigint, plan_organisation_id bigint, depuis date,
               acquittement_id bigint)
LANGUAGE sql STABLE AS $$
    SELECT a.type, a.exercice, a.id, p.organisation_id, a.depuis, q.id
      FROM (SELECT 'signal' AS type, 0 AS exercice, e.indicateur_id AS id, e.signal_depuis AS depuis
              FROM pilotage_etatindicateur e WHERE e.variation = 'defavorable'
            UNION ALL
            SELECT 'retard', 0, e.indicateur_id, e.prochaine_maj
              FROM pilotage_etatindicateur e WHERE e.prochaine_maj <= jour - pilotage_seuil('retard', 1)::integer
            UNION ALL
            SELECT 'non_calcule', annee, b.noeud_id, NULL::date
              FROM pilotage_bilan b
             WHERE b.niveau = 1 AND b.exercice = annee AND b.territoire = '' AND b.statut = 'non_disponible'
            UNION ALL
            SELECT 'depart', annee, c.indicateur_id, i.date_depart
              FROM ecosysteme_cible c JOIN ecosysteme_indicateur i ON i.id = c.indicateur_id
             WHERE c.exercice = annee AND c.territoire = '' AND c.forme NOT IN ('jalon', 'texte')
               AND i.sens IN ('hausse', 'baisse') AND i.valeur_depart IS NOT NULL
               AND pilotage_atteint(c.forme, c.valeur_min, c.valeur_max, NULL, i.strict, i.tolerance, i.valeur_depart)) a
      JOIN ecosysteme_indicateur i ON i.id = a.id
      JOIN ecosysteme_objectif o ON o.id = i.objectif_id
      JOIN ecosysteme_orientation r ON r.id = o.orientation_id
      JOIN ecosysteme_planstrategique p ON p.id = r.plan_id
      LEFT JOIN pilotage_acquittement q ON q.indicateur_id = a.id AND q.type = a.type AND q.exercice = a.exercice
                                       AND q.leve_le IS NULL AND q.jusqu_au >= jour
     WHERE p.etat <> 'brouillon' AND (a.type <> 'retard' OR p.etat = 'publie')
$$;
