"""Closed vocabularies of the community of practice (docs/glossaire.md gives the English gloss of each)."""

from django.db.models import IntegerChoices, TextChoices


class EtatPratique(TextChoices):
    BROUILLON = "brouillon", "Brouillon"
    PUBLIEE = "publiee", "Publiée"
    RETIREE = "retiree", "Retirée"


class PorteePratique(TextChoices):
    """Who reads a published practice."""

    SECTEUR_PUBLIC = "secteur_public", "Le secteur public"
    ECOSYSTEME = "ecosysteme", "Tout l'écosystème, partenaires privés compris"


class NiveauPreuve(IntegerChoices):
    """What the effect of a practice rests on.

    Five steps after the idea of Nesta's Standards of Evidence (Puttick and Ludlow, 2013), in our own words and for
    management practices: the higher, the less likely that something else explains what was seen.
    """

    TEMOIGNAGE = 1, "1. Racontée par une équipe"
    AVANT_APRES = 2, "2. Mesurée avant et après"
    COMPAREE = 3, "3. Comparée à ce qui serait arrivé sans elle"
    REPRODUITE = 4, "4. Reproduite et mesurée ailleurs"
    ETABLIE = 5, "5. Établie : reproduite souvent, mode d'emploi compris"


class Fraicheur(TextChoices):
    """Where the stamp of a practice stands today."""

    A_JOUR = "a_jour", "Vérifiée"
    PERIMEE = "perimee", "À revérifier"
    NON_VERIFIEE = "non_verifiee", "Non vérifiée"


class Constat(TextChoices):
    """What an organisation that applies a practice says of it."""

    PAS_ENCORE = "", "Trop tôt pour le dire"
    REUSSIT = "reussit", "Elle donne ce qu'on attendait"
    EN_PARTIE = "en_partie", "Elle aide un peu"
    SANS_EFFET = "sans_effet", "Elle n'a pas aidé"
