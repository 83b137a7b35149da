-- Which organisation each sheet of the file belongs to, and whether its author may import there.
-- {t} is the prefix of the staging tables. %(racines)s: roots of the subtrees the author may write; %(tout)s: everywhere.
ANALYZE {t}_fiche;
UPDATE {t}_fiche f SET organisation_id = o.id
  FROM ecosysteme_organisation o WHERE o.sigle = f.organisation;

-- What the file says of an organisation on one line holds for all its lines.
UPDATE {t}_fiche f SET organisation_nom = o.nom
  FROM (SELECT organisation, (array_agg(organisation_nom ORDER BY no))[1] AS nom FROM {t}_fiche
         WHERE organisation_id IS NULL AND organisation_nom IS NOT NULL GROUP BY organisation) o
 WHERE f.organisation_id IS NULL AND f.organisation_nom IS NULL AND o.organisation = f.organisation;

UPDATE {t}_fiche f
   SET refus_champ = 'Organisation', refus_valeur = f.organisation,
       refus_raison = CASE
           WHEN f.organisation_id IS NOT NULL THEN 'Votre rôle ne permet pas d''importer pour cette organisation.'
           WHEN f.organisation_nom IS NULL THEN 'Organisation inconnue : vérifiez son sigle.'
           WHEN NOT %(tout)s THEN 'Seule la coordination crée des organisations.'
           ELSE 'L''organisation dont elle relève est inconnue : vérifiez son sigle.'
       END
 WHERE CASE WHEN f.organisation_id IS NULL
            THEN f.organisation_nom IS NULL OR NOT %(tout)s
                 OR (f.parent IS NOT NULL AND f.parent_nom IS NULL
                     AND NOT EXISTS (SELECT FROM ecosysteme_organisation p WHERE p.sigle = f.parent))
            ELSE NOT %(tout)s AND NOT EXISTS (
                 SELECT FROM ecosysteme_organisation o
                  WHERE o.id = f.organisation_id AND o.chemin && %(racines)s::bigint[]) END;

-- No plan named: the organisation's own, when there is only one in force.
UPDATE {t}_fiche f SET plan = u.titre
  FROM (SELECT organisation_id, min(titre) AS titre FROM ecosysteme_planstrategique
         WHERE etat <> 'clos' GROUP BY organisation_id HAVING count(*) = 1) u
 WHERE f.refus_raison IS NULL AND f.plan IS NULL AND f.objectif IS NOT NULL AND u.organisation_id = f.organisation_id;
UPDATE {t}_fiche SET refus_champ = 'Plan', refus_valeur = '',
       refus_raison = 'Nommez le plan : l''organisation n''en a pas un seul en vigueur.'
 WHERE refus_raison IS NULL AND plan IS NULL AND objectif IS NOT NULL;

-- No objective named: the one indicator of this code in the organisation, in the file or already there.
WITH demandes AS (
    SELECT DISTINCT organisation, organisation_id, code FROM {t}_fiche WHERE refus_raison IS NULL AND objectif IS NULL
), trouvees AS (
    SELECT d.organisation, d.code, g.plan, g.orientation, g.objectif
      FROM demandes d
      JOIN {t}_fiche g ON g.organisation = d.organisation AND g.code = d.code
                      AND g.objectif IS NOT NULL AND g.refus_raison IS NULL
    UNION
    SELECT d.organisation, d.code, p.titre, r.numero, o.numero
      FROM demandes d
      JOIN ecosysteme_indicateur i ON i.organisation_id = d.organisation_id AND i.code = d.code
      JOIN ecosysteme_objectif o ON o.id = i.objectif_id
      JOIN ecosysteme_orientation r ON r.id = o.orientation_id
      JOIN ecosysteme_planstrategique p ON p.id = r.plan_id
), comptees AS (
    SELECT organisation, code, count(t.objectif) AS n, min(t.plan) AS plan, min(t.orientation) AS orientation,
           min(t.objectif) AS objectif
      FROM demandes LEFT JOIN trouvees t USING (organisation, code) GROUP BY organisation, code
)
UPDATE {t}_fiche f
   SET plan = c.plan, orientation = c.orientation, objectif = c.objectif,
       refus_champ = CASE WHEN c.n <> 1 THEN 'Code' END, refus_valeur = CASE WHEN c.n <> 1 THEN f.code END,
       refus_raison = CASE
           WHEN c.n = 0 THEN 'Aucun indicateur de ce code dans l''organisation : pour le créer, donnez son objectif, son nom et son sens.'
           WHEN c.n > 1 THEN 'Plusieurs indicateurs de l''organisation ont ce code : précisez le plan et l''objectif.'
       END
  FROM comptees c
 WHERE f.refus_raison IS NULL AND f.objectif IS NULL AND c.organisation = f.organisation AND c.code = f.code;

UPDATE {t}_fiche f SET noeud = d.n
  FROM (SELECT no, min(no) OVER (PARTITION BY organisation, plan, orientation, objectif, code) AS n
          FROM {t}_fiche WHERE refus_raison IS NULL) d
 WHERE d.no = f.no;

-- Two lines that say two different things of one indicator are both refused.
UPDATE {t}_fiche f SET refus_champ = c.champ, refus_valeur = c.valeurs, noeud = NULL,
       refus_raison = 'Le fichier se contredit sur cet indicateur : les lignes en cause sont toutes refusées.'
  FROM (SELECT noeud, CASE {contradictions} END AS champ, CASE {valeurs} END AS valeurs
          FROM {t}_fiche WHERE noeud IS NOT NULL GROUP BY noeud) c
 WHERE f.noeud = c.noeud AND c.champ IS NOT NULL;
