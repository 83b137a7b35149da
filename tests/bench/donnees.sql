-- The bench data, from generate_series. Sizes are filled in by donnees.py. Measures are stored in the order they would
-- have been entered, month after month, so that those of one indicator lie far apart.

-- :organisations
INSERT INTO ecosysteme_organisation (sigle, nom, type, parent_id, nom_cle, chemin, profondeur, poids, site, illustratif)
VALUES ('B', 'Gouvernement du banc', 'gouvernement', NULL, '', '{}', 0, 1, '', true);
INSERT INTO ecosysteme_organisation (sigle, nom, type, parent_id, nom_cle, chemin, profondeur, poids, site, illustratif)
SELECT 'BP' || n, 'Portefeuille ' || n, 'portefeuille', (SELECT id FROM ecosysteme_organisation WHERE sigle = 'B'),
       '', '{}', 0, 1, '', true
  FROM generate_series(1, {portefeuilles}) n;
INSERT INTO ecosysteme_organisation (sigle, nom, type, parent_id, nom_cle, chemin, profondeur, poids, site, illustratif)
SELECT 'BO' || n, 'Organisme ' || n, 'organisme',
       (SELECT id FROM ecosysteme_organisation WHERE sigle = 'BP' || (n - 1) % {portefeuilles} + 1), '', '{}', 0, 1, '', true
  FROM generate_series(1, {organisations}) n;

-- :plans, orientations et objectifs
INSERT INTO ecosysteme_planstrategique (organisation_id, titre, exercice_debut, exercice_fin, etat, poids, url,
                                        note_changement, version, illustratif)
SELECT id, 'Plan du banc', {dernier} - 4, {dernier}, 'publie', 1, '', '', 1, true
  FROM ecosysteme_organisation WHERE type = 'organisme' ORDER BY id;
INSERT INTO ecosysteme_orientation (plan_id, numero, titre, enjeu, poids)
SELECT id, n, 'Orientation ' || n, '', n FROM ecosysteme_planstrategique, generate_series(1, 2) n ORDER BY id, n;
INSERT INTO ecosysteme_objectif (orientation_id, numero, titre, poids)
SELECT id, numero || '.' || n, 'Objectif ' || n, 1 + n % 3 FROM ecosysteme_orientation, generate_series(1, 5) n
 ORDER BY id, n;

-- :indicateurs
ALTER TABLE ecosysteme_indicateur DISABLE TRIGGER USER;
INSERT INTO ecosysteme_indicateur (objectif_id, organisation_id, code, nom, nom_public, definition, type, sens, unite,
       methode_calcul, source, source_url, mode_collecte, frequence, delai_publication, agregation_temps,
       agregation_organisations, cumulatif, poids, valeur_depart, tolerance, strict, visibilite, admissible_spc,
       saisonnier, limites, illustratif, note_changement, version, cree_le)
SELECT b.id, p.organisation_id, b.numero || '.' || n, 'Indicateur ' || n, '', '', 'effet',
       (ARRAY['hausse', 'baisse', 'hausse', 'hausse', 'baisse'])[n], '%', '', '', '', '', 'mensuelle', 1,
       (ARRAY['derniere', 'somme', 'moyenne', 'derniere', 'moyenne'])[n], 'saisie', false, 1 + (b.id + n) % 4,
       CASE WHEN n IN (2, 5) THEN 150 ELSE 20 END, 0, false, 'publique', true, false, '', true, '', 1, now()
  FROM ecosysteme_objectif b JOIN ecosysteme_orientation r ON r.id = b.orientation_id
  JOIN ecosysteme_planstrategique p ON p.id = r.plan_id, generate_series(1, 5) n ORDER BY b.id, n;
ALTER TABLE ecosysteme_indicateur ENABLE TRIGGER USER;

-- :résultats
ALTER TABLE ecosysteme_mesure DISABLE TRIGGER USER;
INSERT INTO ecosysteme_mesure (indicateur_id, debut, fin, territoire, valeur, motif_absence, sans_objet, etat,
                               commentaire, source, version, saisie_le)
SELECT i.id, m.debut, (m.debut + interval '1 month - 1 day')::date, '',
       round((50 + 50 * random())::numeric, 3), '', false, 'validee', '', '', 1, m.debut + interval '1 month 20 days'
  FROM (SELECT n, (make_date({dernier} + 1, 4, 1) - make_interval(months => n))::date AS debut
          FROM generate_series(1, ceil({mesures}::numeric / {indicateurs})::int) n) m
 CROSS JOIN (SELECT id, row_number() OVER (ORDER BY id) AS rang FROM ecosysteme_indicateur) i
 WHERE m.n <= {mesures} / {indicateurs} OR i.rang <= {mesures} % {indicateurs}
 ORDER BY m.debut, i.id;
ALTER TABLE ecosysteme_mesure ENABLE TRIGGER USER;

-- :cibles
ALTER TABLE ecosysteme_cible DISABLE TRIGGER USER;
INSERT INTO ecosysteme_cible (indicateur_id, exercice, territoire, forme, valeur_min, valeur_max, texte, echeance,
                              illustratif, note_changement, version)
SELECT i.id, e, '', CASE i.sens WHEN 'hausse' THEN 'au_moins' ELSE 'au_plus' END,
       CASE i.sens WHEN 'hausse' THEN 80 END, CASE i.sens WHEN 'baisse' THEN 70 END, '', make_date(e + 1, 3, 31),
       true, '', 1
  FROM ecosysteme_indicateur i
 CROSS JOIN generate_series({dernier} - {mesures} / {indicateurs} / 12, {dernier}) e ORDER BY e, i.id;
ALTER TABLE ecosysteme_cible ENABLE TRIGGER USER;
