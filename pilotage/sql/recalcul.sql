CREATE FUNCTION pilotage_ecrire_1(cles pilotage_cle[]) RETURNS pilotage_cle[] LANGUAGE sql AS $$
    WITH calcul AS MATERIALIZED (SELECT * FROM pilotage_calcul_indicateurs(cles)),
    {ecriture}
$$;

-- Freshness of the indicators of the keys; their control chart is to be drawn again.
CREATE FUNCTION pilotage_rafraichir(cles pilotage_cle[]) RETURNS void LANGUAGE sql AS $$
    WITH vus AS (
        SELECT i.id, d.fin,
               (date_trunc('month', coalesce(d.fin, i.date_depart, make_date(p.exercice_debut, 3, 31))
                   + make_interval(months => i.delai_publication + CASE i.frequence
                         WHEN 'mensuelle' THEN 1 WHEN 'trimestrielle' THEN 3 WHEN 'semestrielle' THEN 6
                         WHEN 'annuelle' THEN 12 ELSE 60 END))
                + interval '1 month - 1 day')::date AS prochaine
          FROM (SELECT DISTINCT noeud_id FROM unnest(cles) WHERE territoire = '') k
          JOIN ecosysteme_indicateur i ON i.id = k.noeud_id
          JOIN ecosysteme_objectif o ON o.id = i.objectif_id
          JOIN ecosysteme_orientation r ON r.id = o.orientation_id
          JOIN ecosysteme_planstrategique p ON p.id = r.plan_id
          LEFT JOIN LATERAL (
               SELECT x.fin FROM ecosysteme_mesure x
                WHERE x.indicateur_id = i.id AND x.territoire = '' AND x.valeur IS NOT NULL
                ORDER BY x.fin DESC LIMIT 1) d ON true
    )
    INSERT INTO pilotage_etatindicateur AS e (indicateur_id, derniere_mesure, prochaine_maj, spc_a_refaire,
                                         variation, assurance, regle)
    SELECT id, fin, prochaine, true, '', '', '' FROM vus
    ON CONFLICT (indicateur_id) DO UPDATE SET derniere_mesure = excluded.derniere_mesure,
        prochaine_maj = excluded.prochaine_maj, spc_a_refaire = true
$$;

-- How many ancestors an indicator has: children are computed before the parents that aggregate them.
CREATE FUNCTION pilotage_rang(indicateur bigint) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
    rang integer := 0;
    courant bigint := indicateur;
BEGIN
    LOOP
        SELECT parent_id INTO courant FROM ecosysteme_indicateur WHERE id = courant;
        EXIT WHEN courant IS NULL OR rang >= 20;
        rang := rang + 1;
    END LOOP;
    RETURN rang;
END $$;

-- Level 1: the indicators of the keys, then the parents that aggregate them, wave by wave.
CREATE FUNCTION pilotage_monter_indicateurs(cles pilotage_cle[]) RETURNS pilotage_cle[] LANGUAGE plpgsql AS $$
DECLARE
    restent pilotage_cle[] := cles;
    vague pilotage_cle[];
    touchees pilotage_cle[];
    toutes pilotage_cle[] := '{}';
    hierarchie boolean := EXISTS (SELECT FROM ecosysteme_indicateur WHERE parent_id IS NOT NULL);
BEGIN
    WHILE cardinality(restent) > 0 LOOP
        IF hierarchie THEN
            WITH rangs AS (SELECT k, pilotage_rang(k.noeud_id) AS rang FROM unnest(restent) k)
            SELECT array_agg(k) FILTER (WHERE rang = plus), coalesce(array_agg(k) FILTER (WHERE rang < plus), '{}')
              INTO vague, restent
              FROM rangs, (SELECT max(rang) AS plus FROM rangs) m;
        ELSE
            vague := restent;
            restent := '{}';
        END IF;
        touchees := pilotage_ecrire_1(vague);
        toutes := toutes || touchees;
        IF hierarchie THEN
            SELECT coalesce(array_agg(DISTINCT k), '{}') INTO restent FROM (
                SELECT r AS k FROM unnest(restent) r
                UNION
                SELECT (1::smallint, i.parent_id, t.exercice, t.territoire)::pilotage_cle
                  FROM unnest(touchees) t JOIN ecosysteme_indicateur i ON i.id = t.noeud_id
                 WHERE i.parent_id IS NOT NULL) u;
        END IF;
    END LOOP;
    RETURN toutes;
END $$;

