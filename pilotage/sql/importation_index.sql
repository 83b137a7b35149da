-- What the pages of the preview look up.
CREATE INDEX ON {t}_ligne (numero);
CREATE INDEX ON {t}_ligne (action, mesure, cible, numero);
ANALYZE {t}_ligne;
