-- Plans of these functions are kept for a session and made once (force_generic_plan), perhaps while the tables were
-- empty. They must stay good whatever the tables become, so their shape is written: from the keys, one index probe a
-- step (LATERAL … OFFSET 0), and sequential scans are off. Everything is entered by pilotage_recalculer and
-- pilotage_verifier, which set this for what they call.

CREATE FUNCTION pilotage_ecrire_1(cles pilotage_cle[]) RETURNS pilotage_cle[] LANGUAGE plpgsql AS $$
DECLARE
    touchees pilotage_cle[];
BEGIN
    WITH calcul AS (SELECT * FROM pilotage_calcul_indicateurs(cles)),
    {ecriture}
    RETURN touchees;
END $$;

-- Freshness of at most `lot` indicators that a roll-up touched; their control chart is to be drawn again. The roll-up
-- only leaves their names, so that it waits for nobody; this one waits for nobody either: a row that somebody holds
-- (a chart being drawn, an indicator being deleted) is left for later. Returns how many were done.
CREATE FUNCTION pilotage_rafraichir(lot integer) RETURNS integer LANGUAGE plpgsql
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE
    dernier bigint;
    demandes bigint[];
    libres bigint[];
BEGIN
    SELECT max(id), array_agg(DISTINCT indicateur_id) INTO dernier, demandes
      FROM (SELECT id, indicateur_id FROM pilotage_cartesale ORDER BY id LIMIT lot) q;
    IF demandes IS NULL THEN
        RETURN 0;
    END IF;
    WITH tenus AS MATERIALIZED (
        SELECT e.indicateur_id AS id FROM unnest(demandes) d (id)
         CROSS JOIN LATERAL (SELECT indicateur_id FROM pilotage_etatindicateur WHERE indicateur_id = d.id
                             FOR UPDATE SKIP LOCKED) e
    ), nouveaux AS MATERIALIZED (
        SELECT i.id FROM unnest(demandes) d (id)
         CROSS JOIN LATERAL (SELECT id FROM ecosysteme_indicateur WHERE id = d.id FOR KEY SHARE SKIP LOCKED) i
         WHERE NOT EXISTS (SELECT FROM pilotage_etatindicateur e WHERE e.indicateur_id = d.id)
    ), partis AS (
        SELECT d.id FROM unnest(demandes) d (id)
         WHERE NOT EXISTS (SELECT FROM ecosysteme_indicateur i WHERE i.id = d.id)
    )
    SELECT array_agg(id) INTO libres
      FROM (SELECT id FROM tenus UNION SELECT id FROM nouveaux UNION SELECT id FROM partis) u;
    WITH vus AS (
        SELECT k.id, d.fin,
               (date_trunc('month', coalesce(d.fin, i.date_depart, (
                       SELECT make_date(p.exercice_debut, 3, 31) FROM ecosysteme_objectif o
                         JOIN ecosysteme_orientation r ON r.id = o.orientation_id
                         JOIN ecosysteme_planstrategique p ON p.id = r.plan_id
                        WHERE o.id = i.objectif_id))
                   + make_interval(months => i.delai_publication + CASE i.frequence
                         WHEN 'mensuelle' THEN 1 WHEN 'trimestrielle' THEN 3 WHEN 'semestrielle' THEN 6
                         WHEN 'annuelle' THEN 12 ELSE 60 END))
                + interval '1 month - 1 day')::date AS prochaine
          FROM unnest(libres) k (id)
         CROSS JOIN LATERAL (SELECT objectif_id, date_depart, frequence, delai_publication
                               FROM ecosysteme_indicateur WHERE id = k.id OFFSET 0) i
          LEFT JOIN LATERAL (
               SELECT x.fin FROM ecosysteme_mesure x
                WHERE x.indicateur_id = k.id AND x.territoire = '' AND x.valeur IS NOT NULL
                ORDER BY x.fin DESC LIMIT 1) d ON true
    )
    INSERT INTO pilotage_etatindicateur (indicateur_id, derniere_mesure, prochaine_maj, spc_a_refaire,
                                         variation, assurance, regle)
    SELECT id, fin, prochaine, true, '', '', '' FROM vus
    ON CONFLICT (indicateur_id) DO UPDATE SET derniere_mesure = excluded.derniere_mesure,
        prochaine_maj = excluded.prochaine_maj, spc_a_refaire = true;
    DELETE FROM pilotage_cartesale WHERE id <= dernier AND indicateur_id = ANY (libres);
    RETURN coalesce(cardinality(libres), 0);
