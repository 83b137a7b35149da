-- Write what the preview announced. A row that somebody changed since the preview has another version: it is left alone.
-- %(importation)s, %(par)s, %(note)s.

-- :organisations_parentes
INSERT INTO ecosysteme_organisation (sigle, nom, type, parent_id, nom_cle, chemin, profondeur, poids, site, illustratif)
SELECT DISTINCT ON (parent) parent, parent_nom, coalesce(parent_type, 'portefeuille'), NULL, '', '{}', 0, 1, '', false
  FROM {t}_noeud n
 WHERE organisation_id IS NULL AND parent IS NOT NULL AND parent_nom IS NOT NULL
   AND NOT EXISTS (SELECT FROM ecosysteme_organisation o WHERE o.sigle = n.parent)
 ORDER BY parent, noeud;
-- :organisations
INSERT INTO ecosysteme_organisation (sigle, nom, type, parent_id, nom_cle, chemin, profondeur, poids, site, illustratif)
SELECT DISTINCT ON (n.organisation) n.organisation, n.organisation_nom, coalesce(n.organisation_type, 'organisme'), p.id,
       '', '{}', 0, 1, '', false
  FROM {t}_noeud n LEFT JOIN ecosysteme_organisation p ON p.sigle = n.parent
 WHERE n.organisation_id IS NULL AND n.organisation_nom IS NOT NULL
   AND NOT EXISTS (SELECT FROM ecosysteme_organisation o WHERE o.sigle = n.organisation)
 ORDER BY n.organisation, n.noeud;
UPDATE {t}_noeud n SET organisation_id = o.id FROM ecosysteme_organisation o WHERE o.sigle = n.organisation;

-- :plans_changes
UPDATE ecosysteme_planstrategique p
   SET exercice_debut = coalesce(n.plan_debut, p.exercice_debut), exercice_fin = coalesce(n.plan_fin, p.exercice_fin),
       etat = coalesce(n.plan_etat, p.etat), illustratif = coalesce(n.plan_illustratif, p.illustratif),
       version = p.version + 1, note_changement = %(note)s
  FROM (SELECT DISTINCT ON (plan_id) plan_id, plan_debut, plan_fin, plan_etat, plan_illustratif FROM {t}_noeud WHERE plan_id IS NOT NULL
         ORDER BY plan_id, noeud) n
 WHERE n.plan_id = p.id
   AND (coalesce(n.plan_debut, p.exercice_debut), coalesce(n.plan_fin, p.exercice_fin), coalesce(n.plan_etat, p.etat),
        coalesce(n.plan_illustratif, p.illustratif)) <> (p.exercice_debut, p.exercice_fin, p.etat, p.illustratif);
-- :plans
INSERT INTO ecosysteme_planstrategique (organisation_id, titre, exercice_debut, exercice_fin, etat, poids, url,
                                        note_changement, version, illustratif)
SELECT DISTINCT ON (organisation_id, plan) organisation_id, plan, plan_debut, coalesce(plan_fin, plan_debut),
       coalesce(plan_etat, 'publie'), 1, '', '', 1, coalesce(plan_illustratif, false)
  FROM {t}_noeud WHERE plan_id IS NULL ORDER BY organisation_id, plan, noeud;
UPDATE {t}_noeud n SET plan_id = p.id
  FROM (SELECT organisation_id, titre, min(id) AS id FROM ecosysteme_planstrategique GROUP BY 1, 2) p
 WHERE n.plan_id IS NULL AND p.organisation_id = n.organisation_id AND p.titre = n.plan;

-- :orientations_changees
UPDATE ecosysteme_orientation r
   SET titre = coalesce(n.orientation_titre, r.titre), enjeu = coalesce(n.enjeu, r.enjeu)
  FROM (SELECT DISTINCT ON (orientation_id) orientation_id, orientation_titre, enjeu FROM {t}_noeud
         WHERE orientation_id IS NOT NULL ORDER BY orientation_id, noeud) n
 WHERE n.orientation_id = r.id
   AND (coalesce(n.orientation_titre, r.titre), coalesce(n.enjeu, r.enjeu)) <> (r.titre, r.enjeu);
-- :orientations
INSERT INTO ecosysteme_orientation (plan_id, numero, titre, enjeu, poids)
SELECT DISTINCT ON (plan_id, orientation) plan_id, orientation, coalesce(orientation_titre, 'Orientation ' || orientation),
       coalesce(enjeu, ''), 1
  FROM {t}_noeud WHERE orientation_id IS NULL ORDER BY plan_id, orientation, noeud
