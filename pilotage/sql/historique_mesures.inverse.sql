DROP FUNCTION pilotage_historique_plan(bigint);
DROP FUNCTION pilotage_historique_objectifs(bigint[]);
DROP FUNCTION pilotage_historique_indicateur(bigint);
DROP FUNCTION pilotage_creations_mesures(bigint);
