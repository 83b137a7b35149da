"""The columns of the portal's own format, in the order of the template (docs/formats-import.md describes them)."""

from .base import Champ


def _c(
    nom: str, libelle: str, *synonymes: str, aide: str = "", obligatoire: bool = False, structure: bool = True
) -> Champ:
    return Champ(nom, libelle, synonymes, obligatoire, structure, aide)


STRUCTURE = (
    _c("organisation", "Organisation", "sigle", "organisme", "ministère", "org", aide="Sigle", obligatoire=True),
    _c("organisation_nom", "Nom de l'organisation", "nom organisation", aide="Pour en créer une (coordination)"),
    _c("organisation_type", "Type d'organisation", aide="ministere, organisme, direction…"),
    _c("releve_de", "Relève de", "parent", "portefeuille", aide="Sigle de l'organisation dont elle relève"),
    _c("plan", "Plan", "plan stratégique", "titre du plan"),
    _c("plan_debut", "Premier exercice du plan", "début du plan", aide="2023-2024"),
    _c("plan_fin", "Dernier exercice du plan", "fin du plan", aide="2026-2027"),
    _c("plan_etat", "État du plan", aide="brouillon, publie, clos ; un plan nouveau est publié"),
    _c("plan_illustratif", "Plan illustratif", aide="oui ou non"),
    _c("orientation", "Orientation", "numéro orientation", aide="Numéro : 1"),
    _c("orientation_titre", "Titre de l'orientation", "orientation titre"),
    _c("enjeu", "Enjeu"),
    _c("objectif", "Objectif", "numéro objectif", aide="Numéro : 1.2"),
    _c("objectif_titre", "Titre de l'objectif", "objectif titre"),
    _c("code", "Code", "code indicateur", "indicateur code", "numéro indicateur", aide="1.2.1", obligatoire=True),
    _c("nom", "Nom", "indicateur", "nom de l'indicateur", "libellé"),
    _c("nom_public", "Nom public"),
    _c("definition", "Définition"),
    _c("type", "Type", "type d'indicateur", aide="intrant, activite, extrant, effet, efficience, qualite_service"),
    _c("sens", "Sens", "direction", aide="hausse, baisse, maintien, plage : jamais deviné"),
    _c("unite", "Unité", "unité de mesure"),
    _c("decimales", "Décimales", aide="0 à 9"),
    _c("methode_calcul", "Méthode de calcul", "méthode"),
    _c("source", "Source"),
    _c("source_url", "Adresse de la source", "url"),
    _c("mode_collecte", "Mode de collecte"),
    _c("frequence", "Fréquence", aide="mensuelle, trimestrielle, semestrielle, annuelle, pluriannuelle"),
    _c("delai_publication", "Délai de publication", "délai", aide="En mois"),
    _c("agregation_temps", "Agrégation dans le temps", aide="derniere, somme, moyenne"),
    _c("agregation_organisations", "Agrégation entre organisations", aide="saisie, somme, moyenne, moyenne_ponderee"),
    _c("cumulatif", "Cumulatif", aide="oui ou non"),
    _c("poids", "Poids"),
    _c("valeur_depart", "Valeur de départ", "départ", "valeur initiale"),
    _c("date_depart", "Date de la valeur de départ", "date de départ"),
    _c("tolerance", "Tolérance"),
    _c("strict", "Cible exacte stricte", "strict", aide="oui ou non"),
    _c("visibilite", "Visibilité", aide="publique, interne"),
    _c("admissible_spc", "Admissible aux cartes de contrôle", aide="oui ou non"),
    _c("saisonnier", "Saisonnier", aide="oui ou non"),
    _c("limites", "Limites"),
    _c("illustratif", "Illustratif", aide="oui ou non"),
)
RELEVES = (
    _c(
        "periode",
        "Période",
        "exercice",
        "année",
        "période ou exercice",
        aide="2025-2026, 2025-2026 T1, 2025-04, 2015",
        structure=False,
    ),
    _c("debut", "Début", "premier jour", aide="À la place de la période", structure=False),
    _c("fin", "Fin", "dernier jour", aide="À la place de la période", structure=False),
    _c("territoire", "Territoire", "région", aide="Vide : ensemble du Québec ; sinon 01 à 17", structure=False),
    _c("resultat", "Résultat", "valeur", "mesure", "résultat atteint", aide="1 234,5 ; n/d ; s.o.", structure=False),
    _c(
        "motif_absence",
        "Motif d'absence",
        "motif",
        aide="non_saisi, source_retardee, non_mesure, confidentiel",
        structure=False,
    ),
    _c("etat", "État", "statut du résultat", aide="provisoire, validee", structure=False),
    _c("commentaire", "Commentaire", "commentaires", structure=False),
    _c("source_resultat", "Source du résultat", structure=False),
    _c(
        "cible_forme",
        "Forme de la cible",
        "forme",
        aide="au_moins, au_plus, exacte, plage, jalon, texte",
        structure=False,
    ),
    _c("cible", "Cible", "valeur cible", aide="Une seule valeur ; pour une plage, minimum et maximum", structure=False),
    _c("cible_min", "Cible minimale", "minimum", structure=False),
    _c("cible_max", "Cible maximale", "maximum", structure=False),
    _c("cible_texte", "Cible en texte", "énoncé de la cible", structure=False),
    _c("echeance", "Échéance", aide="Vide : dernier jour de l'exercice", structure=False),
    _c("jugee_atteinte", "Jugée atteinte", aide="oui ou non, pour un jalon ou un texte", structure=False),
    _c("cible_illustrative", "Cible illustrative", aide="oui ou non ; vide : comme la fiche", structure=False),
)
CHAMPS = STRUCTURE + RELEVES
