"""An indicator over its months, and over the indicators it gathers."""

from datetime import date
from decimal import Decimal

import pytest

from ecosysteme.periodes import fin_de_mois
from tests import fabriques

pytestmark = pytest.mark.django_db


def mois(indicateur, rang, valeur, **champs):
    """The result of the rang-th month of the exercice 2025-2026."""
    fin = fin_de_mois(2025, 4 + rang)
    return fabriques.mesure(indicateur, debut=date(fin.year, fin.month, 1), fin=fin, valeur=valeur, **champs)


@pytest.mark.parametrize(
    ("agregation", "attendu"),
    [("derniere", "12"), ("somme", "78"), ("moyenne", "6.5")],
    ids=["dernière", "somme", "moyenne"],
)
def test_douze_mois_font_un_resultat(objectif, bilan, agregation, attendu):
    i = fabriques.indicateur(objectif, frequence="mensuelle", agregation_temps=agregation)
    for rang in range(12):
        mois(i, rang, str(rang + 1))
    assert bilan(i).resultat == Decimal(attendu)
    assert bilan(i).derniere_mesure == date(2026, 3, 31)


@pytest.mark.parametrize("agregation", ["somme", "moyenne"])
def test_tant_qu_un_mois_manque_il_n_y_a_pas_de_total_partiel(objectif, bilan, agregation):
    i = fabriques.indicateur(objectif, frequence="mensuelle", agregation_temps=agregation)
    fabriques.cible(i, 2025, "5")
    for rang in range(11):
        mois(i, rang, "1")
    b = bilan(i)
    assert (b.resultat, b.statut, b.derniere_mesure) == (None, "non_disponible", date(2026, 2, 28))
    mois(i, 11, None, sans_objet=True)
    assert bilan(i).resultat == (11 if agregation == "somme" else 1)


@pytest.mark.parametrize(("agregation", "attendu"), [("somme", "40"), ("moyenne", "20"), ("moyenne_ponderee", "25")])
def test_un_indicateur_en_rassemble_d_autres(objectif, bilan, agregation, attendu):
    pere = fabriques.indicateur(objectif, agregation_organisations=agregation)
    for valeur, poids in (("10", 1), ("30", 3)):
        fabriques.mesure(fabriques.indicateur(objectif, parent=pere, poids=poids), 2025, valeur)
    assert bilan(pere).resultat == Decimal(attendu)


def test_un_enfant_sans_resultat_laisse_le_pere_sans_resultat_meme_s_il_n_a_pas_de_cible(objectif, bilan):
    pere = fabriques.indicateur(objectif, agregation_organisations="somme")
    fabriques.mesure(fabriques.indicateur(objectif, parent=pere), 2025, "10")
    muet = fabriques.indicateur(objectif, parent=pere)
    assert bilan(pere).resultat is None
    fabriques.mesure(muet, 2025, None, sans_objet=True)
    assert bilan(pere).resultat == 10


def test_un_petit_enfant_change_remonte_jusqu_au_sommet(objectif, bilan):
    grand_pere = fabriques.indicateur(objectif, agregation_organisations="somme")
    pere = fabriques.indicateur(objectif, parent=grand_pere, agregation_organisations="somme")
    enfant = fabriques.indicateur(objectif, parent=pere)
    mesure = fabriques.mesure(enfant, 2025, "10")
    assert bilan(grand_pere).resultat == 10
    mesure.valeur = Decimal("11.5")
    mesure.save()
    assert bilan(grand_pere).resultat == Decimal("11.5")
    enfant.parent = None
    enfant.save()
    assert bilan(grand_pere).resultat is None


def test_un_enfant_supprime_quitte_la_somme(objectif, bilan):
    pere = fabriques.indicateur(objectif, agregation_organisations="somme")
    enfants = [fabriques.indicateur(objectif, parent=pere) for _ in range(2)]
    for enfant in enfants:
        fabriques.mesure(enfant, 2025, "10")
    assert bilan(pere).resultat == 20
    enfants[0].delete()
    assert bilan(pere).resultat == 10


def test_revenu_a_la_saisie_le_pere_reprend_ses_propres_resultats(objectif, bilan):
    pere = fabriques.indicateur(objectif, agregation_organisations="somme")
    fabriques.mesure(fabriques.indicateur(objectif, parent=pere), 2025, "10")
    fabriques.mesure(pere, 2025, "7")
    assert bilan(pere).resultat == 10
    pere.agregation_organisations = "saisie"
    pere.save()
    assert bilan(pere).resultat == 7
