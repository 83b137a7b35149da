-- What the pages of the preview look up.
CREATE INDEX ON {t}_ligne (numero);
CREATE INDEX ON {t}_ligne (action, numero);
ANALYZE {t}_ligne;
