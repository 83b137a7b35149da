DROP FUNCTION pilotage_ecrire_{niveau}(pilotage_cle[]);
DROP FUNCTION pilotage_calcul_noeuds_{niveau}(pilotage_cle[]);
