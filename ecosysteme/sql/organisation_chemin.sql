-- The path of an organisation (ids from the root to itself) and its sort key follow its parent and its name.
CREATE FUNCTION ecosysteme_organisation_chemin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ancetres bigint[] := '{}';
BEGIN
    IF NEW.parent_id IS NOT NULL THEN
        SELECT chemin INTO ancetres FROM ecosysteme_organisation WHERE id = NEW.parent_id;
        IF NEW.id = ANY (ancetres) THEN
            RAISE EXCEPTION 'Une organisation ne peut relever d''une organisation qui relève d''elle.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'organisation_sans_cycle';
        END IF;
    END IF;
    NEW.chemin := ancetres || NEW.id;
    NEW.profondeur := cardinality(ancetres);
    NEW.nom_cle := lower(public.unaccent(NEW.nom));
    RETURN NEW;
END $$;

CREATE TRIGGER organisation_chemin_avant
    BEFORE INSERT OR UPDATE OF parent_id, nom, chemin ON ecosysteme_organisation
    FOR EACH ROW EXECUTE FUNCTION ecosysteme_organisation_chemin();

-- Touching the children lets the same trigger recompute their path from their parent's new one.
CREATE FUNCTION ecosysteme_organisation_descendance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ecosysteme_organisation SET chemin = '{}' WHERE parent_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER organisation_chemin_apres
    AFTER UPDATE ON ecosysteme_organisation
    FOR EACH ROW WHEN (OLD.chemin IS DISTINCT FROM NEW.chemin)
    EXECUTE FUNCTION ecosysteme_organisation_descendance();
