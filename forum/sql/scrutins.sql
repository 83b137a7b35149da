-- What makes a vote provable: one clock (clock_timestamp), half-open intervals under lock, rows nothing changes.
CREATE FUNCTION forum_etat_scrutin(
    annonce_le timestamptz, ouvre_le timestamptz, ferme_le timestamptz, retire_le timestamptz, proclame_le timestamptz
) RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT CASE
        WHEN retire_le IS NOT NULL THEN 'retire'
        WHEN proclame_le IS NOT NULL THEN 'proclame'
        WHEN annonce_le IS NULL THEN 'preparation'
        WHEN clock_timestamp() < ouvre_le THEN 'annonce'
        WHEN clock_timestamp() < ferme_le THEN 'ouvert'
        ELSE 'clos'
    END
$$;

CREATE FUNCTION forum_refuser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Raises unless the vote is open at this very instant; the lock makes a closer wait for who is voting.
CREATE FUNCTION forum_exiger_ouvert(scrutin bigint) RETURNS forum_scrutin LANGUAGE plpgsql AS $$
DECLARE
    s forum_scrutin;
    maintenant timestamptz;
BEGIN
    SELECT * INTO s FROM forum_scrutin WHERE id = scrutin FOR SHARE;
    maintenant := clock_timestamp();
    IF s.retire_le IS NOT NULL THEN
        RAISE EXCEPTION 'Ce scrutin est retiré.' USING ERRCODE = 'integrity_constraint_violation';
    ELSIF s.registre_fige_le IS NULL OR maintenant < s.ouvre_le THEN
        RAISE EXCEPTION 'Ce scrutin n''est pas ouvert.' USING ERRCODE = 'integrity_constraint_violation';
    ELSIF maintenant >= s.ferme_le OR s.proclame_le IS NOT NULL THEN
        RAISE EXCEPTION 'Ce scrutin est fermé.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN s;
END $$;

CREATE FUNCTION forum_deposer() RETURNS trigger LANGUAGE plpgsql AS $$
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
    RETURN NEW;
END $$;
CREATE TRIGGER bulletin_deposer BEFORE INSERT ON forum_bulletin FOR EACH ROW EXECUTE FUNCTION forum_deposer();
CREATE TRIGGER bulletin_immuable BEFORE UPDATE OR DELETE ON forum_bulletin
    FOR EACH ROW EXECUTE FUNCTION forum_refuser('Un bulletin ne se modifie pas et ne s''efface pas.');
CREATE TRIGGER bulletin_immuable_vidage BEFORE TRUNCATE ON forum_bulletin
    FOR EACH STATEMENT EXECUTE FUNCTION forum_refuser('Un bulletin ne se modifie pas et ne s''efface pas.');

-- Signing for a secret ballot, and the urn it goes into.
CREATE FUNCTION forum_emarger() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    s forum_scrutin;
BEGIN
    s := forum_exiger_ouvert(NEW.scrutin_id);
    IF NOT s.secret OR NOT EXISTS (
        SELECT 1 FROM forum_inscription WHERE id = NEW.inscription_id AND scrutin_id = NEW.scrutin_id
    ) THEN
        RAISE EXCEPTION 'Cette personne n''émarge pas à ce scrutin.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER emargement_ouvert BEFORE INSERT ON forum_emargement FOR EACH ROW EXECUTE FUNCTION forum_emarger();
CREATE TRIGGER emargement_immuable BEFORE UPDATE OR DELETE ON forum_emargement
    FOR EACH ROW EXECUTE FUNCTION forum_refuser('Un émargement ne se modifie pas et ne s''efface pas.');
CREATE TRIGGER emargement_immuable_vidage BEFORE TRUNCATE ON forum_emargement
    FOR EACH STATEMENT EXECUTE FUNCTION forum_refuser('Un émargement ne se modifie pas et ne s''efface pas.');

CREATE FUNCTION forum_remplir_urne() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.bulletins <> '[]'::jsonb THEN
            RAISE EXCEPTION 'Une urne est vide à l''ouverture.' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    PERFORM forum_exiger_ouvert(NEW.scrutin_id);
    IF NEW.scrutin_id <> OLD.scrutin_id
        OR jsonb_array_length(NEW.bulletins) <> jsonb_array_length(OLD.bulletins) + 1
        OR EXISTS (
            SELECT value FROM jsonb_array_elements(OLD.bulletins)
            EXCEPT ALL SELECT value FROM jsonb_array_elements(NEW.bulletins)
        )
    THEN
        RAISE EXCEPTION 'Une urne reçoit un bulletin à la fois et n''en perd aucun.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER urne_remplir BEFORE INSERT OR UPDATE ON forum_urne FOR EACH ROW EXECUTE FUNCTION forum_remplir_urne();
