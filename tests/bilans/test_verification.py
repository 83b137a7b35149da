"""The nightly proof: nothing found when all is well; what was tampered with is found, listed and mended."""

import pytest

from ecosysteme.models import Indicateur
from pilotage import bilans, tasks
from pilotage.models import Bilan, RapportVerification
from pilotage.services import verification
from tests import fabriques
from tests.bilans import gestes
from tests.bilans.test_suites import differences

pytestmark = pytest.mark.django_db


@pytest.fixture
def monde():
    gestes.monde()
    for rang in range(12):
        gestes.ecrire_mesure(gestes.Tiroir([rang, 1, 0, 0, 1, 0, rang]))
        gestes.ecrire_cible(gestes.Tiroir([rang, 1, 6, rang]))
    list(bilans.vider())


def test_quand_tout_est_juste_le_rapport_dit_zero_ecart_sur_tous_les_bilans(monde):
    tasks.verifier_bilans()
    rapport = RapportVerification.objects.get()
    assert (rapport.ecarts, rapport.detail) == (0, [])
    assert rapport.bilans >= Bilan.objects.count() > 20


@pytest.mark.parametrize("niveau", [1, 2, 3, 4, 5])
def test_un_bilan_trafique_est_trouve_enumere_et_corrige(monde, niveau):
    etat = gestes.etat()
    cible = Bilan.objects.filter(niveau=niveau).first()
    Bilan.objects.filter(pk=cible.pk).update(nb_atteinte=999)
    verification.verifier()
    rapport = RapportVerification.objects.get()
    nom = bilans.Niveau(niveau).name.lower()
    assert f"{nom}:{cible.noeud_id}:{cible.exercice}:{cible.territoire}" in rapport.detail
    assert rapport.ecarts == 1
    assert gestes.etat() == etat


@pytest.mark.parametrize("niveau", [1, 2, 3, 4, 5])
def test_un_bilan_disparu_revient_et_un_bilan_de_trop_s_en_va(monde, niveau):
    etat = gestes.etat()
    Bilan.objects.filter(niveau=niveau).first().delete()
    intrus = Bilan.objects.filter(niveau=niveau).first()
    intrus.pk, intrus.noeud_id = None, 10**9
    intrus.save()
    verification.verifier()
    assert RapportVerification.objects.get().ecarts == 2
    assert gestes.etat() == etat and differences() == {}


def test_ce_qui_attendait_seulement_n_est_pas_un_ecart_et_les_pages_en_sont_averties(monde, monkeypatch):
    annonces = []
    monkeypatch.setattr(verification, "publier", lambda sujets: annonces.extend(sujets))
    indicateur = Indicateur.objects.order_by("pk").last()
    fabriques.mesure(indicateur, 2024, "7", territoire="06")
    verification.verifier()
    assert RapportVerification.objects.get().ecarts == 0
    assert f"indicateur:{indicateur.pk}" in annonces


def test_le_rapport_du_jour_se_reecrit_et_le_jour_est_fait(monde):
    verification.verifier()
    premier = RapportVerification.objects.get()
    assert verification.faite(premier.jour)
    verification.verifier()
    assert RapportVerification.objects.count() == 1