ON CONFLICT (plan_id, numero) DO NOTHING;
UPDATE {t}_noeud n SET orientation_id = r.id
  FROM ecosysteme_orientation r WHERE n.orientation_id IS NULL AND r.plan_id = n.plan_id AND r.numero = n.orientation;

-- :objectifs_changes
UPDATE ecosysteme_objectif b SET titre = n.objectif_titre
  FROM (SELECT DISTINCT ON (objectif_id) objectif_id, objectif_titre FROM {t}_noeud
         WHERE objectif_id IS NOT NULL AND objectif_titre IS NOT NULL ORDER BY objectif_id, noeud) n
 WHERE n.objectif_id = b.id AND n.objectif_titre <> b.titre;
-- :objectifs
INSERT INTO ecosysteme_objectif (orientation_id, numero, titre, poids)
SELECT DISTINCT ON (orientation_id, objectif) orientation_id, objectif, coalesce(objectif_titre, 'Objectif ' || objectif), 1
  FROM {t}_noeud WHERE objectif_id IS NULL ORDER BY orientation_id, objectif, noeud
ON CONFLICT (orientation_id, numero) DO NOTHING;
UPDATE {t}_noeud n SET objectif_id = b.id
  FROM ecosysteme_objectif b WHERE n.objectif_id IS NULL AND b.orientation_id = n.orientation_id AND b.numero = n.objectif;

-- :indicateurs_changes
UPDATE ecosysteme_indicateur i SET {affectations}, version = i.version + 1, note_changement = %(note)s
  FROM {t}_noeud n WHERE n.indicateur_id = i.id AND ({differe});
-- :indicateurs
INSERT INTO ecosysteme_indicateur (objectif_id, organisation_id, code, {attributs}, note_changement, version, cree_le)
SELECT objectif_id, organisation_id, code, {defauts}, '', 1, now() FROM {t}_noeud WHERE indicateur_id IS NULL ORDER BY noeud
ON CONFLICT (objectif_id, code) DO NOTHING;
UPDATE {t}_noeud n SET indicateur_id = i.id
  FROM ecosysteme_indicateur i WHERE n.indicateur_id IS NULL AND i.objectif_id = n.objectif_id AND i.code = n.code;
ANALYZE {t}_noeud;

-- :cibles
INSERT INTO ecosysteme_cible AS c (indicateur_id, exercice, territoire, forme, valeur_min, valeur_max, texte, echeance,
                                   jugee_atteinte, illustratif, note_changement, version)
SELECT n.indicateur_id, l.exercice, l.territoire, l.forme, l.valeur_min, l.valeur_max, l.texte, l.echeance, l.jugee,
       coalesce(l.illustree, i.illustratif), CASE WHEN l.version_cible > 0 THEN %(note)s ELSE '' END, l.version_cible + 1
  FROM {t}_ligne l JOIN {t}_noeud n ON n.noeud = l.noeud JOIN ecosysteme_indicateur i ON i.id = n.indicateur_id
 WHERE l.action IN (1, 2) AND l.cible IN (1, 2)
ON CONFLICT (indicateur_id, exercice, territoire) DO UPDATE
   SET forme = excluded.forme, valeur_min = excluded.valeur_min, valeur_max = excluded.valeur_max, texte = excluded.texte,
       echeance = excluded.echeance, jugee_atteinte = excluded.jugee_atteinte, illustratif = excluded.illustratif, note_changement = excluded.note_changement,
       version = excluded.version
 WHERE c.version = excluded.version - 1;

-- :mesures
INSERT INTO ecosysteme_mesure AS m (indicateur_id, debut, fin, territoire, valeur, motif_absence, sans_objet, etat,
                                    commentaire, source, version, saisie_par_id, saisie_le, importation_id)
SELECT n.indicateur_id, l.debut, l.fin, l.territoire, l.valeur, l.motif, l.sans_objet, l.etat, l.commentaire, l.source,
       l.version_mesure + 1, %(par)s, now(), %(importation)s
  FROM {t}_ligne l JOIN {t}_noeud n ON n.noeud = l.noeud
 WHERE l.action IN (1, 2) AND l.mesure IN (1, 2)
ON CONFLICT (indicateur_id, fin, territoire) DO UPDATE
   SET debut = excluded.debut, valeur = excluded.valeur, motif_absence = excluded.motif_absence,
       sans_objet = excluded.sans_objet, etat = excluded.etat, commentaire = excluded.commentaire,
       source = excluded.source, version = excluded.version, saisie_par_id = excluded.saisie_par_id,
       saisie_le = excluded.saisie_le, importation_id = excluded.importation_id
 WHERE m.version = excluded.version - 1;
