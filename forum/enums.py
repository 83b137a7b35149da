"""Closed vocabularies of the forum (docs/glossaire.md gives the English gloss of each)."""

from django.db.models import IntegerChoices, TextChoices


class TypeInstance(TextChoices):
    FORUM = "forum", "Forum des dirigeantes et dirigeants"
    GROUPE_CONSULTATIF = "groupe_consultatif", "Groupe consultatif"
    COMITE = "comite", "Comité"


class Portee(TextChoices):
    """Who reads what an instance or a space holds."""

    MEMBRES = "membres", "Les membres de l'instance"
    SECTEUR_PUBLIC = "secteur_public", "Le secteur public"
    ECOSYSTEME = "ecosysteme", "Tout l'écosystème, partenaires compris"


class College(TextChoices):
    PUBLIC = "public", "Collège public"
    PRIVE = "prive", "Collège privé"


class Fonction(TextChoices):
    PRESIDENCE = "presidence", "Présidence"
    MEMBRE = "membre", "Membre"
    SUBSTITUT = "substitut", "Substitut"
    OBSERVATEUR = "observateur", "Observatrice ou observateur"


class Designation(TextChoices):
    NOMMEE = "nommee", "Nommée par l'autorité"
    ELUE = "elue", "Élue par ses pairs"
    DOFFICE = "doffice", "D'office, par sa charge"
    VOLONTAIRE = "volontaire", "Volontaire"


class ModeSuivi(TextChoices):
    SUIVRE = "suivre", "Suivre"
    MUET = "muet", "Mettre en sourdine"


class EtatSignalement(TextChoices):
    A_TRAITER = "a_traiter", "À traiter"
    RETENU = "retenu", "Retenu : le message est retiré"
    ECARTE = "ecarte", "Écarté : le message reste"


class IssueAppel(TextChoices):
    EN_ATTENTE = "en_attente", "En attente"
    ACCUEILLI = "accueilli", "Accueilli : le message est rétabli"
    REJETE = "rejete", "Rejeté : le message reste retiré"


class EtatAntivirus(TextChoices):
    NON_ANALYSE = "non_analyse", "Non analysée"
    SAINE = "saine", "Saine"
    REFUSEE = "refusee", "Refusée"


class EtatProposition(TextChoices):
    BROUILLON = "brouillon", "Brouillon"
    EN_DISCUSSION = "en_discussion", "En discussion"
    AU_VOTE = "au_vote", "Mise au vote"
    ADOPTEE = "adoptee", "Adoptée"
    REJETEE = "rejetee", "Rejetée"
    EGALITE = "egalite", "Égalité"
    SANS_QUORUM = "sans_quorum", "Sans quorum"
    OBJECTION_MAINTENUE = "objection_maintenue", "Objection maintenue"
    REPONDUE = "repondue", "Réponse officielle donnée"
    REALISEE = "realisee", "Réalisée"
    ABANDONNEE = "abandonnee", "Abandonnée"
    RETIREE = "retiree", "Retirée"


class SensEffet(TextChoices):
    HAUSSE = "hausse", "À la hausse"
    BAISSE = "baisse", "À la baisse"
    MAINTIEN = "maintien", "Maintien"


class Effort(IntegerChoices):
    FAIBLE = 1, "Faible"
    MOYEN = 2, "Moyen"
    ELEVE = 3, "Élevé"


class Reversibilite(TextChoices):
    FACILE = "facile", "On revient en arrière facilement"
    COUTEUSE = "couteuse", "Revenir en arrière coûte"
    IRREVERSIBLE = "irreversible", "On ne revient pas en arrière"


class EtatAmendement(TextChoices):
    PROPOSE = "propose", "Proposé"
    ACCEPTE = "accepte", "Accepté"
    REFUSE = "refuse", "Refusé"
    RETIRE = "retire", "Retiré"


class SensReponse(TextChoices):
    SUIVIE = "suivie", "La proposition sera suivie"
    EN_PARTIE = "en_partie", "Elle sera suivie en partie"
    NON_SUIVIE = "non_suivie", "Elle ne sera pas suivie"


class Methode(TextChoices):
    """Decision methods; what each may decide depends on the delegation level."""

    SONDAGE = "sondage", "Sondage d'opinion"
    AVIS = "avis", "Avis"
    CONSENTEMENT = "consentement", "Consentement"
    MAJORITE = "majorite", "Majorité"
    PRIORISATION = "priorisation", "Priorisation par points"
    CLASSEMENT = "classement", "Classement"


class Compte(TextChoices):
    """How a ranking is counted; always disclosed."""

    SCHULZE = "schulze", "Méthode de Schulze"
    IRV = "irv", "Vote alternatif (élimination successive)"


class BaseSeuil(TextChoices):
    EXPRIMES = "exprimes", "Des voix exprimées"
    INSCRITS = "inscrits", "Des personnes inscrites"


class GenreOption(TextChoices):
    """What choosing an option means to the count."""

    POUR = "pour", "Pour"
    CONTRE = "contre", "Contre"
    ABSTENTION = "abstention", "Abstention"
    CONSENTEMENT = "consentement", "Consentement"
    OBJECTION = "objection", "Objection"
    CHOIX = "choix", "Choix"


class RegleRaison(TextChoices):
    FACULTATIVE = "facultative", "Facultative"
    REQUISE = "requise", "Requise"


class EtapeConsentement(TextChoices):
    PRESENTATION = "presentation", "Présentation"
    CLARIFICATION = "clarification", "Questions de clarification"
    REACTIONS = "reactions", "Réactions brèves"
    TOUR = "tour", "Tour de consentement"


class EtatObjection(TextChoices):
    OUVERTE = "ouverte", "Ouverte"
    RETENUE = "retenue", "Retenue"
    PREFERENCE = "preference", "Préférence"
    INTEGREE = "integree", "Intégrée"
    RETIREE = "retiree", "Retirée"
    MAINTENUE = "maintenue", "Maintenue"


class EtatScrutin(TextChoices):
    """Computed from the database clock: see `forum/sql/scrutins.sql`."""

    PREPARATION = "preparation", "En préparation"
    ANNONCE = "annonce", "Annoncé"
    OUVERT = "ouvert", "Ouvert"
    CLOS = "clos", "Clos, à proclamer"
    PROCLAME = "proclame", "Proclamé"
    RETIRE = "retire", "Retiré"


class Issue(TextChoices):
    """The results a vote may have (a tie is reputed negative: Code municipal, art. 590)."""

    ADOPTEE = "adoptee", "Adoptée"
    REJETEE = "rejetee", "Rejetée"
    EGALITE = "egalite", "Égalité, réputée négative"
    SANS_QUORUM = "sans_quorum", "Sans quorum : rien n'est proclamé"
    OBJECTION_MAINTENUE = "objection_maintenue", "Objection maintenue"
    CONSULTATIF = "consultatif", "Consultatif : rien n'est décidé"
    ORDRE = "ordre", "Un ordre est établi"


class AvisEnonce(IntegerChoices):
    """What a person says of a statement of an opinion map."""

    EN_DESACCORD = -1, "En désaccord"
    PASSE = 0, "Je passe"
    D_ACCORD = 1, "D'accord"
