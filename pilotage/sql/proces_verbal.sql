-- What was published stays: minutes never change nor go after that.
CREATE FUNCTION pilotage_refuser_pv() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Un procès-verbal publié ne se modifie pas.' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER proces_verbal_publie BEFORE UPDATE OR DELETE ON pilotage_procesverbal
    FOR EACH ROW WHEN (OLD.publie_le IS NOT NULL) EXECUTE FUNCTION pilotage_refuser_pv();
