"""Control charts follow the figures: icons written, phases respected, nothing said twice."""

from datetime import date
from decimal import Decimal

import pytest

from ecosysteme.enums import Sens
from pilotage import bilans
from pilotage.models import CarteSale, EtatIndicateur, PhaseSpc
from pilotage.services import signaux
from tests import fabriques

pytestmark = pytest.mark.django_db


@pytest.fixture
def serie(ministere):
    """Seven years that rise without a break."""
    objectif = fabriques.objectif(fabriques.plan(ministere, debut=2010, fin=2017))

    def faire(valeurs=("1", "2", "3", "4", "5", "6", "7"), **champs):
        indicateur = fabriques.indicateur(objectif, **champs)
        for rang, valeur in enumerate(valeurs):
            fabriques.mesure(indicateur, 2010 + rang, valeur)
        return indicateur

    return faire


def relire(indicateur):
    """Everything rolled up and drawn; what the state says, and what was announced."""
    list(bilans.vider())
    sujets = []
    while changes := signaux.recalculer_lot():
        sujets += changes.sujets
    return EtatIndicateur.objects.get(pk=indicateur.pk), sujets


@pytest.mark.parametrize(("sens", "variation"), [(Sens.HAUSSE, "favorable"), (Sens.BAISSE, "defavorable")])
def test_un_signal_dit_s_il_est_bon_selon_le_sens(serie, sens, variation):
    etat, sujets = relire(serie(sens=sens))
    assert (etat.variation, etat.regle != "", etat.spc_a_refaire) == (variation, True, False)
    assert sujets


def test_relire_une_seconde_fois_n_annonce_rien(serie):
    indicateur = serie()
    relire(indicateur)
    EtatIndicateur.objects.update(spc_a_refaire=True)
    etat, sujets = relire(indicateur)
    assert sujets == [] and etat.variation == "favorable"


def test_une_phase_recommence_les_limites_et_se_retire(serie):
    indicateur = serie()
    avant, _ = relire(indicateur)
    phase = PhaseSpc.objects.create(
        indicateur=indicateur, debut=date(2015, 4, 1), motif="Nouvelle mesure", auteur=fabriques.personne()
    )
    etat, sujets = relire(indicateur)
    assert (etat.variation, etat.regle) == ("", "") and sujets  # two points alone in their phase
    phase.delete()
    etat, _ = relire(indicateur)
    assert (etat.variation, etat.regle) == (avant.variation, avant.regle)


@pytest.mark.parametrize("champ", ["cumulatif", "admissible_spc"])
def test_ni_cumulatif_ni_non_admissible_n_ont_de_signal(serie, champ):
    indicateur = serie()
    assert relire(indicateur)[0].variation == "favorable"
    setattr(indicateur, champ, champ == "cumulatif")
    indicateur.save()
    assert relire(indicateur)[0].variation == ""


def test_un_resultat_de_plus_relit_la_carte(serie):
    indicateur = serie(("10", "11", "10", "11", "10", "11"))
    assert relire(indicateur)[0].variation == "commune"
    fabriques.mesure(indicateur, 2016, Decimal(90))
    etat, _ = relire(indicateur)
    assert (etat.variation, etat.signal_depuis) == ("favorable", date(2017, 3, 31))


def test_une_cible_nouvelle_change_l_assurance(serie):
    indicateur = serie(("10", "11", "10", "11", "10", "11"))
    assert relire(indicateur)[0].assurance == ""
    fabriques.cible(indicateur, 2015, "2")
    assert relire(indicateur)[0].assurance == "reussit"


def test_un_territoire_ne_relit_pas_la_carte_du_quebec(serie):
    indicateur = serie()
    relire(indicateur)
    fabriques.mesure(indicateur, 2016, "3", territoire="03")
    list(bilans.recalculer().touchees)
    assert not CarteSale.objects.exists()
