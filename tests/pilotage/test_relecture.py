"""The second reading of a plan says what a careful reader would ask."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pilotage.notation import CibleVue
from pilotage.relecture import CibleLue, FicheLue, relire

D = Decimal
SAINE = FicheLue("Taux de satisfaction", "effet", "hausse", "%", D(60), True, range(2024, 2026))
CIBLES = [CibleLue(2024, CibleVue("au_moins", D(70))), CibleLue(2025, CibleVue("au_moins", D(80)))]


def codes(fiche=SAINE, cibles=CIBLES):
    return [remarque.code for remarque in relire(fiche, cibles)]


def test_une_fiche_soignee_n_appelle_aucune_remarque():
    assert codes() == []


@pytest.mark.parametrize(
    ("changement", "attendu"),
    [
        ({"sens": ""}, "sans_sens"),
        ({"unite": " "}, "sans_unite"),
        ({"valeur_depart": None}, "sans_depart"),
        ({"a_responsable": False}, "sans_responsable"),
        ({"nom": "Mise en œuvre de la stratégie"}, "activite"),
        ({"nom": "Nombre d’ateliers donnés"}, "activite"),
        ({"exercices": range(2024, 2027)}, "sans_cible_annuelle"),
        ({"valeur_depart": D(75)}, "deja_atteinte"),
    ],
)
def test_chaque_oubli_est_nomme(changement, attendu):
    assert codes(replace(SAINE, **changement)) == [attendu]


def test_sans_cible_on_ne_reclame_pas_chaque_annee():
    assert codes(cibles=[]) == ["sans_cible"]


@pytest.mark.parametrize("texte", ["En continu", "À déterminer", "Dépôt du rapport", "Bilan annuel"])
def test_une_cible_en_mots_vagues_est_relevee(texte):
    cibles = [CIBLES[0], CibleLue(2025, CibleVue("texte"), texte)]
    assert codes(cibles=cibles) == ["sans_nombre", "vague"]


def test_une_activite_qui_se_dit_activite_est_acceptee():
    assert codes(replace(SAINE, nom="Déploiement du service", type="activite")) == []
