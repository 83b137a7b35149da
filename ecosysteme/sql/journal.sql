-- The Journal is a hash chain: an entry seals its content and the seal of the one before it; nothing changes after.
CREATE FUNCTION ecosysteme_journal_chainer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ecosysteme_journal'));
    SELECT empreinte INTO NEW.precedent FROM ecosysteme_journal ORDER BY id DESC LIMIT 1;
    NEW.precedent := coalesce(NEW.precedent, '');
    NEW.horodatage := clock_timestamp();
    NEW.empreinte := encode(sha256(convert_to(
        concat_ws('|', NEW.precedent, to_char(NEW.horodatage AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                  coalesce(NEW.acteur_id::text, ''), NEW.acte, NEW.objet, NEW.contenu::text), 'UTF8')), 'hex');
    RETURN NEW;
END $$;

CREATE TRIGGER journal_chainer BEFORE INSERT ON ecosysteme_journal
    FOR EACH ROW EXECUTE FUNCTION ecosysteme_journal_chainer();

CREATE FUNCTION ecosysteme_journal_refuser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Le journal ne se modifie pas et ne s''efface pas.' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER journal_refuser BEFORE UPDATE OR DELETE ON ecosysteme_journal
    FOR EACH ROW EXECUTE FUNCTION ecosysteme_journal_refuser();
CREATE TRIGGER journal_refuser_vidage BEFORE TRUNCATE ON ecosysteme_journal
    FOR EACH STATEMENT EXECUTE FUNCTION ecosysteme_journal_refuser();
