-- Lines announced but not written: somebody changed the same row between the preview and the publication.
INSERT INTO pilotage_remarque (importation_id, gravite, ligne, champ, valeur, raison)
SELECT %(importation)s, 'laissee', l.numero, 'Résultat', coalesce(m.valeur::text, ''),
       'Ce résultat a changé depuis l''aperçu : il a été laissé tel quel. Importez de nouveau pour comparer.'
  FROM {t}_ligne l JOIN {t}_noeud n ON n.noeud = l.noeud
  JOIN ecosysteme_mesure m ON m.indicateur_id = n.indicateur_id AND m.fin = l.fin AND m.territoire = l.territoire
 WHERE l.action IN (1, 2) AND l.mesure IN (1, 2) AND m.importation_id IS DISTINCT FROM %(importation)s
UNION ALL
SELECT %(importation)s, 'laissee', l.numero, 'Cible', '',
       'Cette cible a changé depuis l''aperçu : elle a été laissée telle quelle. Importez de nouveau pour comparer.'
  FROM {t}_ligne l JOIN {t}_noeud n ON n.noeud = l.noeud
  JOIN ecosysteme_cible c ON c.indicateur_id = n.indicateur_id AND c.exercice = l.exercice AND c.territoire = l.territoire
 WHERE l.action IN (1, 2) AND l.cible IN (1, 2) AND c.version <> l.version_cible + 1;
