"""Scoring methods as they are loaded into MethodeNotation: their parameters, their years, where each was read.

Plain data: a migration inserts the versions that the database does not have yet, and never changes one that stands.
A change of method is a new version here and a new migration. The engine (`methodes.py`) reads the parameters.
"""

from typing import Any

SEUILS = {"plein": "100", "partiel": "60", "nul": "0"}
TABLEAU_DE_BORD = "Secrétariat du Conseil du trésor, tableau de bord de la performance (performance.gouv.qc.ca)"

METHODES: tuple[dict[str, Any], ...] = (
    {
        "code": "sct-2019",
        "version": 1,
        "libelle": "SCT 2019",
        "description": (
            "Moitié qualité du plan stratégique, moitié atteinte des cibles au 31 mars, tout ou rien. "
            "Un résultat absent, en retard, partiel ou de processus seul compte comme non atteint."
        ),
        "exercice_debut": 2018,
        "exercice_fin": 2019,
        "source": f"{TABLEAU_DE_BORD}, 2018-2019 et 2019-2020",
        "parametres": {
            "genre": "qualite_et_atteinte",
            "parts": {"qualite": "50", "atteinte": "50"},
            "vert_au_dessus_de": "70",
            "seuil_de_cibles": "95",
            "types_de_resultat": ["effet", "efficience", "qualite_service"],
            "types_de_processus": ["intrant", "activite"],
            "composantes": [
                {"code": "plan", "libelle": "Plan en vigueur", "poids": "20", "regle": "plan", "notes": SEUILS},
                {"code": "annuelles", "libelle": "Cibles annuelles", "poids": "10", "regle": "annuelles",
                 "notes": SEUILS},
                {"code": "resultat", "libelle": "Part des indicateurs de résultat", "poids": "30", "regle": "part"},
                {"code": "qualite", "libelle": "Qualité des indicateurs et des cibles", "poids": "30",
                 "regle": "jugee"},
                {"code": "non_documentee", "libelle": "Composante non documentée", "poids": "10",
                 "regle": "facultative"},
            ],
            "notes_publiees": [
                {"exercice": 2018, "qui": "Moyenne de 20 ministères", "note": "71",
                 "source": "newswire.ca, 2020-12-21"},
                {"exercice": 2019, "qui": "Moyenne de 20 ministères", "note": "82",
                 "source": "newswire.ca, 2020-12-21"},
                {"exercice": 2018, "qui": "Finances", "note": "78",
                 "source": "journaldequebec.com, 2020-12-23 (96 moins 18 points)"},
                {"exercice": 2019, "qui": "Finances", "note": "96", "source": "journaldequebec.com, 2020-12-23"},
                {"exercice": 2018, "qui": "Énergie et Ressources naturelles", "note": "71",
                 "source": "journaldequebec.com, 2020-12-23 (86 moins 15 points)"},
                {"exercice": 2019, "qui": "Énergie et Ressources naturelles", "note": "86",
                 "source": "journaldequebec.com, 2020-12-23"},
                {"exercice": 2018, "qui": "Économie et Innovation", "note": "72",
                 "source": "journaldequebec.com, 2020-12-23 (80 moins 8 points)"},
                {"exercice": 2019, "qui": "Économie et Innovation", "note": "80",
                 "source": "journaldequebec.com, 2020-12-23"},
            ],
        },
    },
    {
        "code": "sct-2022",
        "version": 1,
        "libelle": "SCT 2022",
        "description": (
            "Le taux d'atteinte et le pointage moyen : une cible atteinte vaut 100, une cible manquée vaut la part du "
            "chemin faite depuis son point de départ."
        ),
        "exercice_debut": 2021,
        "exercice_fin": None,
        "source": f"{TABLEAU_DE_BORD}, 2021-2022 et suivants",
        "parametres": {
            "genre": "pointage",
            "pointage_atteinte": "100",
            "pointage_manquee": "progression",
            "notes_publiees": [
                {"exercice": 2021, "qui": "Tourisme", "note": "94", "taux": "100",
                 "source": "journalmetro.com, 2023-03"},
                {"exercice": 2021, "qui": "Santé et Services sociaux", "note": "67",
                 "source": "lapresse.ca, 2023-03-13"},
                {"exercice": 2021, "qui": "Éducation", "note": "58", "taux": "41",
                 "source": "lapresse.ca, 2023-03-13 ; ledevoir.com, 2023-03"},
                {"exercice": 2021, "qui": "Enseignement supérieur", "note": "47", "taux": "16",
                 "source": "lapresse.ca, 2023-03-13 ; journalmetro.com"},
                {"exercice": 2022, "qui": "Enseignement supérieur", "note": "56", "taux": "11",
                 "source": "lapresse.ca, 2024-05-06"},
            ],
        },
    },
    {
        "code": "progression-ponderee",
        "version": 1,
        "libelle": "Progression pondérée",
        "description": (
            "La moyenne pondérée des progressions, étage par étage, nulle tant qu'un enfant qui compte n'en a pas."
        ),
        "exercice_debut": None,
        "exercice_fin": None,
        "source": "Règle du portail",
        "parametres": {"genre": "progression", "notes_publiees": []},
    },
)  # fmt: skip

# Last fiscal year of SCT 2019 in the versions above: sheets of later years need not ask the database.
DERNIER_EXERCICE_2019 = 2019
