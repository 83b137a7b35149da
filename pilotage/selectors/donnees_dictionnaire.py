"""The dictionary of the open data: every column of every table, said once for the page, the files and the machines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Choices

from ecosysteme.enums import (
    FormeCible,
    Frequence,
    MotifAbsence,
    Sens,
    Statut,
    Territoire,
    TypeIndicateur,
    TypeOrganisation,
)

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/deed.fr",
}
# Table Schema's types, as people call them.
GENRES = {
    "integer": "entier", "number": "nombre exact", "string": "texte", "boolean": "vrai ou faux (true, false)",
    "date": "date (AAAA-MM-JJ)", "datetime": "instant (ISO 8601)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Colonne:
    """`genre` is a type of Table Schema; `valeurs` the closed list of codes, with what each means."""

    nom: str
    genre: str
    sens: str
    unite: str = ""
    valeurs: Mapping[str, str] = field(default_factory=dict)

    @property
    def genre_en_mots(self) -> str:
        return GENRES[self.genre]

    def schema(self) -> dict[str, Any]:
        suite = f" Unité : {self.unite}." if self.unite else ""
        codes = "".join(f" {code} : {libelle}." for code, libelle in self.valeurs.items())
        contraintes = {"constraints": {"enum": list(self.valeurs)}} if self.valeurs else {}
        return {"name": self.nom, "type": self.genre, "description": f"{self.sens}.{suite}{codes}", **contraintes}


@dataclass(frozen=True, slots=True)
class Table:
    nom: str
    titre: str
    sens: str
    colonnes: Sequence[Colonne]

    @property
    def noms(self) -> list[str]:
        return [colonne.nom for colonne in self.colonnes]


def codes(vocabulaire: type[Choices], sauf: Sequence[str] = ()) -> dict[str, str]:
    return {str(v.value): str(v.label) for v in vocabulaire if v.value and v.value not in sauf}


_INDICATEUR = Colonne("indicateur_id", "integer", "Identifiant de l'indicateur (table « indicateurs »)")
_EXERCICE = Colonne("exercice", "integer", "Année où commence l'exercice : 2025 va du 1er avril 2025 au 31 mars 2026")
_TERRITOIRE = Colonne(
    "territoire", "string", "Code de la région administrative ; vide pour tout le Québec", valeurs=codes(Territoire)
)
_UNITE = "celle de l'indicateur"
_ILLUSTRATIF = "Vrai si le chiffre est inventé pour une démonstration"

TABLES = (
    Table(
        "organisations",
        "Organisations",
        "Une ligne par organisation de l'État.",
        (
            Colonne("organisation_id", "integer", "Identifiant de l'organisation"),
            Colonne("sigle", "string", "Sigle, unique"),
            Colonne("nom", "string", "Nom"),
            Colonne("type", "string", "Genre d'organisation", "", codes(TypeOrganisation, ["partenaire_prive"])),
            Colonne("releve_de_id", "integer", "Identifiant de l'organisation dont elle relève"),
            Colonne("debut", "date", "Début d'existence"),
            Colonne("fin", "date", "Fin d'existence"),
            Colonne("illustratif", "boolean", _ILLUSTRATIF),
        ),
    ),
    Table(
        "indicateurs",
        "Indicateurs",
        "Une ligne par indicateur public d'un plan publié, sous son nom public.",
        (
            _INDICATEUR,
            Colonne("organisation_id", "integer", "Identifiant de l'organisation propriétaire"),
            Colonne("plan_id", "integer", "Identifiant du plan"),
            Colonne("plan", "string", "Titre du plan stratégique"),
            Colonne("plan_debut", "integer", "Premier exercice du plan"),
            Colonne("plan_fin", "integer", "Dernier exercice du plan"),
            Colonne("orientation_id", "integer", "Identifiant de l'orientation"),
            Colonne("orientation", "string", "Titre de l'orientation"),
            Colonne("objectif_id", "integer", "Identifiant de l'objectif"),
            Colonne("objectif_numero", "string", "Numéro de l'objectif"),
            Colonne("objectif", "string", "Titre de l'objectif"),
            Colonne("code", "string", "Code de l'indicateur dans son objectif"),
            Colonne("nom", "string", "Nom public"),
            Colonne("definition", "string", "Ce que l'indicateur mesure"),
            Colonne("type", "string", "Genre d'indicateur", "", codes(TypeIndicateur)),
            Colonne("sens", "string", "Sens voulu", "", codes(Sens)),
            Colonne("unite", "string", "Unité des résultats et des cibles"),
            Colonne("methode_calcul", "string", "Comment il se calcule"),
            Colonne("source", "string", "D'où viennent les résultats"),
            Colonne("source_url", "string", "Adresse de la source"),
            Colonne("frequence", "string", "Fréquence des résultats", "", codes(Frequence)),
            Colonne("valeur_depart", "number", "Valeur de départ", _UNITE),
            Colonne("date_depart", "date", "Date de la valeur de départ"),
            Colonne("poids", "number", "Poids dans l'objectif"),
            Colonne("illustratif", "boolean", _ILLUSTRATIF),
        ),
    ),
    Table(
        "cibles",
        "Cibles",
        "Une ligne par indicateur, exercice et territoire.",
        (
            _INDICATEUR,
            _EXERCICE,
            _TERRITOIRE,
            Colonne("forme", "string", "Forme de la cible", "", codes(FormeCible)),
            Colonne("valeur_min", "number", "Borne basse (au moins, exacte, plage)", _UNITE),
            Colonne("valeur_max", "number", "Borne haute (au plus, plage)", _UNITE),
            Colonne("texte", "string", "Énoncé d'un jalon ou d'une cible en texte"),
            Colonne("echeance", "date", "Échéance"),
            Colonne("illustratif", "boolean", _ILLUSTRATIF),
        ),
    ),
    Table(
        "resultats",
        "Résultats",
        "Une ligne par indicateur, période et territoire : résultats validés seulement.",
        (
            _INDICATEUR,
            Colonne("debut", "date", "Premier jour de la période"),
            Colonne("fin", "date", "Dernier jour de la période"),
            _EXERCICE,
            _TERRITOIRE,
            Colonne("valeur", "number", "Résultat ; vide s'il n'y en a pas", _UNITE),
            Colonne("motif_absence", "string", "Pourquoi il n'y en a pas", "", codes(MotifAbsence)),
            Colonne("sans_objet", "boolean", "Vrai si l'indicateur ne s'applique pas à la période"),
            Colonne("source", "string", "Source de ce résultat"),
        ),
    ),
    Table(
        "bilans",
        "Bilans",
        "Une ligne par nœud (indicateur, objectif, orientation, plan, organisation) et exercice, pour tout le Québec.",
        (
            Colonne("niveau", "string", "Genre de nœud", "", {
                "indicateur": "Indicateur", "objectif": "Objectif", "orientation": "Orientation", "plan": "Plan",
                "organisation": "Organisation",
            }),
            Colonne("noeud_id", "integer", "Identifiant du nœud dans sa table"),
            Colonne("organisation", "string", "Sigle de l'organisation"),
            _EXERCICE,
            Colonne("statut", "string", "Statut de la cible d'un indicateur", "", codes(Statut)),
            Colonne("motif", "string", "Motif d'un résultat non disponible", "", codes(MotifAbsence)),
            Colonne("resultat", "number", "Résultat de l'exercice d'un indicateur", _UNITE),
            *(Colonne(f"nb_{s.value}", "integer", f"Cibles de statut « {s.label} »", "indicateurs") for s in Statut),
            Colonne("taux_atteinte", "number", "Cibles atteintes parmi celles qui sont jugées (SCT 2022)", "%"),
            Colonne("note_moyenne", "number", "Pointage moyen (SCT 2022)", "points sur 100"),
            Colonne("progression", "number", "Progression, pondérée au-dessus de l'indicateur", "%"),
            Colonne("progression_n", "integer", "Éléments qui ont une progression"),
            Colonne("progression_m", "integer", "Éléments qui devraient en avoir une"),
            Colonne("derniere_mesure", "date", "Fin de la période du dernier résultat"),
            Colonne("methode", "string", "Méthode et version"),
            Colonne("calcule_le", "datetime", "Quand le bilan a été calculé"),
        ),
    ),
)  # fmt: skip
PAR_NOM = {table.nom: table for table in TABLES}
