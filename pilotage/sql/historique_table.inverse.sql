DROP FUNCTION pilotage_changements_{objet}_{lien}(bigint[]);
