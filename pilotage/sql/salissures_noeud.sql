-- An inner node ({table}, level {niveau}) whose weight or attachment changes, or that goes, dirties itself and its
-- parents before and after, for every exercice (mark {marque}: see pilotage/sql/salissures.sql).
CREATE FUNCTION pilotage_salir_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT {niveau}, id, 0, '', 0 FROM avant
         UNION SELECT {dessus}, {parent}, 0, '', 0 FROM avant WHERE {parent} IS NOT NULL;
    ELSE
        WITH changes AS (
            (SELECT id, {parent}, {colonnes} FROM avant EXCEPT SELECT id, {parent}, {colonnes} FROM apres)
            UNION ALL (SELECT id, {parent}, {colonnes} FROM apres EXCEPT SELECT id, {parent}, {colonnes} FROM avant)
        )
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT {niveau}, id, {marque}, '', 0 FROM changes
         UNION SELECT {dessus}, {parent}, 0, '', 0 FROM changes WHERE {parent} IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER salir_modification AFTER UPDATE ON ecosysteme_{table} REFERENCING OLD TABLE AS avant NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_{table}();
CREATE TRIGGER salir_retrait AFTER DELETE ON ecosysteme_{table} REFERENCING OLD TABLE AS avant
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_{table}();
