-- The history of a statement joins the rows as they were to the rows as they are. A plan kept from changes of one row
-- nests loops: on ten thousand rows, a hundred million comparisons. Hashed, it costs what there is to write.
DO $$
DECLARE
    fonction regprocedure;
BEGIN
    FOR fonction IN
        SELECT DISTINCT tgfoid::regprocedure FROM pg_trigger
         WHERE tgname LIKE 'pgtrigger%' AND tgoldtable IS NOT NULL AND tgnewtable IS NOT NULL
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET enable_nestloop = off', fonction);
    END LOOP;
END $$;
