-- A ballot's own time is read last, and checked: the vote may close between the first look at the clock and this one.
CREATE OR REPLACE FUNCTION forum_deposer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    s forum_scrutin;
BEGIN
    s := forum_exiger_ouvert(NEW.scrutin_id);
    IF s.secret THEN
        RAISE EXCEPTION 'Un vote secret ne garde aucun bulletin nommé.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM forum_inscription WHERE id = NEW.inscription_id AND scrutin_id = NEW.scrutin_id) THEN
        RAISE EXCEPTION 'Cette personne n''est pas inscrite au registre.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    NEW.exprime_le := clock_timestamp();
    IF NEW.exprime_le >= s.ferme_le THEN
        RAISE EXCEPTION 'Ce scrutin est fermé.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
