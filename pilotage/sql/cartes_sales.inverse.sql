DROP FUNCTION pilotage_salir_carte() CASCADE;
