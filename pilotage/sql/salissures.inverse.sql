DROP FUNCTION pilotage_salir_mesures() CASCADE;
DROP FUNCTION pilotage_salir_cibles() CASCADE;
DROP FUNCTION pilotage_salir_fiches() CASCADE;
