-- As before: the number came from the column's default.
CREATE OR REPLACE FUNCTION ecosysteme_journal_chainer() RETURNS trigger LANGUAGE plpgsql AS $$
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