-- Keys of a level to compute: those asked for, and the parents of the children that changed.
CREATE FUNCTION pilotage_cles_de(voulu smallint, cles pilotage_cle[], touchees pilotage_cle[])
RETURNS pilotage_cle[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg((u.niveau, u.noeud_id, u.exercice, u.territoire)::pilotage_cle), '{}') FROM (
        SELECT k.niveau, k.noeud_id, k.exercice, k.territoire FROM unnest(cles) k WHERE k.niveau = voulu
        UNION
        SELECT voulu, a.noeud_id, t.exercice, t.territoire
          FROM unnest(touchees) t
         CROSS JOIN LATERAL (
               SELECT objectif_id AS noeud_id FROM ecosysteme_indicateur WHERE voulu = 2 AND id = t.noeud_id
               UNION ALL SELECT orientation_id FROM ecosysteme_objectif WHERE voulu = 3 AND id = t.noeud_id
               UNION ALL SELECT plan_id FROM ecosysteme_orientation WHERE voulu = 4 AND id = t.noeud_id
               UNION ALL SELECT organisation_id FROM ecosysteme_planstrategique
                          WHERE voulu = 5 AND t.niveau = 4 AND id = t.noeud_id
               UNION ALL SELECT parent_id FROM ecosysteme_organisation
                          WHERE voulu = 5 AND t.niveau = 5 AND id = t.noeud_id AND parent_id IS NOT NULL) a
    ) u
$$;

-- Level 5: organisations from the deepest up to the government.
CREATE FUNCTION pilotage_monter_organisations(cles pilotage_cle[]) RETURNS pilotage_cle[] LANGUAGE plpgsql AS $$
DECLARE
    restent pilotage_cle[] := cles;
    vague pilotage_cle[];
    touchees pilotage_cle[];
    toutes pilotage_cle[] := '{}';
BEGIN
    WHILE cardinality(restent) > 0 LOOP
        WITH places AS (
            SELECT k, coalesce(o.profondeur, 999) AS profondeur
              FROM unnest(restent) k LEFT JOIN ecosysteme_organisation o ON o.id = k.noeud_id)
        SELECT array_agg(k) FILTER (WHERE profondeur = plus),
               coalesce(array_agg(k) FILTER (WHERE profondeur < plus), '{}')
          INTO vague, restent
          FROM places, (SELECT max(profondeur) AS plus FROM places) m;
        touchees := pilotage_ecrire_5(vague);
        toutes := toutes || touchees;
        restent := pilotage_cles_de(5::smallint, restent, touchees);
    END LOOP;
    RETURN toutes;
END $$;

-- Recompute these keys and whatever stands on them; returns every key whose bilan changed.
CREATE FUNCTION pilotage_propager(cles pilotage_cle[]) RETURNS pilotage_cle[] LANGUAGE plpgsql AS $$
DECLARE
    premieres pilotage_cle[];
    touchees pilotage_cle[];
    toutes pilotage_cle[];
BEGIN
    SELECT coalesce(array_agg(k), '{}') INTO premieres FROM unnest(cles) k WHERE k.niveau = 1;
    touchees := pilotage_monter_indicateurs(premieres);
    PERFORM pilotage_rafraichir(premieres);
    toutes := touchees;
    touchees := pilotage_ecrire_2(pilotage_cles_de(2::smallint, cles, touchees));
    toutes := toutes || touchees;
    touchees := pilotage_ecrire_3(pilotage_cles_de(3::smallint, cles, touchees));
    toutes := toutes || touchees;
    touchees := pilotage_ecrire_4(pilotage_cles_de(4::smallint, cles, touchees));
    toutes := toutes || touchees;
    touchees := pilotage_monter_organisations(pilotage_cles_de(5::smallint, cles, touchees));
    RETURN toutes || touchees;
END $$;

