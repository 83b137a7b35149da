"""Closed vocabularies of the steering room."""

from django.db.models import IntegerChoices, TextChoices


class Niveau(IntegerChoices):
    """Nodes a bilan can stand on; organisations hold bodies, portfolios and the government alike."""

    INDICATEUR = 1, "Indicateur"
    OBJECTIF = 2, "Objectif"
    ORIENTATION = 3, "Orientation"
    PLAN = 4, "Plan"
    ORGANISATION = 5, "Organisation"


class Variation(TextChoices):
    NON_CALCULEE = "", "Trop peu de points"
    COMMUNE = "commune", "Variation courante"
    FAVORABLE = "favorable", "Signal favorable"
    DEFAVORABLE = "defavorable", "Signal défavorable"
    NEUTRE = "neutre", "Signal neutre"


class Assurance(TextChoices):
    SANS_CIBLE = "", "Sans cible chiffrée"
    REUSSIT = "reussit", "Réussit constamment"
    ECHOUE = "echoue", "Échoue constamment"
    INCONSTANT = "inconstant", "Inconstant"


class EtatImport(TextChoices):
    """Life of an import; « analyse » and « publication » are both « to do » and « being done »."""

    DEPOSE = "depose", "Fichier déposé"
    ANALYSE = "analyse", "Analyse en cours"
    PRET = "pret", "Aperçu prêt"
    PUBLICATION = "publication", "Publication en cours"
    PUBLIE = "publie", "Publié"
    ANNULATION = "annulation", "Annulation en cours"
    ANNULE = "annule", "Annulé"
    ECHEC = "echec", "Échec"
    ABANDONNE = "abandonne", "Abandonné"


class ActionLigne(IntegerChoices):
    """What an import does with a line."""

    CREEE = 1, "Créée"
    CHANGEE = 2, "Changée"
    INCHANGEE = 3, "Inchangée"
    REFUSEE = 4, "Refusée"


class Gravite(TextChoices):
    """Of a remark about a line."""

    REFUS = "refus", "Refus"
    AVERTISSEMENT = "avertissement", "Avertissement"
    LAISSEE = "laissee", "Laissée telle quelle"
