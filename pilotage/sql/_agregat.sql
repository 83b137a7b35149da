''::varchar AS statut, ''::varchar AS motif, bool_or(b.provisoire) AS provisoire, NULL::numeric AS resultat,
               sum(b.nb_atteinte)::int AS nb_atteinte, sum(b.nb_non_atteinte)::int AS nb_non_atteinte,
               sum(b.nb_a_venir)::int AS nb_a_venir, sum(b.nb_non_disponible)::int AS nb_non_disponible,
               sum(b.nb_sans_objet)::int AS nb_sans_objet,
               CASE WHEN count(*) FILTER (WHERE e.poids > 0 AND b.progression_m > 0 AND b.progression IS NULL) = 0
                    THEN pilotage_quotient(sum(e.poids * b.progression),
                                           sum(e.poids) FILTER (WHERE b.progression_m > 0)) END AS progression,
               (count(*) FILTER (WHERE e.poids > 0 AND b.progression_m > 0 AND b.progression IS NOT NULL))::int
                   AS progression_n,
               (count(*) FILTER (WHERE e.poids > 0 AND b.progression_m > 0))::int AS progression_m,
               sum(b.pointage_somme) AS pointage_somme, sum(b.pointage_n)::int AS pointage_n,
               max(b.derniere_mesure) AS derniere_mesure,
               CASE WHEN count(*) > 0 THEN 'progression-ponderee/1' ELSE '' END::varchar AS methode,
               max(b.calcule_le) AS calcule_le
