-- An indicator cannot be, directly or not, its own parent: the roll-up goes from children to parents.
CREATE FUNCTION pilotage_indicateur_sans_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    courant bigint := NEW.parent_id;
    rang integer := 0;
BEGIN
    WHILE courant IS NOT NULL LOOP
        rang := rang + 1;
        IF courant = NEW.id OR rang > 20 THEN
            RAISE EXCEPTION 'Un indicateur ne peut dépendre d''un indicateur qui dépend de lui (vingt niveaux au plus).'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'indicateur_sans_cycle';
        END IF;
        SELECT parent_id INTO courant FROM ecosysteme_indicateur WHERE id = courant;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER indicateur_sans_cycle BEFORE INSERT OR UPDATE OF parent_id ON ecosysteme_indicateur
    FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION pilotage_indicateur_sans_cycle();

-- The state of an indicator goes with it, even when a roll-up wrote it after the deletion had gathered what to delete.
CREATE FUNCTION pilotage_oublier_etat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM pilotage_etatindicateur WHERE indicateur_id = OLD.id;
    RETURN OLD;
END $$;
CREATE TRIGGER oublier_etat BEFORE DELETE ON ecosysteme_indicateur
    FOR EACH ROW EXECUTE FUNCTION pilotage_oublier_etat();

-- Summary rows are rewritten in place: leave room on their pages.
ALTER TABLE pilotage_bilan SET (fillfactor = 80);
ALTER TABLE pilotage_etatindicateur SET (fillfactor = 80);
