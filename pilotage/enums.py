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
