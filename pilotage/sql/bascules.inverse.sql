DROP TRIGGER bilan_bascule ON pilotage_bilan;
DROP FUNCTION pilotage_noter_bascule();
