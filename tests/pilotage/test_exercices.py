"""The fiscal year a page shows."""

from datetime import date

import pytest
import time_machine

from ecosysteme.enums import EtatMesure, RoleAdhesion, TypeOrganisation
from pilotage import bilans
from pilotage.selectors.exercices import exercice_voulu, exercices
from tests import fabriques

pytestmark = pytest.mark.django_db


@pytest.fixture
def partenaire():
    personne = fabriques.personne()
    organisation = fabriques.organisation(type=TypeOrganisation.PARTENAIRE_PRIVE)
    fabriques.adhesion(personne, organisation, RoleAdhesion.MEMBRE_PRIVE)
    return personne


@pytest.fixture
def serie():
    """Validated results up to 2021, a provisional one in 2022, targets to 2027."""
    indicateur = fabriques.indicateur()
    for exercice in range(2019, 2022):
        fabriques.mesure(indicateur, exercice)
    fabriques.mesure(indicateur, 2022, etat=EtatMesure.PROVISOIRE)
    fabriques.cible(indicateur, 2026)
    list(bilans.vider())
    return indicateur


def test_par_defaut_le_dernier_exercice_qui_a_des_resultats(serie):
    assert exercice_voulu(None, None) == 2022
    assert exercices("", None).connus == (2022, 2021, 2020, 2019)


@pytest.mark.parametrize(
    ("instant", "dit"),
    [
        ("2026-11-26T12:00:00-05:00", True),
        ("2027-03-31T23:59:00-04:00", True),
        ("2027-04-01T00:00:00-04:00", False),
    ],
)
def test_pendant_que_l_exercice_court_la_page_dit_que_le_verdict_viendra(serie, instant, dit):
    with time_machine.travel(instant, tick=False):
        avis = exercices("2026", None).avis
    assert ("le 31\u00a0mars\u00a02027" in avis) is dit


def test_un_exercice_a_peine_commence_ne_devient_pas_celui_par_defaut(serie):
    fabriques.cible(serie, 2021)
    fabriques.cible(serie, 2022)
    for _ in range(2):
        fabriques.cible(fabriques.indicateur(), 2022)
    list(bilans.vider())
    assert exercice_voulu(None, None) == 2021
    assert exercices(None, None).connus == (2022, 2021, 2020, 2019)


def test_un_partenaire_ne_devine_pas_un_exercice_aux_resultats_provisoires(serie, partenaire):
    assert exercices(None, partenaire).connus == (2021, 2020, 2019)
    assert exercice_voulu(None, partenaire) == 2021


@pytest.mark.parametrize("ecrit", ["2020", "2020-2021", " 2020 "])
def test_l_adresse_dit_l_exercice_voulu(serie, ecrit):
    assert exercice_voulu(ecrit, None) == 2020


@pytest.mark.parametrize("ecrit", ["", "vingt", "0000", "99999", "-1", "2020-2025", "２０２０", "1e3"])
def test_une_adresse_absurde_montre_l_exercice_par_defaut(serie, ecrit):
    assert exercice_voulu(ecrit, None) == 2022


def test_sans_aucun_resultat_l_exercice_du_jour():
    with time_machine.travel(date(2026, 5, 1)):
        assert exercice_voulu(None, None) == 2026


def test_les_choix_contiennent_l_exercice_du_jour_et_celui_montre(serie):
    with time_machine.travel(date(2025, 5, 1)):
        choix = exercices("2015", None).choix()
    assert [valeur for valeur, _ in choix] == ["2025", "2022", "2021", "2020", "2019", "2015"]
    assert choix[0][1] == "2025-2026"


def test_trouver_l_exercice_coute_une_requete(serie, partenaire, django_assert_num_queries):
    exercices(None, partenaire)
    for personne in (None, partenaire):
        with django_assert_num_queries(1):
            exercices(None, personne).choix()
