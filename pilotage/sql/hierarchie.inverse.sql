ALTER TABLE pilotage_etatindicateur RESET (fillfactor);
ALTER TABLE pilotage_bilan RESET (fillfactor);
DROP FUNCTION pilotage_oublier_etat() CASCADE;
DROP FUNCTION pilotage_indicateur_sans_cycle() CASCADE;
