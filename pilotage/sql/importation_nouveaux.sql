-- A new indicator needs a name and a direction; a new plan needs its years.
UPDATE {t}_fiche f
   SET noeud = NULL, refus_valeur = '',
       refus_champ = CASE WHEN n.nom IS NULL THEN 'Nom' WHEN n.sens IS NULL THEN 'Sens' ELSE 'Premier exercice du plan' END,
       refus_raison = CASE WHEN n.nom IS NULL OR n.sens IS NULL
                           THEN 'Indicateur nouveau : son nom et son sens sont requis (le sens n''est jamais deviné).'
                           ELSE 'Plan nouveau : son premier et son dernier exercice sont requis.' END
  FROM {t}_noeud n
 WHERE n.noeud = f.noeud AND n.indicateur_id IS NULL
   AND (n.nom IS NULL OR n.sens IS NULL OR (n.plan_id IS NULL AND (n.plan_debut IS NULL OR n.plan_fin < n.plan_debut)));
DELETE FROM {t}_noeud n WHERE NOT EXISTS (SELECT FROM {t}_fiche f WHERE f.noeud = n.noeud);

UPDATE {t}_noeud n SET action = 1 WHERE indicateur_id IS NULL;
UPDATE {t}_noeud n SET action = 2
  FROM ecosysteme_indicateur i
  JOIN ecosysteme_objectif b ON b.id = i.objectif_id
  JOIN ecosysteme_orientation r ON r.id = b.orientation_id
  JOIN ecosysteme_planstrategique p ON p.id = r.plan_id
 WHERE i.id = n.indicateur_id
   AND ({differe} OR coalesce(n.objectif_titre, b.titre) <> b.titre OR coalesce(n.orientation_titre, r.titre) <> r.titre
        OR coalesce(n.enjeu, r.enjeu) <> r.enjeu OR coalesce(n.plan_debut, p.exercice_debut) <> p.exercice_debut
        OR coalesce(n.plan_fin, p.exercice_fin) <> p.exercice_fin
        OR coalesce(n.plan_etat, p.etat) <> p.etat OR coalesce(n.plan_illustratif, p.illustratif) <> p.illustratif);
ANALYZE {t}_noeud;
