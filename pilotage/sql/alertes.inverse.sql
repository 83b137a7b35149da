DROP FUNCTION pilotage_alertes(integer, date);
DROP FUNCTION pilotage_seuil(text, numeric);
