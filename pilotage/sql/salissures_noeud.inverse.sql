DROP FUNCTION pilotage_salir_{table}() CASCADE;
