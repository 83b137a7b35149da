compares AS MATERIALIZED (
        SELECT c.*, b.id AS ancien
          FROM calcul c
          LEFT JOIN LATERAL (
               SELECT * FROM pilotage_bilan
                WHERE niveau = {niveau} AND noeud_id = c.noeud_id AND exercice = c.exercice
                  AND territoire = c.territoire
               OFFSET 0) b ON true
         WHERE CASE
                   WHEN c.methode = '' THEN b.id IS NOT NULL
                   ELSE b.id IS NULL
                     OR (b.statut, b.motif, b.provisoire, b.resultat, b.nb_atteinte, b.nb_non_atteinte, b.nb_a_venir,
                         b.nb_non_disponible, b.nb_sans_objet, b.progression, b.progression_n, b.progression_m,
                         b.pointage_somme, b.pointage_n, b.derniere_mesure, b.methode)
                        IS DISTINCT FROM
                        (c.statut, c.motif, c.provisoire, c.resultat, c.nb_atteinte, c.nb_non_atteinte, c.nb_a_venir,
                         c.nb_non_disponible, c.nb_sans_objet, c.progression, c.progression_n, c.progression_m,
                         c.pointage_somme, c.pointage_n, c.derniere_mesure, c.methode)
               END
    ), retires AS (
        DELETE FROM pilotage_bilan WHERE id = ANY (ARRAY(SELECT ancien FROM compares WHERE methode = ''))
    ), ecrits AS (
        INSERT INTO pilotage_bilan (
            niveau, noeud_id, exercice, territoire, statut, motif, provisoire, resultat, nb_atteinte, nb_non_atteinte,
            nb_a_venir, nb_non_disponible, nb_sans_objet, progression, progression_n, progression_m, pointage_somme,
            pointage_n, derniere_mesure, methode, calcule_le)
        SELECT niveau, noeud_id, exercice, territoire, statut, motif, provisoire, resultat, nb_atteinte,
               nb_non_atteinte, nb_a_venir, nb_non_disponible, nb_sans_objet, progression, progression_n,
               progression_m, pointage_somme, pointage_n, derniere_mesure, methode, now()
          FROM compares WHERE methode <> ''
        ON CONFLICT (niveau, noeud_id, exercice, territoire) DO UPDATE SET
            statut = excluded.statut, motif = excluded.motif, provisoire = excluded.provisoire,
            resultat = excluded.resultat, nb_atteinte = excluded.nb_atteinte,
            nb_non_atteinte = excluded.nb_non_atteinte, nb_a_venir = excluded.nb_a_venir,
            nb_non_disponible = excluded.nb_non_disponible, nb_sans_objet = excluded.nb_sans_objet,
            progression = excluded.progression, progression_n = excluded.progression_n,
            progression_m = excluded.progression_m, pointage_somme = excluded.pointage_somme,
            pointage_n = excluded.pointage_n, derniere_mesure = excluded.derniere_mesure,
            methode = excluded.methode, calcule_le = excluded.calcule_le
    )
    SELECT coalesce(array_agg((({niveau})::smallint, noeud_id, exercice, territoire)::pilotage_cle), '{}')
      INTO touchees FROM compares;
