DO $$
DECLARE
    fonction regprocedure;
BEGIN
    FOR fonction IN
        SELECT DISTINCT tgfoid::regprocedure FROM pg_trigger
         WHERE tgname LIKE 'pgtrigger%' AND tgoldtable IS NOT NULL AND tgnewtable IS NOT NULL
    LOOP
        EXECUTE format('ALTER FUNCTION %s RESET enable_nestloop', fonction);
    END LOOP;
END $$;
