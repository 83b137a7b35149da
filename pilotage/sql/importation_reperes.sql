-- Where the indicators of the file already stand (asked again at publication: somebody may have created them since).
UPDATE {t}_noeud n
   SET organisation_id = o.id, plan_id = p.id, orientation_id = r.id, objectif_id = b.id, indicateur_id = i.id
  FROM {t}_noeud m
  LEFT JOIN ecosysteme_organisation o ON o.sigle = m.organisation
  LEFT JOIN LATERAL (SELECT id FROM ecosysteme_planstrategique x
                      WHERE x.organisation_id = o.id AND x.titre = m.plan ORDER BY id LIMIT 1) p ON true
  LEFT JOIN ecosysteme_orientation r ON r.plan_id = p.id AND r.numero = m.orientation
  LEFT JOIN ecosysteme_objectif b ON b.orientation_id = r.id AND b.numero = m.objectif
  LEFT JOIN ecosysteme_indicateur i ON i.objectif_id = b.id AND i.code = m.code
 WHERE m.noeud = n.noeud;
