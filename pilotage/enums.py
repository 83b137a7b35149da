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


class Ciel(TextChoices):
    """The weather a person forecasts for a node (pilotage.md § 2.3)."""

    SOLEIL = "soleil", "Objectifs sécurisés"
    COUVERT = "couvert", "Objectifs atteignables"
    NUAGE = "nuage", "Appuis nécessaires"
    ORAGE = "orage", "Objectifs compromis"
    NON_NECESSAIRE = "non_necessaire", "Météo non nécessaire"


class TypeAlerte(TextChoices):
    ECART = "ecart", "Écart de 10 points ou plus sous la médiane des pairs"
    TENDANCE = "tendance", "Tendance à la baisse"
    SIGNAL = "signal", "Signal défavorable"
    NON_CALCULE = "non_calcule", "Non calculé"
    METEO = "meteo", "Météo manquante"
    RETARD = "retard", "Résultat en retard"
    DEPART = "depart", "Cible satisfaite dès le départ"


class Palier(IntegerChoices):
    """Tiers of the room; a blocker rises by one at a time."""

    EQUIPE = 1, "Équipe"
    DIRECTION = 2, "Direction"
    MINISTERE = 3, "Ministère ou organisme"
    GOUVERNEMENT = 4, "Gouvernement"


class GraviteBloquant(IntegerChoices):
    GENE = 1, "Gêne"
    RALENTIT = 2, "Ralentit"
    ARRETE = 3, "Arrête"


class EtatBloquant(TextChoices):
    SIGNALE = "signale", "Signalé"
    PRIS_EN_CHARGE = "pris_en_charge", "Pris en charge"
    ESCALADE = "escalade", "Escaladé"
    AIDE_OFFERTE = "aide_offerte", "Aide offerte"
    RESOLU = "resolu", "Résolu"
    ABANDONNE = "abandonne", "Abandonné"


class IssueEscalade(TextChoices):
    EN_ATTENTE = "en_attente", "En attente de réponse"
    REPONDUE = "repondue", "Répondue"
    SANS_REPONSE = "sans_reponse", "Restée sans réponse, montée d'un palier"
    RETIREE = "retiree", "Retirée"


class Recurrence(TextChoices):
    HEBDOMADAIRE = "hebdomadaire", "Chaque semaine"
    QUINZAINE = "quinzaine", "Aux deux semaines"
    MENSUELLE = "mensuelle", "Chaque mois"
    TRIMESTRIELLE = "trimestrielle", "Chaque trimestre"


class EtatRencontre(TextChoices):
    PLANIFIEE = "planifiee", "Planifiée"
    EN_COURS = "en_cours", "En cours"
    CLOSE = "close", "Close"
    ANNULEE = "annulee", "Annulée"


class EtapePoint(TextChoices):
    """Order of an item of the agenda (pilotage.md § 6)."""

    CHIFFRES = "chiffres", "Regarder les chiffres"
    ECART = "ecart", "Nommer l'écart"
    CAUSE = "cause", "Chercher la cause"
    CONTREMESURE = "contremesure", "Choisir une contremesure : qui, quand"
    ESCALADE = "escalade", "Escalader au besoin"


class GenrePoint(TextChoices):
    SIGNAL = "signal", "Nouveau signal"
    HORS_CIBLE = "hors_cible", "Indicateur hors cible"
    RETARD = "retard", "Résultat en retard"
    BLOQUANT = "bloquant", "Bloquant"
    ACTION = "action", "Action en retard"
    DECISION = "decision", "Décision à réviser"
    EXPERIENCE = "experience", "Expérience qui se termine"
    LIBRE = "libre", "Point ajouté"


class EtatPoint(TextChoices):
    A_TRAITER = "a_traiter", "À traiter"
    TRAITE = "traite", "Traité"
    REPORTE = "reporte", "Reporté"


class EtatAction(TextChoices):
    A_FAIRE = "a_faire", "À faire"
    FAITE = "faite", "Faite"
    ABANDONNEE = "abandonnee", "Abandonnée"


class EtapePdca(TextChoices):
    PLANIFIER = "planifier", "Planifier"
    FAIRE = "faire", "Faire"
    VERIFIER = "verifier", "Vérifier"
    AGIR = "agir", "Agir"
    CLOSE = "close", "Close"


class EtatCorrection(TextChoices):
    PROPOSEE = "proposee", "Proposée"
    ACCEPTEE = "acceptee", "Acceptée"
    REFUSEE = "refusee", "Refusée"
    RETIREE = "retiree", "Retirée"


class GenreRapport(TextChoices):
    DETAILLE = "detaille", "Rapport détaillé"
    CHANGEMENTS = "changements", "Ce qui a changé"


class EtatRapport(TextChoices):
    DEMANDE = "demande", "Demandé"
    EN_COURS = "en_cours", "En préparation"
    PRET = "pret", "Prêt"
    ECHEC = "echec", "Échec"


class GenreAccompagnement(TextChoices):
    CONSEIL = "conseil", "Conseil"
    FORMATION = "formation", "Formation"
    ANIMATION = "animation", "Animation"
    DONNEES = "donnees", "Données"
    OUTIL = "outil", "Outil"


class Urgence(IntegerChoices):
    QUAND_POSSIBLE = 1, "Quand ce sera possible"
    CE_MOIS = 2, "Ce mois-ci"
    CETTE_SEMAINE = 3, "Cette semaine"


class EtatDemande(TextChoices):
    OUVERTE = "ouverte", "Ouverte"
    PRISE = "prise", "Prise en charge"
    REPONDUE = "repondue", "Répondue"
    RETIREE = "retiree", "Retirée"
