DROP FUNCTION pilotage_salir_mesures() CASCADE;
DROP FUNCTION pilotage_salir_cibles() CASCADE;
DROP FUNCTION pilotage_salir_fiches() CASCADE;
DROP FUNCTION pilotage_salir_parents(smallint, bigint[], smallint, bigint[]);
DROP FUNCTION pilotage_salir_indicateurs(bigint[]);