CREATE TRIGGER urne_immuable BEFORE DELETE ON forum_urne
    FOR EACH ROW EXECUTE FUNCTION forum_refuser('Une urne ne s''efface pas.');
CREATE TRIGGER urne_immuable_vidage BEFORE TRUNCATE ON forum_urne
    FOR EACH STATEMENT EXECUTE FUNCTION forum_refuser('Une urne ne s''efface pas.');

-- The roll: nobody is added, changed or removed once it is frozen.
CREATE FUNCTION forum_registre() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM forum_scrutin
        WHERE id = coalesce(NEW.scrutin_id, OLD.scrutin_id) AND registre_fige_le IS NOT NULL FOR SHARE;
    IF FOUND THEN
        RAISE EXCEPTION 'Le registre de ce scrutin est figé.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER inscription_registre BEFORE INSERT OR UPDATE OR DELETE ON forum_inscription
    FOR EACH ROW EXECUTE FUNCTION forum_registre();
CREATE TRIGGER option_registre BEFORE INSERT OR UPDATE OR DELETE ON forum_optionscrutin
    FOR EACH ROW EXECUTE FUNCTION forum_registre();
CREATE TRIGGER recusation_registre BEFORE INSERT OR UPDATE OR DELETE ON forum_recusation
    FOR EACH ROW EXECUTE FUNCTION forum_registre();

-- A vote whose roll is frozen keeps its rules; only what life adds may still be written, each thing once.
CREATE FUNCTION forum_figer_scrutin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    vivants text[] := ARRAY['ferme_le', 'etape', 'retire_le', 'retire_motif', 'proclame_le', 'issue', 'resultat',
                            'resultat_empreinte', 'tete_ouverture', 'tete_cloture', 'decision_id', 'motifs', 'version'];
BEGIN
    IF (to_jsonb(NEW) - vivants) IS DISTINCT FROM (to_jsonb(OLD) - vivants) THEN
        RAISE EXCEPTION 'Les règles d''un scrutin ouvert ne changent plus.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.ferme_le IS DISTINCT FROM OLD.ferme_le
        AND (NOT OLD.prolongation_permise OR OLD.secret OR NEW.ferme_le < OLD.ferme_le OR clock_timestamp() >= OLD.ferme_le)
    THEN
        RAISE EXCEPTION 'La charte ne permet pas de prolonger ce scrutin.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.proclame_le IS NOT NULL AND (NEW.proclame_le, NEW.issue, NEW.resultat, NEW.resultat_empreinte, NEW.retire_le)
        IS DISTINCT FROM (OLD.proclame_le, OLD.issue, OLD.resultat, OLD.resultat_empreinte, OLD.retire_le)
    THEN
        RAISE EXCEPTION 'Un résultat proclamé ne change plus.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.proclame_le IS NOT NULL AND OLD.proclame_le IS NULL AND clock_timestamp() < OLD.ferme_le THEN
        RAISE EXCEPTION 'Un scrutin ouvert ne se proclame pas.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scrutin_fige BEFORE UPDATE ON forum_scrutin
    FOR EACH ROW WHEN (OLD.registre_fige_le IS NOT NULL) EXECUTE FUNCTION forum_figer_scrutin();
CREATE TRIGGER scrutin_reste BEFORE DELETE ON forum_scrutin
    FOR EACH ROW WHEN (OLD.registre_fige_le IS NOT NULL)
    EXECUTE FUNCTION forum_refuser('Un scrutin ouvert ne s''efface pas.');

-- Published words stay.
CREATE TRIGGER version_publiee BEFORE UPDATE OR DELETE ON forum_versionproposition
    FOR EACH ROW WHEN (OLD.publiee_le IS NOT NULL)
    EXECUTE FUNCTION forum_refuser('Un texte publié ne change plus : publiez une nouvelle version.');
CREATE TRIGGER enonce_immuable BEFORE UPDATE OF texte, auteur_id, consultation_id ON forum_enonce
    FOR EACH ROW EXECUTE FUNCTION forum_refuser('Un énoncé ne change pas : retirez-le et proposez-en un autre.');
CREATE TRIGGER carte_immuable BEFORE UPDATE ON forum_carteopinion
    FOR EACH ROW EXECUTE FUNCTION forum_refuser('Une carte calculée ne change pas.');
