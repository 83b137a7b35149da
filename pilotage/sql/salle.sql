-- What was published or happened stays: a published météo, the events of a blocker and of a meeting.
CREATE FUNCTION pilotage_refuser_meteo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Une météo publiée ne se modifie pas : publiez-en une nouvelle.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER meteo_publiee BEFORE UPDATE ON pilotage_meteo
    FOR EACH ROW WHEN (OLD.publiee_le IS NOT NULL) EXECUTE FUNCTION pilotage_refuser_meteo();

CREATE FUNCTION pilotage_refuser_evenement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Un évènement ne se modifie pas.' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER evenement_bloquant BEFORE UPDATE ON pilotage_evenementbloquant
    FOR EACH ROW EXECUTE FUNCTION pilotage_refuser_evenement();
CREATE TRIGGER evenement_rencontre BEFORE UPDATE OF rencontre_id, rang, genre, texte, par_id, quand
    ON pilotage_evenementrencontre FOR EACH ROW EXECUTE FUNCTION pilotage_refuser_evenement();
