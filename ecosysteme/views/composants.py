"""The component gallery: every component once, with sample data and no model."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

STATUTS = [
    ("atteinte", "Atteinte"),
    ("non_atteinte", "Non atteinte"),
    ("a_venir", "À venir"),
    ("non_disponible", "Non disponible"),
    ("sans_objet", "Sans objet"),
]
SIGNAUX = [
    ("favorable", "Signal favorable"),
    ("defavorable", "Signal défavorable"),
    ("neutre", "Signal neutre"),
    ("commune", "Variation courante"),
    ("", "Trop peu de points"),
]
CIELS = [
    ("soleil", "Soleil : objectifs sécurisés"),
    ("couvert", "Couvert : objectifs atteignables"),
    ("nuage", "Nuage : appuis nécessaires"),
    ("orage", "Orage : objectifs compromis"),
    ("non_necessaire", "Non nécessaire"),
    ("", "Non renseignée"),
]
COMPTEURS = [
    {"nombre": "225", "libelle": "organisations", "url": "?", "actif": True},
    {"nombre": "14", "libelle": "en retard", "url": "?alerte=retard", "actif": False},
    {
        "nombre": "9",
        "libelle": "signal défavorable",
        "url": "?alerte=signal",
        "actif": False,
        "variation": "defavorable",
    },
    {"nombre": "31", "libelle": "non disponible", "url": "?alerte=nd", "actif": False, "statut": "non_disponible"},
]
LIGNES = [
    ("MSSS", "Santé et Services sociaux", "58,2", "+3,1", "36 sur 41", "favorable", "atteinte", "Atteinte", "58.2"),
    ("MEQ", "Éducation", "64,0", "−1,4", "22 sur 22", "defavorable", "non_atteinte", "Non atteinte", "64"),
    ("MTMD", "Transports et Mobilité durable", "71,5", "+0,2", "17 sur 19", "commune", "a_venir", "À venir", "71.5"),
    ("RAMQ", "Régie de l'assurance maladie du Québec", "–", "–", "0 sur 12", "",
     "non_disponible", "Non disponible", ""),
    ("MELCCFP", "Environnement, Lutte contre les changements climatiques, Faune et Parcs", "1 204,5", "+12,0",
     "9 sur 30", "neutre", "sans_objet", "Sans objet", "100"),
]  # fmt: skip
ETAPES = [
    {"terme": "Valeur de départ", "valeur": "165 (31 mars 2023)"},
    {"terme": "Cible", "valeur": "184 au moins"},
    {"terme": "Résultat", "valeur": "169"},
    {"terme": "Progression", "valeur": "100 × (169 − 165) ÷ (184 − 165) = 21,1 %"},
]
HISTORIQUE = [
    {"quand": "3 mars 2026, 14 h 30", "qui": "Anaïs Tremblay", "quoi": "Résultat 2024-2025",
     "avant": "168", "apres": "169", "note": "Correction de la source après vérification."},
    {"quand": "12 février 2026, 9 h", "qui": "Importation « série annuelle »", "quoi": "Résultat 2024-2025",
     "apres": "168"},
    {"quand": "1er avril 2025, 8 h 15", "qui": "Marc Ouellet", "quoi": "Plan publié"},
]  # fmt: skip
LIENS = {
    "fil": [{"libelle": "Gouvernement", "url": "#"}, {"libelle": "Santé", "url": "#"}, {"libelle": "Délai d'accès"}],
    "onglets": [
        {"libelle": "Indicateurs", "url": "#", "actif": True},
        {"libelle": "Plan", "url": "#", "actif": False},
        {"libelle": "Historique", "url": "#", "actif": False},
    ],
    "exports": [{"libelle": "CSV", "url": "?format=csv"}, {"libelle": "Excel (XLSX)", "url": "?format=xlsx"}],
}


class Exemple(forms.Form):
    """A form with one field of each shape, shown with its errors."""

    nom = forms.CharField(label="Nom de l'indicateur", help_text="Tel qu'il paraît dans le plan stratégique.")
    cible = forms.DecimalField(
        label="Cible",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": "Écrivez un nombre, par exemple 184 ou 12,5."},
    )
    sens = forms.ChoiceField(label="Sens", choices=[("hausse", "À la hausse"), ("baisse", "À la baisse")])
    forme = forms.ChoiceField(
        label="Forme", choices=[("au_moins", "Au moins"), ("au_plus", "Au plus")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note de changement", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    publique = forms.BooleanField(label="Montrer au public", required=False)


class Filtres(forms.Form):
    exercice = forms.ChoiceField(label="Exercice", choices=[("2025", "2025-2026"), ("2024", "2024-2025")])
    portefeuille = forms.ChoiceField(label="Portefeuille", choices=[("", "Tous")], required=False)
    q = forms.CharField(label="Nom ou sigle", required=False)


def composants(request: HttpRequest) -> HttpResponse:
    """Components in every state, for those who build pages and for the automatic accessibility check."""
    contexte: dict[str, Any] = {
        "statuts": STATUTS,
        "signaux": SIGNAUX,
        "ciels": CIELS,
        "compteurs": COMPTEURS,
        "lignes": LIGNES,
        "etapes": ETAPES,
        "historique": HISTORIQUE,
        "liens": LIENS,
        "formulaire": Exemple({"nom": "", "cible": "cent", "sens": "hausse", "forme": "au_moins"}),
        "filtres": Filtres(auto_id="filtre_%s"),
    }
    return render(request, "ecosysteme/composants.html", contexte)
