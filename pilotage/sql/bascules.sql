-- A statut that flips leaves a line, whoever recomputed it: a bilan keeps only what is true now. The condition is on the
-- trigger, so that a chain where nothing flips pays nothing.
CREATE FUNCTION pilotage_noter_bascule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pilotage_basculestatut (indicateur_id, exercice, avant, apres, quand)
    VALUES (NEW.noeud_id, NEW.exercice, OLD.statut, NEW.statut, now());
    RETURN NULL;
END $$;
CREATE TRIGGER bilan_bascule AFTER UPDATE ON pilotage_bilan
    FOR EACH ROW WHEN (NEW.niveau = 1 AND NEW.territoire = '' AND OLD.statut <> '' AND NEW.statut <> ''
                       AND OLD.statut IS DISTINCT FROM NEW.statut)
    EXECUTE FUNCTION pilotage_noter_bascule();