END $$;

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

-- Level 1: the indicators of the keys, then the parents that aggregate them, wave by wave. A parent is computed again
-- even when the bilan of its child stayed the same: « no result » and « said without object » may look alike there.
CREATE FUNCTION pilotage_monter_indicateurs(cles pilotage_cle[]) RETURNS pilotage_cle[] LANGUAGE plpgsql AS $$
DECLARE
    restent pilotage_cle[] := cles;
    vague pilotage_cle[];
    touchees pilotage_cle[];
    toutes pilotage_cle[] := '{}';
    hierarchie boolean := EXISTS (SELECT FROM ecosysteme_indicateur WHERE parent_id IS NOT NULL);
BEGIN
    IF NOT hierarchie THEN
        RETURN pilotage_ecrire_1(cles);
    END IF;
    FOR tour IN 1 .. 30 LOOP
        EXIT WHEN cardinality(restent) = 0;
        WITH rangs AS MATERIALIZED (
            SELECT k, r.rang FROM unnest(restent) k JOIN (
                SELECT n.noeud_id, pilotage_rang(n.noeud_id) AS rang
                  FROM (SELECT DISTINCT noeud_id FROM unnest(restent)) n) r ON r.noeud_id = k.noeud_id)
        SELECT array_agg(k) FILTER (WHERE rang = plus), coalesce(array_agg(k) FILTER (WHERE rang < plus), '{}')
          INTO vague, restent
          FROM rangs, (SELECT max(rang) AS plus FROM rangs) m;
        touchees := pilotage_ecrire_1(vague);
        toutes := toutes || touchees;
        SELECT coalesce(array_agg(DISTINCT k), '{}') INTO restent FROM (
            SELECT r AS k FROM unnest(restent) r
            UNION
            SELECT (1::smallint, i.parent_id, t.exercice, t.territoire)::pilotage_cle
              FROM unnest(vague) t
             CROSS JOIN LATERAL (SELECT parent_id FROM ecosysteme_indicateur WHERE id = t.noeud_id OFFSET 0) i
             CROSS JOIN LATERAL (SELECT FROM ecosysteme_indicateur
                                  WHERE id = i.parent_id AND agregation_organisations <> 'saisie' OFFSET 0) p) u;
    END LOOP;
    RETURN toutes;
END $$;

-- Keys of a level to compute: those asked for, and the parents of the children that changed.
CREATE FUNCTION pilotage_cles_de(voulu smallint, cles pilotage_cle[], touchees pilotage_cle[])
RETURNS pilotage_cle[] LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg((u.niveau, u.noeud_id, u.exercice, u.territoire)::pilotage_cle), '{}') FROM (
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
                          WHERE voulu = 5 AND t.niveau = 5 AND id = t.noeud_id AND parent_id IS NOT NULL
               OFFSET 0) a
    ) u);
END $$;

-- Level 5: organisations from the deepest up to the government.
CREATE FUNCTION pilotage_monter_organisations(cles pilotage_cle[]) RETURNS pilotage_cle[] LANGUAGE plpgsql AS $$
DECLARE
    restent pilotage_cle[] := cles;
    vague pilotage_cle[];
    touchees pilotage_cle[];
    toutes pilotage_cle[] := '{}';
BEGIN
    WHILE cardinality(restent) > 0 LOOP
        WITH places AS MATERIALIZED (
            SELECT k, coalesce(o.profondeur, 999) AS profondeur
              FROM unnest(restent) k
              LEFT JOIN LATERAL (
                   SELECT profondeur FROM ecosysteme_organisation WHERE id = k.noeud_id OFFSET 0) o ON true)
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
    premieres pilotage_cle[] := ARRAY(SELECT k FROM unnest(cles) k WHERE k.niveau = 1);
    touchees pilotage_cle[] := '{}';
    toutes pilotage_cle[];
BEGIN
    IF cardinality(premieres) > 0 THEN
        touchees := pilotage_monter_indicateurs(premieres);
        INSERT INTO pilotage_cartesale (indicateur_id)
        SELECT DISTINCT noeud_id FROM unnest(premieres) WHERE territoire = '';
    END IF;
    toutes := touchees;
    touchees := pilotage_ecrire_2(pilotage_cles_de(2::smallint, cles, touchees));
    toutes := toutes || touchees;
    touchees := pilotage_ecrire_3(pilotage_cles_de(3::smallint, cles, touchees));
    toutes := toutes || touchees;
    touchees := pilotage_ecrire_4(pilotage_cles_de(4::smallint, cles, touchees));
    toutes := toutes || touchees;
    RETURN toutes || pilotage_monter_organisations(pilotage_cles_de(5::smallint, cles, touchees));
