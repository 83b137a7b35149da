-- Which keys a change makes dirty, in the same transaction, whoever writes (page, API, import, administration).
--
-- A change of a figure names its exercice. A change of a sheet, a weight or an attachment concerns every exercice: its
-- key has exercice 0 (this node) or -1 (this node and the indicators under it). Those are unfolded when they are
-- consumed, under the lock of the roll-up, by pilotage_deplier: a writer reads no bilan, so it can neither miss one
-- that a worker is writing at the same moment nor cost more when there are many. Triggers read only what changed.
CREATE FUNCTION pilotage_salir_mesures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT 1, indicateur_id, exercice, territoire, (count(*) OVER () > 500)::int
          FROM (SELECT DISTINCT indicateur_id, exercice, territoire FROM apres) d;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT 1, indicateur_id, exercice, territoire, (count(*) OVER () > 500)::int
          FROM (SELECT DISTINCT indicateur_id, exercice, territoire FROM avant) d;
    ELSE
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT 1, indicateur_id, exercice, territoire, (count(*) OVER () > 500)::int
          FROM (SELECT indicateur_id, exercice, territoire FROM avant
                UNION SELECT indicateur_id, exercice, territoire FROM apres) d;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER salir_ajout AFTER INSERT ON ecosysteme_mesure REFERENCING NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_mesures();
CREATE TRIGGER salir_modification AFTER UPDATE ON ecosysteme_mesure REFERENCING OLD TABLE AS avant NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_mesures();
CREATE TRIGGER salir_retrait AFTER DELETE ON ecosysteme_mesure REFERENCING OLD TABLE AS avant
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_mesures();

-- A target concerns its exercice; that it exists or not also concerns the others (« à venir » or « sans objet »).
CREATE FUNCTION pilotage_salir_cibles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT 1, indicateur_id, exercice, territoire, (count(*) OVER () > 500)::int
          FROM (SELECT indicateur_id, exercice, territoire FROM apres
                UNION SELECT indicateur_id, 0, '' FROM apres) d;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT 1, indicateur_id, exercice, territoire, (count(*) OVER () > 500)::int
          FROM (SELECT indicateur_id, exercice, territoire FROM avant
                UNION SELECT indicateur_id, 0, '' FROM avant) d;
    ELSE
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT 1, indicateur_id, exercice, territoire, (count(*) OVER () > 500)::int
          FROM (SELECT indicateur_id, exercice, territoire FROM avant
                UNION SELECT indicateur_id, exercice, territoire FROM apres
                UNION SELECT indicateur_id, 0, '' FROM (
                    (SELECT indicateur_id, exercice, territoire FROM avant
                     EXCEPT SELECT indicateur_id, exercice, territoire FROM apres)
                    UNION ALL
                    (SELECT indicateur_id, exercice, territoire FROM apres
                     EXCEPT SELECT indicateur_id, exercice, territoire FROM avant)) deplacees) d;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER salir_ajout AFTER INSERT ON ecosysteme_cible REFERENCING NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_cibles();
CREATE TRIGGER salir_modification AFTER UPDATE ON ecosysteme_cible REFERENCING OLD TABLE AS avant NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_cibles();
CREATE TRIGGER salir_retrait AFTER DELETE ON ecosysteme_cible REFERENCING OLD TABLE AS avant
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_cibles();

-- A sheet: what the figures are read with, and where they go. Changing its texts dirties nothing.
CREATE FUNCTION pilotage_salir_fiches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT 1, id, 0, '', (count(*) OVER () > 500)::int FROM apres;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT 1, id, 0, '', 0 FROM avant
         UNION SELECT 2, objectif_id, 0, '', 0 FROM avant
         UNION SELECT 1, parent_id, 0, '', 0 FROM avant WHERE parent_id IS NOT NULL;
    ELSE
        WITH ancien AS (
            SELECT id, objectif_id, parent_id, poids, sens, strict, tolerance, valeur_depart, date_depart, frequence,
                   delai_publication, agregation_temps, agregation_organisations, cumulatif, admissible_spc, saisonnier
              FROM avant
        ), nouveau AS (
            SELECT id, objectif_id, parent_id, poids, sens, strict, tolerance, valeur_depart, date_depart, frequence,
                   delai_publication, agregation_temps, agregation_organisations, cumulatif, admissible_spc, saisonnier
              FROM apres
        ), changes AS (
            (SELECT * FROM ancien EXCEPT SELECT * FROM nouveau)
            UNION ALL (SELECT * FROM nouveau EXCEPT SELECT * FROM ancien)
        )
        INSERT INTO pilotage_clesale (niveau, noeud_id, exercice, territoire, priorite)
        SELECT niveau, id, 0, '', (count(*) OVER () > 500)::int FROM (
            SELECT 1 AS niveau, id FROM changes
             UNION SELECT 2, objectif_id FROM changes
             UNION SELECT 1, parent_id FROM changes WHERE parent_id IS NOT NULL) d;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER salir_ajout AFTER INSERT ON ecosysteme_indicateur REFERENCING NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_fiches();
CREATE TRIGGER salir_modification AFTER UPDATE ON ecosysteme_indicateur REFERENCING OLD TABLE AS avant NEW TABLE AS apres
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_fiches();
CREATE TRIGGER salir_retrait AFTER DELETE ON ecosysteme_indicateur REFERENCING OLD TABLE AS avant
    FOR EACH STATEMENT EXECUTE FUNCTION pilotage_salir_fiches();
