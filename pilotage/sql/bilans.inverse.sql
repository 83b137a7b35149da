DROP FUNCTION pilotage_calcul_indicateurs(pilotage_cle[]);
DROP FUNCTION pilotage_atteint(text, numeric, numeric, boolean, boolean, numeric, numeric);
DROP FUNCTION pilotage_progression(text, numeric, numeric, numeric, boolean);
DROP FUNCTION pilotage_quotient(numeric, numeric);
DROP FUNCTION pilotage_periodes_attendues(text);
DROP TYPE pilotage_cle;