END $$;

-- Marks of a whole node (exercice 0: the node, -1: the node and the indicators under it) become one key for each
-- exercice that concerns it: those it has a bilan for, those its children have one for, those of its plan. A measure
-- or a target outside these has a key of its own since it was written.
CREATE FUNCTION pilotage_deplier(cles pilotage_cle[]) RETURNS pilotage_cle[] LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM unnest(cles) WHERE exercice <= 0) THEN
        RETURN cles;
    END IF;
    RETURN (WITH marques AS (SELECT DISTINCT niveau, noeud_id, exercice FROM unnest(cles) WHERE exercice <= 0),
    feuilles AS (
        SELECT noeud_id AS id FROM marques WHERE niveau = 1
        UNION
        SELECT d.id FROM marques m
         CROSS JOIN LATERAL (
               SELECT id FROM ecosysteme_indicateur WHERE m.niveau = 2 AND objectif_id = m.noeud_id
               UNION ALL
               SELECT i.id FROM (SELECT id FROM ecosysteme_objectif WHERE orientation_id = m.noeud_id OFFSET 0) o
                CROSS JOIN LATERAL (SELECT id FROM ecosysteme_indicateur WHERE objectif_id = o.id OFFSET 0) i
                WHERE m.niveau = 3
               UNION ALL
               SELECT i.id FROM (SELECT id FROM ecosysteme_orientation WHERE plan_id = m.noeud_id OFFSET 0) r
                CROSS JOIN LATERAL (SELECT id FROM ecosysteme_objectif WHERE orientation_id = r.id OFFSET 0) o
                CROSS JOIN LATERAL (SELECT id FROM ecosysteme_indicateur WHERE objectif_id = o.id OFFSET 0) i
                WHERE m.niveau = 4
               OFFSET 0) d
         WHERE m.exercice = -1
    ), lus AS (
        SELECT 1 AS niveau, id AS noeud_id, 1 AS lu_niveau, id AS lu_id FROM feuilles
        UNION ALL
        SELECT m.niveau, m.noeud_id, e.niveau, e.id FROM marques m
         CROSS JOIN LATERAL (
               SELECT m.niveau, m.noeud_id AS id
               UNION ALL SELECT 1, id FROM ecosysteme_indicateur WHERE m.niveau = 2 AND objectif_id = m.noeud_id
               UNION ALL SELECT 2, id FROM ecosysteme_objectif WHERE m.niveau = 3 AND orientation_id = m.noeud_id
               UNION ALL SELECT 3, id FROM ecosysteme_orientation WHERE m.niveau = 4 AND plan_id = m.noeud_id
               UNION ALL SELECT 4, id FROM ecosysteme_planstrategique WHERE m.niveau = 5 AND organisation_id = m.noeud_id
               UNION ALL SELECT 5, id FROM ecosysteme_organisation WHERE m.niveau = 5 AND parent_id = m.noeud_id
               OFFSET 0) e
         WHERE m.niveau > 1
    )
    SELECT coalesce(array_agg((u.niveau, u.noeud_id, u.exercice, u.territoire)::pilotage_cle), '{}') FROM (
        SELECT niveau, noeud_id, exercice, territoire FROM unnest(cles) WHERE exercice > 0
        UNION
        SELECT l.niveau, l.noeud_id, b.exercice, b.territoire
          FROM lus l
         CROSS JOIN LATERAL (
               SELECT exercice, territoire FROM pilotage_bilan WHERE niveau = l.lu_niveau AND noeud_id = l.lu_id
               OFFSET 0) b
        UNION
        SELECT 1, f.id, e::smallint, ''
          FROM feuilles f
         CROSS JOIN LATERAL (SELECT objectif_id FROM ecosysteme_indicateur WHERE id = f.id OFFSET 0) i
         CROSS JOIN LATERAL (SELECT orientation_id FROM ecosysteme_objectif WHERE id = i.objectif_id OFFSET 0) o
         CROSS JOIN LATERAL (SELECT plan_id FROM ecosysteme_orientation WHERE id = o.orientation_id OFFSET 0) r
         CROSS JOIN LATERAL (SELECT exercice_debut, exercice_fin FROM ecosysteme_planstrategique
                              WHERE id = r.plan_id OFFSET 0) p
         CROSS JOIN generate_series(p.exercice_debut::int, p.exercice_fin::int) e
    ) u);
