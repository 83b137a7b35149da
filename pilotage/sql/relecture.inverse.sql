DROP FUNCTION pilotage_relecture();
DROP FUNCTION pilotage_mots_nets(text);