-- Marks of a whole node (exercice 0: the node, -1: the node and the indicators under it) become one key for each
-- exercice that concerns it: those it has a bilan for, those its children have one for, those of its plan. A measure
-- or a target outside these has a key of its own since it was written.
CREATE FUNCTION pilotage_deplier(cles pilotage_cle[]) RETURNS pilotage_cle[] LANGUAGE sql AS $$
    WITH marques AS (SELECT DISTINCT niveau, noeud_id, exercice FROM unnest(cles) WHERE exercice <= 0),
    feuilles AS (
        SELECT noeud_id AS id FROM marques WHERE niveau = 1
        UNION
        SELECT d.id FROM marques m
         CROSS JOIN LATERAL (
               SELECT id FROM ecosysteme_indicateur WHERE m.niveau = 2 AND objectif_id = m.noeud_id
               UNION ALL
               SELECT i.id FROM ecosysteme_objectif o JOIN ecosysteme_indicateur i ON i.objectif_id = o.id
                WHERE m.niveau = 3 AND o.orientation_id = m.noeud_id
               UNION ALL
               SELECT i.id FROM ecosysteme_orientation r JOIN ecosysteme_objectif o ON o.orientation_id = r.id
                               JOIN ecosysteme_indicateur i ON i.objectif_id = o.id
                WHERE m.niveau = 4 AND r.plan_id = m.noeud_id) d
         WHERE m.exercice = -1
    ), noeuds AS (
        SELECT niveau, noeud_id FROM marques WHERE niveau > 1
    ), lus AS (
        SELECT niveau, noeud_id, niveau AS lu_niveau, noeud_id AS lu_id FROM noeuds
        UNION ALL SELECT 1, id, 1, id FROM feuilles
        UNION ALL
        SELECT n.niveau, n.noeud_id, e.niveau, e.id FROM noeuds n
         CROSS JOIN LATERAL (
               SELECT 1 AS niveau, id FROM ecosysteme_indicateur WHERE n.niveau = 2 AND objectif_id = n.noeud_id
               UNION ALL SELECT 2, id FROM ecosysteme_objectif WHERE n.niveau = 3 AND orientation_id = n.noeud_id
               UNION ALL SELECT 3, id FROM ecosysteme_orientation WHERE n.niveau = 4 AND plan_id = n.noeud_id
               UNION ALL SELECT 4, id FROM ecosysteme_planstrategique WHERE n.niveau = 5 AND organisation_id = n.noeud_id
               UNION ALL SELECT 5, id FROM ecosysteme_organisation WHERE n.niveau = 5 AND parent_id = n.noeud_id) e
    )
    SELECT coalesce(array_agg((u.niveau, u.noeud_id, u.exercice, u.territoire)::pilotage_cle), '{}') FROM (
        SELECT niveau, noeud_id, exercice, territoire FROM unnest(cles) WHERE exercice > 0
        UNION
        SELECT l.niveau, l.noeud_id, b.exercice, b.territoire
          FROM lus l JOIN pilotage_bilan b ON b.niveau = l.lu_niveau AND b.noeud_id = l.lu_id
        UNION
        SELECT 1, f.id, e::smallint, ''
          FROM feuilles f
          JOIN ecosysteme_indicateur i ON i.id = f.id
          JOIN ecosysteme_objectif o ON o.id = i.objectif_id
          JOIN ecosysteme_orientation r ON r.id = o.orientation_id
          JOIN ecosysteme_planstrategique p ON p.id = r.plan_id
         CROSS JOIN generate_series(p.exercice_debut::int, p.exercice_fin::int) e
    ) u
$$;

-- Consume at most `lot` dirty keys, most urgent first. One roll-up at a time: a parent is never computed from a
-- child that another transaction is still writing.
--
-- The plans of these functions are kept for a session, and the tables may have been empty when they were made: only
-- nested loops over indexes stay good whatever the tables become, so they are the only ones allowed.
CREATE FUNCTION pilotage_recalculer(lot integer) RETURNS TABLE (consommees integer, touchees pilotage_cle[])
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    lues pilotage_cle[];
    consommees_lues integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('pilotage_recalculer'));
    WITH prises AS (
        DELETE FROM pilotage_clesale
         WHERE ctid = ANY (ARRAY(SELECT ctid FROM pilotage_clesale ORDER BY priorite, id LIMIT lot))
        RETURNING niveau, noeud_id, exercice, territoire)
    SELECT coalesce(array_agg(DISTINCT (niveau, noeud_id, exercice, territoire)::pilotage_cle), '{}'), count(*)
      INTO lues, consommees_lues FROM prises;
    RETURN QUERY SELECT consommees_lues,
                        CASE WHEN consommees_lues > 0 THEN pilotage_propager(pilotage_deplier(lues))
                             ELSE '{}'::pilotage_cle[] END;
END $$;

-- Every key there can be, and every key there is: what a full recompute goes through.
CREATE FUNCTION pilotage_toutes_les_cles() RETURNS SETOF pilotage_cle LANGUAGE sql STABLE AS $$
    WITH feuilles AS (
        SELECT DISTINCT indicateur_id AS id, exercice, territoire FROM ecosysteme_mesure
        UNION SELECT indicateur_id, exercice, territoire FROM ecosysteme_cible
        UNION SELECT i.id, e::smallint, ''
                FROM ecosysteme_indicateur i
                JOIN ecosysteme_objectif o ON o.id = i.objectif_id
                JOIN ecosysteme_orientation r ON r.id = o.orientation_id
                JOIN ecosysteme_planstrategique p ON p.id = r.plan_id
               CROSS JOIN generate_series(p.exercice_debut::int, p.exercice_fin::int) e
    )
    SELECT 1::smallint, id, exercice, territoire FROM feuilles
    UNION SELECT niveau, noeud_id, exercice, territoire FROM pilotage_bilan
$$;

-- Full recompute by the same path, dirty keys first drained; returns how many keys were gone through and which changed.
CREATE FUNCTION pilotage_recalculer_tout() RETURNS TABLE (parcourues integer, touchees pilotage_cle[])
LANGUAGE plpgsql AS $$
DECLARE
    cles pilotage_cle[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('pilotage_recalculer'));
    PERFORM pilotage_recalculer(2147483647);
    SELECT coalesce(array_agg((k.niveau, k.noeud_id, k.exercice, k.territoire)::pilotage_cle), '{}')
      INTO cles FROM pilotage_toutes_les_cles() k;
    RETURN QUERY SELECT cardinality(cles), pilotage_propager(cles);
END $$;