END $$;

-- Consume at most `lot` dirty keys of the most urgent kind; `reste` says whether others wait. One roll-up at a time: a parent is never computed from a
-- child that another transaction is still writing.
CREATE FUNCTION pilotage_recalculer(lot integer)
RETURNS TABLE (consommees integer, touchees pilotage_cle[], reste boolean)
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan SET jit = off SET enable_memoize = off
SET lock_timeout = '25s'
AS $$
DECLARE
    lues pilotage_cle[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('pilotage_recalculer'));
    WITH prises AS (
        DELETE FROM pilotage_clesale
         WHERE ctid = ANY (ARRAY(
               SELECT ctid FROM pilotage_clesale
                WHERE priorite = (SELECT min(priorite) FROM pilotage_clesale) ORDER BY id LIMIT lot))
        RETURNING niveau, noeud_id, exercice, territoire)
    SELECT array_agg(DISTINCT (niveau, noeud_id, exercice, territoire)::pilotage_cle), count(*)
      INTO lues, consommees FROM prises;
    touchees := CASE WHEN lues IS NULL THEN '{}' ELSE pilotage_propager(pilotage_deplier(lues)) END;
    reste := EXISTS (SELECT FROM pilotage_clesale);
    RETURN NEXT;
END $$;

-- The nodes of a level, and those that still have a bilan there.
CREATE FUNCTION pilotage_noeuds(voulu smallint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT id FROM ecosysteme_indicateur WHERE voulu = 1
    UNION SELECT id FROM ecosysteme_objectif WHERE voulu = 2
    UNION SELECT id FROM ecosysteme_orientation WHERE voulu = 3
    UNION SELECT id FROM ecosysteme_planstrategique WHERE voulu = 4
    UNION SELECT id FROM ecosysteme_organisation WHERE voulu = 5
    UNION SELECT noeud_id FROM pilotage_bilan WHERE niveau = voulu
$$;

-- Full recompute of some nodes of a level, by the same path: every key they can have and every key they have. While
-- keys are dirty it does nothing (`reste`): they are to be consumed first, so that a key returned is one whose bilan
-- was wrong.
CREATE FUNCTION pilotage_verifier(voulu smallint, ids bigint[])
RETURNS TABLE (parcourues integer, touchees pilotage_cle[], reste boolean)
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan SET jit = off SET enable_memoize = off
SET lock_timeout = '25s'
AS $$
DECLARE
    cles pilotage_cle[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('pilotage_recalculer'));
    parcourues := 0;
    touchees := '{}';
    reste := EXISTS (SELECT FROM pilotage_clesale);
    IF NOT reste THEN
        cles := pilotage_deplier(ARRAY(SELECT (voulu, id, 0, '')::pilotage_cle FROM unnest(ids) id));
        IF voulu = 1 THEN
            SELECT cles || coalesce(array_agg((1, d.id, d.exercice, d.territoire)::pilotage_cle), '{}') INTO cles FROM (
                SELECT u.id, e::smallint AS exercice, m.territoire FROM unnest(ids) u (id)
                 CROSS JOIN LATERAL (SELECT min(fin) AS premiere, max(fin) AS derniere FROM ecosysteme_mesure
                                      WHERE indicateur_id = u.id) b
                 CROSS JOIN generate_series(extract(year FROM b.premiere)::int - 1, extract(year FROM b.derniere)::int) e
                 CROSS JOIN LATERAL (SELECT DISTINCT territoire FROM ecosysteme_mesure
                                      WHERE indicateur_id = u.id AND fin >= make_date(e, 4, 1)
                                        AND fin < make_date(e + 1, 4, 1)) m
                UNION
                SELECT u.id, c.exercice, c.territoire FROM unnest(ids) u (id)
                 CROSS JOIN LATERAL (SELECT exercice, territoire FROM ecosysteme_cible WHERE indicateur_id = u.id
                                     OFFSET 0) c
                EXCEPT SELECT noeud_id, exercice, territoire FROM unnest(cles)) d;
        END IF;
        cles := ARRAY(SELECT k FROM unnest(cles) k ORDER BY k.niveau, k.noeud_id, k.territoire, k.exercice);
        parcourues := cardinality(cles);
        touchees := pilotage_propager(cles);
    END IF;
    RETURN NEXT;
END $$;
