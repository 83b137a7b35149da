-- Line by line: what the file says against what stands. Actions: 1 created, 2 changed, 3 left alone, 4 refused.
ANALYZE {t}_brut;
CREATE TEMP TABLE import_doublons ON COMMIT DROP AS
    SELECT f.noeud, b.fin, b.territoire, min(b.numero) AS premiere, false AS contredit
      FROM {t}_brut b JOIN {t}_fiche f ON f.no = b.fiche
     WHERE b.fin IS NOT NULL AND f.noeud IS NOT NULL GROUP BY 1, 2, 3 HAVING count(*) > 1;
CREATE TEMP TABLE import_doublons_cible ON COMMIT DROP AS
    SELECT f.noeud, b.exercice, b.territoire, min(b.numero) AS premiere, false AS contredit
      FROM {t}_brut b JOIN {t}_fiche f ON f.no = b.fiche
     WHERE b.forme IS NOT NULL AND f.noeud IS NOT NULL GROUP BY 1, 2, 3 HAVING count(*) > 1;
ANALYZE import_doublons;
ANALYZE import_doublons_cible;
UPDATE import_doublons d SET contredit = true
  FROM (SELECT e.noeud, e.fin, e.territoire
          FROM import_doublons e
          JOIN {t}_fiche f ON f.noeud = e.noeud
          JOIN {t}_brut b ON b.fiche = f.no AND b.fin = e.fin AND b.territoire = e.territoire
         GROUP BY 1, 2, 3
        HAVING count(DISTINCT (b.debut, b.valeur, b.motif, b.sans_objet, b.etat, b.commentaire, b.source)) > 1) x
 WHERE x.noeud = d.noeud AND x.fin = d.fin AND x.territoire = d.territoire;
UPDATE import_doublons_cible d SET contredit = true
  FROM (SELECT e.noeud, e.exercice, e.territoire
          FROM import_doublons_cible e
          JOIN {t}_fiche f ON f.noeud = e.noeud
          JOIN {t}_brut b ON b.fiche = f.no AND b.exercice = e.exercice AND b.territoire = e.territoire
         WHERE b.forme IS NOT NULL
         GROUP BY 1, 2, 3
        HAVING count(DISTINCT (b.forme, b.valeur_min, b.valeur_max, b.texte, b.echeance, b.jugee, b.illustree)) > 1) x
 WHERE x.noeud = d.noeud AND x.exercice = d.exercice AND x.territoire = d.territoire;

CREATE UNLOGGED TABLE {t}_ligne AS
    SELECT x.*,
           (CASE WHEN contredit IS NOT NULL OR noeud IS NULL THEN 4
                 WHEN 1 IN (fiche_action, mesure, cible) THEN 1
                 WHEN 2 IN (fiche_action, mesure, cible) THEN 2
                 ELSE 3 END)::smallint AS action
      FROM (
    SELECT b.numero, b.fiche, n.noeud, b.debut, b.fin, b.territoire, b.valeur, b.motif, b.sans_objet,
           coalesce(b.etat, m.etat, 'validee') AS etat, coalesce(b.commentaire, m.commentaire, '') AS commentaire,
           coalesce(b.source, m.source, '') AS source,
           b.exercice, b.forme, b.valeur_min, b.valeur_max, coalesce(b.texte, '') AS texte, b.echeance,
           coalesce(b.jugee, c.jugee_atteinte) AS jugee, coalesce(b.illustree, c.illustratif) AS illustree,
           m.valeur AS avant, m.motif_absence AS avant_motif, coalesce(m.sans_objet, false) AS avant_sans_objet,
           coalesce(m.version, 0) AS version_mesure, coalesce(c.version, 0) AS version_cible,
           n.action AS fiche_action,
           (CASE WHEN b.fin IS NULL OR d.premiere < b.numero THEN 0
                 WHEN m.id IS NULL THEN 1
                 WHEN (m.debut, m.valeur, m.motif_absence, m.sans_objet, m.etat, m.commentaire, m.source)
                      IS DISTINCT FROM (b.debut, b.valeur, b.motif, b.sans_objet, coalesce(b.etat, m.etat),
                                        coalesce(b.commentaire, m.commentaire), coalesce(b.source, m.source)) THEN 2
                 ELSE 3 END)::smallint AS mesure,
           (CASE WHEN b.forme IS NULL OR e.premiere < b.numero THEN 0
                 WHEN c.id IS NULL THEN 1
                 WHEN (c.forme, c.valeur_min, c.valeur_max, c.texte, c.echeance, c.jugee_atteinte,
                       c.illustratif)
                      IS DISTINCT FROM (b.forme, b.valeur_min, b.valeur_max, coalesce(b.texte, ''), b.echeance,
                                        coalesce(b.jugee, c.jugee_atteinte), coalesce(b.illustree, c.illustratif)) THEN 2
                 ELSE 3 END)::smallint AS cible,
           CASE WHEN d.contredit THEN 'Période' WHEN e.contredit THEN 'Cible' END AS contredit
      FROM {t}_brut b
      JOIN {t}_fiche f ON f.no = b.fiche
      LEFT JOIN {t}_noeud n ON n.noeud = f.noeud
      LEFT JOIN import_doublons d ON d.noeud = n.noeud AND d.fin = b.fin AND d.territoire = b.territoire
      LEFT JOIN import_doublons_cible e ON e.noeud = n.noeud AND e.exercice = b.exercice AND e.territoire = b.territoire
                                       AND b.forme IS NOT NULL
      LEFT JOIN ecosysteme_mesure m ON m.indicateur_id = n.indicateur_id AND m.fin = b.fin AND m.territoire = b.territoire
      LEFT JOIN ecosysteme_cible c ON c.indicateur_id = n.indicateur_id AND c.exercice = b.exercice
                                  AND c.territoire = b.territoire AND b.forme IS NOT NULL) x;
DROP TABLE import_doublons, import_doublons_cible;
DROP TABLE {t}_brut;

INSERT INTO pilotage_remarque (importation_id, gravite, ligne, champ, valeur, raison)
SELECT %(importation)s, 'refus', l.numero,
       left(coalesce(l.contredit, f.refus_champ), 100),
       left(CASE l.contredit WHEN 'Période' THEN l.fin::text WHEN 'Cible' THEN l.exercice::text ELSE coalesce(f.refus_valeur, '') END, 300),
       left(CASE WHEN l.contredit IS NOT NULL
                 THEN 'D''autres lignes du fichier donnent autre chose pour le même indicateur et la même période : toutes sont refusées.'
                 ELSE f.refus_raison END, 500)
  FROM {t}_ligne l JOIN {t}_fiche f ON f.no = l.fiche
 WHERE l.action = 4;
