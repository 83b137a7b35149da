DROP FUNCTION pilotage_dires(bigint, integer, date);
