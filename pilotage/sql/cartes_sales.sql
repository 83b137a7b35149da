-- A process change recorded, moved or withdrawn: the chart of its indicator is to be drawn again.
CREATE FUNCTION pilotage_salir_carte() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO pilotage_cartesale (indicateur_id) VALUES (OLD.indicateur_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO pilotage_cartesale (indicateur_id) VALUES (NEW.indicateur_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER salir_carte AFTER INSERT OR UPDATE OR DELETE ON pilotage_phasespc
    FOR EACH ROW EXECUTE FUNCTION pilotage_salir_carte();
