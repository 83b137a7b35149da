DROP FUNCTION pilotage_dire_changements(pilotage_changement[]);
DROP TYPE pilotage_changement;
