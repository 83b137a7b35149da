DROP TRIGGER organisation_chemin_apres ON ecosysteme_organisation;
DROP TRIGGER organisation_chemin_avant ON ecosysteme_organisation;
DROP FUNCTION ecosysteme_organisation_descendance();
DROP FUNCTION ecosysteme_organisation_chemin();
