"""Closed vocabularies of the shared schema (docs/glossaire.md gives the English gloss of each)."""

from django.db.models import IntegerChoices, TextChoices


class TypeOrganisation(TextChoices):
    GOUVERNEMENT = "gouvernement", "Gouvernement"
    PORTEFEUILLE = "portefeuille", "Portefeuille"
    MINISTERE = "ministere", "Ministère"
    ORGANISME = "organisme", "Organisme"
    DIRECTION = "direction", "Direction"
    PARTENAIRE_PRIVE = "partenaire_prive", "Partenaire privé"


class RoleAdhesion(TextChoices):
    GESTIONNAIRE = "gestionnaire", "Gestionnaire"
    RESPONSABLE_INDICATEUR = "responsable_indicateur", "Responsable d'indicateur"
    COORDINATION = "coordination", "Coordination SCT"
    MEMBRE_PUBLIC = "membre_public", "Membre du forum, secteur public"
    MEMBRE_PRIVE = "membre_prive", "Membre du forum, secteur privé"
    ANIMATION = "animation", "Animation"
    FORMATION = "formation", "Formation"
    ADMINISTRATION = "administration", "Administration"


class Sens(TextChoices):
    HAUSSE = "hausse", "À la hausse"
    BAISSE = "baisse", "À la baisse"
    MAINTIEN = "maintien", "Maintien"
    PLAGE = "plage", "Dans une plage"


class TypeIndicateur(TextChoices):
    INTRANT = "intrant", "Intrant"
    ACTIVITE = "activite", "Activité ou processus"
    EXTRANT = "extrant", "Extrant"
    EFFET = "effet", "Effet ou résultat"
    EFFICIENCE = "efficience", "Efficience"
    QUALITE_SERVICE = "qualite_service", "Qualité de service"


class Frequence(TextChoices):
    MENSUELLE = "mensuelle", "Mensuelle"
    TRIMESTRIELLE = "trimestrielle", "Trimestrielle"
    SEMESTRIELLE = "semestrielle", "Semestrielle"
    ANNUELLE = "annuelle", "Annuelle"
    PLURIANNUELLE = "pluriannuelle", "Pluriannuelle"


class AgregationTemps(TextChoices):
    DERNIERE = "derniere", "Dernière valeur"
    SOMME = "somme", "Somme"
    MOYENNE = "moyenne", "Moyenne"


class AgregationOrganisations(TextChoices):
    SAISIE = "saisie", "Saisie à ce niveau"
    SOMME = "somme", "Somme"
    MOYENNE = "moyenne", "Moyenne"
    MOYENNE_PONDEREE = "moyenne_ponderee", "Moyenne pondérée"


class FormeCible(TextChoices):
    AU_MOINS = "au_moins", "Au moins"
    AU_PLUS = "au_plus", "Au plus"
    EXACTE = "exacte", "Exacte"
    PLAGE = "plage", "Dans une plage"
    JALON = "jalon", "Jalon"
    TEXTE = "texte", "Texte"


class EtatMesure(TextChoices):
    PROVISOIRE = "provisoire", "Provisoire"
    VALIDEE = "validee", "Validée"


class MotifAbsence(TextChoices):
    """The four coded reasons of a « non disponible »."""

    NON_SAISI = "non_saisi", "Résultat pas encore saisi"
    SOURCE_RETARDEE = "source_retardee", "La source n'a pas encore publié"
    NON_MESURE = "non_mesure", "Non mesuré pour cette période"
    CONFIDENTIEL = "confidentiel", "Confidentiel ou trop petit nombre"


class Statut(TextChoices):
    ATTEINTE = "atteinte", "Atteinte"
    NON_ATTEINTE = "non_atteinte", "Non atteinte"
    A_VENIR = "a_venir", "À venir"
    NON_DISPONIBLE = "non_disponible", "Non disponible"
    SANS_OBJET = "sans_objet", "Sans objet"


class Visibilite(TextChoices):
    PUBLIQUE = "publique", "Publique"
    INTERNE = "interne", "Interne"


class EtatPlan(TextChoices):
    BROUILLON = "brouillon", "Brouillon"
    PUBLIE = "publie", "Publié"
    CLOS = "clos", "Clos"


class EtatInitiative(TextChoices):
    OUVERTE = "ouverte", "Ouverte"
    EN_COURS = "en_cours", "En cours"
    TERMINEE = "terminee", "Terminée"
    ABANDONNEE = "abandonnee", "Abandonnée"


class NiveauGestion(TextChoices):
    """Level of management of a membership: who a message is meant for, and how far it reached."""

    NON_PRECISE = "", "Non précisé"
    HAUTE_DIRECTION = "haute_direction", "Haute direction"
    DIRECTION = "direction", "Direction"
    GESTION_EQUIPE = "gestion_equipe", "Gestion d'équipe"
    PROFESSIONNEL = "professionnel", "Personnel professionnel"


