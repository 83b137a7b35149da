DROP TRIGGER evenement_rencontre ON pilotage_evenementrencontre;
DROP TRIGGER evenement_bloquant ON pilotage_evenementbloquant;
DROP FUNCTION pilotage_refuser_evenement();
DROP TRIGGER meteo_publiee ON pilotage_meteo;
DROP FUNCTION pilotage_refuser_meteo();
