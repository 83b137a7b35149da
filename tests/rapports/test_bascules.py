"""A statut that flips leaves one line, whoever recomputed it; what does not flip leaves none."""

from decimal import Decimal

import pytest
from django.utils import timezone

from ecosysteme.models import Mesure
from pilotage import bilans
from pilotage.models import BasculeStatut, Bilan
from pilotage.selectors import rapport_changements as lire

pytestmark = pytest.mark.django_db
ADRESSE = "/pilotage/rapports/changements/"


def corriger(monde, valeur: str, code: str = "MCL", exercice: int = 2024) -> None:
    mesure = Mesure.objects.get(indicateur=monde.indicateurs[code], exercice=exercice)
    mesure.valeur = Decimal(valeur)
    mesure.version += 1
    mesure.save()
    list(bilans.vider())


def statut(monde, code: str = "MCL", exercice: int = 2024) -> str:
    return Bilan.objects.get(niveau=1, noeud_id=monde.indicateurs[code].pk, exercice=exercice, territoire="").statut


@pytest.fixture
def bascule(monde):
    """A result of the ministry corrected from one side of its target to the other."""
    list(bilans.vider())
    avant = statut(monde)
    for valeur in ("1", "9999"):
        corriger(monde, valeur)
        if statut(monde) != avant:
            return avant, statut(monde)
    raise AssertionError("aucune des deux valeurs ne fait basculer le statut")


def test_une_correction_qui_fait_basculer_laisse_une_ligne_et_son_lien(monde, bascule):
    (ligne,) = BasculeStatut.objects.all()
    assert (ligne.indicateur_id, ligne.exercice, ligne.avant, ligne.apres) == (
        monde.indicateurs["MCL"].pk, 2024, *bascule,
    )  # fmt: skip
    (vue,) = lire.lire(monde.coordination, lire.Periode.lire({"genre": "bascule"}))["salle"]
    assert vue["url"] == f"/pilotage/indicateurs/{monde.indicateurs['MCL'].pk}/"
    assert "Atteinte" in vue["quoi"] and "→" in vue["quoi"] and "2024-2025" in vue["quoi"]


def test_un_recalcul_qui_ne_change_pas_le_statut_n_en_laisse_pas(monde, bascule):
    bilans.recalculer_tout()
    mesure = Mesure.objects.get(indicateur=monde.indicateurs["MCL"], exercice=2024)
    corriger(monde, str(mesure.valeur + (1 if mesure.valeur > 100 else -1)))
    assert BasculeStatut.objects.count() == 1


def test_aller_et_retour_laissent_deux_lignes_dans_l_ordre(monde, bascule):
    corriger(monde, "45")
    lignes = lire.lire(monde.coordination, lire.Periode.lire({"genre": "bascule"}))["salle"]
    assert len(lignes) == 2 and lignes[0]["instant"] >= lignes[1]["instant"]


def test_rien_hors_des_dates_ni_hors_de_l_organisation(monde, bascule):
    hors = lire.Periode.lire({"genre": "bascule", "depuis": "2001-01-01", "jusqu_a": "2001-02-01"})
    assert lire.lire(monde.coordination, hors)["salle"] == []
    ailleurs = lire.Periode.lire({"genre": "bascule", "organisation": str(monde.ailleurs.pk)})
    assert lire.lire(monde.coordination, ailleurs)["salle"] == []


def test_page_et_csv_la_disent(client, monde, bascule):
    client.force_login(monde.coordination)
    page = client.get(ADRESSE, {"genre": "bascule"}).content.decode()
    assert "→" in page and f"/pilotage/indicateurs/{monde.indicateurs['MCL'].pk}/" in page
    csv = client.get(ADRESSE, {"genre": "bascule", "format": "csv"})
    corps = b"".join(csv).decode() if csv.streaming else csv.content.decode()
    assert "Statuts" in corps and str(timezone.localdate().year) in corps
