-- French search without accents: the same configuration serves the index and the query.
CREATE TEXT SEARCH CONFIGURATION public.francais (COPY = french);
ALTER TEXT SEARCH CONFIGURATION public.francais
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
