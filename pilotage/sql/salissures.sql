-- Which keys a change makes dirty, in the same transaction, whoever writes (page, API, import, administration).
CREATE FUNCTION pilotage_salir_mesures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT 1, indicateur_id, exercice, territoire, (count(*) OVER () > 500)::int
          FROM (SELECT DISTINCT indicateur_id, exercice, territoire FROM apres) d;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT 1, indicateur_id, exercice, territoire, (count(*) OVER () > 500)::int
          FROM (SELECT DISTINCT indicateur_id, exercice, territoire FROM avant) d;
    ELSE
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT 1, indicateur_id, exercice, territoire, (count(*) OVER () > 500)::int
          FROM (SELECT indicateur_id, exercice, territoire FROM avant
                UNION SELECT indicateur_id, exercice, territoire FROM apres) d;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER salir_ajout AFTER INSERT ON ecosysteme_mesure REFERENCING NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_mesures();
CREATE TRIGGER salir_modification AFTER UPDATE ON ecosysteme_mesure REFERENCING OLD TABLE AS avant NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_mesures();
CREATE TRIGGER salir_retrait AFTER DELETE ON ecosysteme_mesure REFERENCING OLD TABLE AS avant
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_mesures();

-- All the keys of some indicators: the years of their plan, and those where they have a bilan, a target or a measure.
CREATE FUNCTION pilotage_salir_indicateurs(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
    SELECT 1, id, exercice, territoire, (count(*) OVER () > 500)::int FROM (
        SELECT i.id, e::smallint AS exercice, ''::varchar AS territoire
          FROM ecosysteme_indicateur i
          JOIN ecosysteme_objectif o ON o.id = i.objectif_id
          JOIN ecosysteme_orientation r ON r.id = o.orientation_id
          JOIN ecosysteme_planstrategique p ON p.id = r.plan_id
         CROSS JOIN generate_series(p.exercice_debut::int, p.exercice_fin::int) e
         WHERE i.id = ANY (ids)
        UNION SELECT noeud_id, exercice, territoire FROM pilotage_bilan WHERE niveau = 1 AND noeud_id = ANY (ids)
    ) d
$$;

-- The bilans that stand on these nodes: their parents must be computed again (weight, attachment or deletion).
CREATE FUNCTION pilotage_salir_parents(enfant smallint, enfants bigint[], parent smallint, parents bigint[])
RETURNS void LANGUAGE sql AS $$
    INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
    SELECT DISTINCT parent, p.id, b.exercice, b.territoire, 0
      FROM unnest(enfants, parents) AS p (enfant_id, id)
      JOIN pilotage_bilan b ON b.niveau = enfant AND b.noeud_id = p.enfant_id
     WHERE p.id IS NOT NULL
    UNION
    SELECT enfant, b.noeud_id, b.exercice, b.territoire, 0
      FROM pilotage_bilan b WHERE b.niveau = enfant AND b.noeud_id = ANY (enfants)
$$;

CREATE FUNCTION pilotage_salir_cibles() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT indicateur_id) INTO ids FROM avant;
    ELSE
        SELECT array_agg(DISTINCT indicateur_id) INTO ids FROM apres;
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT DISTINCT 1, indicateur_id, exercice, territoire, (count(*) OVER () > 500)::int FROM apres;
    END IF;
    PERFORM pilotage_salir_indicateurs(ids);
    RETURN NULL;
END $$;
CREATE TRIGGER salir_ajout AFTER INSERT ON ecosysteme_cible REFERENCING NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_cibles();
CREATE TRIGGER salir_modification AFTER UPDATE ON ecosysteme_cible REFERENCING NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_cibles();
CREATE TRIGGER salir_retrait AFTER DELETE ON ecosysteme_cible REFERENCING OLD TABLE AS avant
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_cibles();

CREATE FUNCTION pilotage_salir_fiches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM pilotage_salir_parents(1::smallint, array_agg(id), 2::smallint, array_agg(objectif_id)) FROM avant;
        PERFORM pilotage_salir_parents(1::smallint, array_agg(id), 1::smallint, array_agg(parent_id)) FROM avant;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        PERFORM pilotage_salir_parents(1::smallint, array_agg(id), 2::smallint, array_agg(objectif_id)) FROM apres;
        PERFORM pilotage_salir_parents(1::smallint, array_agg(id), 1::smallint, array_agg(parent_id)) FROM apres;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM pilotage_salir_indicateurs(array_agg(id)) FROM apres;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER salir_ajout AFTER INSERT ON ecosysteme_indicateur REFERENCING NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_fiches();
CREATE TRIGGER salir_modification AFTER UPDATE ON ecosysteme_indicateur REFERENCING OLD TABLE AS avant NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_fiches();
CREATE TRIGGER salir_retrait AFTER DELETE ON ecosysteme_indicateur REFERENCING OLD TABLE AS avant
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_fiches();