class TypeNotification(TextChoices):
    """What a notification is about; a person's preferences are by type."""

    MENTION = "mention", "On me mentionne"
    ACTION = "action", "Une action m'est confiée ou vient à échéance"
    MANDAT = "mandat", "Mon mandat"
    VOTE = "vote", "Un vote attend ma voix"
    RESULTATS = "resultats", "Des résultats sont attendus"
    ALERTE = "alerte", "Une alerte sur ce que je tiens"
    BLOQUANT = "bloquant", "Un bloquant que je suis ou que je peux aider"
    RENCONTRE = "rencontre", "Une rencontre où je suis attendu"
    CORRECTION = "correction", "Une correction proposée"
    INITIATIVE = "initiative", "Une initiative à laquelle je participe"
    ACCOMPAGNEMENT = "accompagnement", "Une demande d'accompagnement"
    PRATIQUE = "pratique", "Une pratique que je tiens ou que mon organisation applique"
    ANNONCE = "annonce", "Une annonce de la coordination"
    SUIVI = "suivi", "Un changement sur ce que je suis"


# What cannot wait for the digest unless the person says otherwise.
IMMEDIATS = frozenset(
    {TypeNotification.MENTION, TypeNotification.ACTION, TypeNotification.MANDAT, TypeNotification.VOTE}
)


class CanalNotification(TextChoices):
    """How a type of notification leaves the portal; it always shows in the portal itself."""

    IMMEDIAT = "immediat", "Un courriel tout de suite"
    QUOTIDIEN = "quotidien", "Dans le résumé du jour"
    PORTAIL = "portail", "Dans le portail seulement"


def canal_par_defaut(type: str) -> CanalNotification:
    return CanalNotification.IMMEDIAT if type in IMMEDIATS else CanalNotification.QUOTIDIEN


def libelle_type(type: str) -> str:
    """The words of a type; a type of former times is simply a notification."""
    return TypeNotification(type).label if type in TypeNotification.values else "Notification"


class EtatCourriel(TextChoices):
    A_ENVOYER = "a_envoyer", "À envoyer"
    EN_COURS = "en_cours", "En cours d'envoi"
    ENVOYE = "envoye", "Envoyé"
    ECHEC = "echec", "Échec"
    INUTILE = "inutile", "Devenu inutile"


class CauseBloquant(TextChoices):
    """The shared taxonomy of what blocks: a blocker has one, a practice says those it answers."""

    RESSOURCES = "ressources", "Ressources ou effectifs"
    BUDGET = "budget", "Budget"
    APPROVISIONNEMENT = "approvisionnement", "Approvisionnement ou contrat"
    TECHNOLOGIE = "technologie", "Technologie ou système"
    DONNEES = "donnees", "Données ou mesure"
    PROCESSUS = "processus", "Processus ou méthode"
    COMPETENCES = "competences", "Compétences ou formation"
    REGLES = "regles", "Loi, règlement ou directive"
    DECISION = "decision", "Décision attendue"
    PARTENAIRE = "partenaire", "Partenaire ou autre organisation"
    AUTRE = "autre", "Autre cause"


class NiveauDelegation(IntegerChoices):
    """Seven levels of delegation (Management 3.0)."""

    DIRE = 1, "1. Dire"
    VENDRE = 2, "2. Vendre"
    CONSULTER = 3, "3. Consulter"
    CONVENIR = 4, "4. Convenir"
    CONSEILLER = 5, "5. Conseiller"
    S_ENQUERIR = 6, "6. S'enquérir"
    DELEGUER = 7, "7. Déléguer"


class Territoire(TextChoices):
    """Administrative regions of Québec; the empty code is the whole of Québec."""

    QUEBEC = "", "Ensemble du Québec"
    R01 = "01", "Bas-Saint-Laurent"
    R02 = "02", "Saguenay–Lac-Saint-Jean"
    R03 = "03", "Capitale-Nationale"
    R04 = "04", "Mauricie"
    R05 = "05", "Estrie"
    R06 = "06", "Montréal"
    R07 = "07", "Outaouais"
    R08 = "08", "Abitibi-Témiscamingue"
    R09 = "09", "Côte-Nord"
    R10 = "10", "Nord-du-Québec"
    R11 = "11", "Gaspésie–Îles-de-la-Madeleine"
    R12 = "12", "Chaudière-Appalaches"
    R13 = "13", "Laval"
    R14 = "14", "Lanaudière"
    R15 = "15", "Laurentides"
    R16 = "16", "Montérégie"
    R17 = "17", "Centre-du-Québec"


class PorteeJeton(TextChoices):
    """What a personal API token may be used for, within its owner's rights."""

    LECTURE = "lecture", "Lire ce que je peux lire"
    ECRITURE = "ecriture", "Écrire ce que je peux saisir"
