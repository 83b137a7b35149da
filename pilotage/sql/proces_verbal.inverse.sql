DROP TRIGGER proces_verbal_publie ON pilotage_procesverbal;
DROP FUNCTION pilotage_refuser_pv();
