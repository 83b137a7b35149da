-- A new indicator whose name stands already elsewhere in the organisation, or is fed by the same source: told, not refused.
INSERT INTO pilotage_remarque (importation_id, gravite, ligne, champ, valeur, raison)
SELECT %(importation)s, 'avertissement', min(l.numero), 'Indicateur', left(v.nom, 300),
       left('Un indicateur de ce nom existe déjà : ' || v.autre || '. Le vôtre sera créé à côté, avec ses propres'
            ' résultats ; si c''est le même, donnez au fichier le plan, l''objectif et le code de celui-là.', 500)
  FROM (SELECT DISTINCT ON (n.noeud) n.noeud, n.nom, i.code || ', ' || p.titre || ' (' || o.sigle || ')' AS autre
          FROM {t}_noeud n
          JOIN ecosysteme_indicateur i ON lower(i.nom) = lower(n.nom)
          JOIN ecosysteme_objectif b ON b.id = i.objectif_id
          JOIN ecosysteme_orientation r ON r.id = b.orientation_id
          JOIN ecosysteme_planstrategique p ON p.id = r.plan_id
          JOIN ecosysteme_organisation o ON o.id = p.organisation_id
         WHERE n.action = 1 AND p.etat <> 'clos'
           AND (i.organisation_id = n.organisation_id OR (i.source <> '' AND i.source = n.source))
         ORDER BY n.noeud, i.id) v
  JOIN {t}_ligne l ON l.noeud = v.noeud AND l.action <> 4
 GROUP BY v.noeud, v.nom, v.autre;
