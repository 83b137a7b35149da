-- An inner node ({table}, level {niveau}) whose weight or attachment changes, or that goes, dirties its parents
-- before and after.
CREATE FUNCTION pilotage_salir_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pilotage_salir_parents({niveau}::smallint, array_agg(id), {dessus}::smallint, array_agg({parent})) FROM avant;
    IF TG_OP = 'UPDATE' THEN
        PERFORM pilotage_salir_parents({niveau}::smallint, array_agg(id), {dessus}::smallint, array_agg({parent})) FROM apres;
        {en_plus}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER salir_modification AFTER UPDATE ON ecosysteme_{table} REFERENCING OLD TABLE AS avant NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_{table}();
CREATE TRIGGER salir_retrait AFTER DELETE ON ecosysteme_{table} REFERENCING OLD TABLE AS avant
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_{table}();
