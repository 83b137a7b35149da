"""The skies below a node, with its bilan, in the command and the API; never with published figures."""

import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecosysteme.enums import EtatPlan
from pilotage import bilans
from pilotage.models import Meteo
from pilotage.selectors.meteo_repartitions import repartitions
from tests import fabriques
from tests.api.aides import client_de as jeton_de


@pytest.fixture
def ciels(gouvernement, ministere, plan, objectif, gestionnaire, publier):
    """A storm over the ministry, that followed a sun; an overcast plan; one of two objectives judged; a draft plan."""
    publier(gestionnaire, ministere, ciel="soleil")
    publier(gestionnaire, ministere, ciel="orage")
    publier(gestionnaire, plan, "plan", ciel="couvert")
    publier(gestionnaire, objectif, "objectif", ciel="nuage")
    fabriques.indicateur(objectif)
    fabriques.indicateur(fabriques.objectif(plan))
    brouillon = fabriques.plan(ministere, etat=EtatPlan.BROUILLON)
    fabriques.indicateur(fabriques.objectif(brouillon))
    list(bilans.vider())


def imprimes(*options) -> dict:
    sortie = io.StringIO()
    call_command("bilans", "--json", "--periode", "2025", *options, stdout=sortie)
    return {(b["niveau"], b["id"]): b["meteos"] for b in json.loads(sortie.getvalue())}


def test_la_commande_compte_les_ciels_de_ce_qui_est_dessous(ciels, gouvernement, ministere, plan, objectif):
    lus = imprimes()
    objectifs = {"nuage": 1, "non_renseignee": 1}
    assert lus["plan", plan.pk] == {"objectif": objectifs}
    assert lus["orientation", objectif.orientation_id] == {"objectif": {"nuage": 1}}
    assert lus["organisation", ministere.pk] == {"organisation": {}, "plan": {"couvert": 1}, "objectif": objectifs}
    en_haut = lus["organisation", gouvernement.pk]
    assert en_haut["organisation"]["orage"] == 1 and "soleil" not in en_haut["organisation"]
    assert (en_haut["plan"], en_haut["objectif"]) == ({"couvert": 1}, objectifs)
    assert lus["objectif", objectif.pk] is None and {v for (n, _), v in lus.items() if n == "indicateur"} == {None}


def test_un_brouillon_de_meteo_ne_compte_pas(ciels, plan, objectif, gestionnaire, rediger):
    rediger(gestionnaire, objectif, "objectif", ciel="soleil")
    assert imprimes()["plan", plan.pk]["objectif"] == {"nuage": 1, "non_renseignee": 1}


def test_une_autre_annee_a_ses_ciels(ciels, plan):
    lus = repartitions([(4, plan.pk, 2024, ""), (4, plan.pk, 2025, ""), (4, plan.pk, 2025, "03")])
    assert lus[4, plan.pk, 2024] == {"objectif": {"non_renseignee": 2}}
    assert lus[4, plan.pk, 2025] == {"objectif": {"nuage": 1, "non_renseignee": 1}} and len(lus) == 2


def test_les_chiffres_publies_ne_disent_aucun_ciel(ciels):
    assert set(map(str, imprimes("--publics").values())) == {"None"}


def test_une_requete_quel_que_soit_le_nombre_de_lignes(ciels, gouvernement, ministere, plan):
    lignes = [(5, gouvernement.pk, 2025, ""), (5, ministere.pk, 2025, ""), (4, plan.pk, 2025, "")]
    for demandees, requetes in ((lignes[:1], 1), (lignes, 1), ([], 0), ([(1, 9, 2025, "")], 1)):
        with CaptureQueriesContext(connection) as vues:
            repartitions(demandees)
        assert len(vues) == requetes


def test_l_api_les_donne_a_qui_lit_l_interne(ciels, plan, gestionnaire, membre_prive):
    demande = {"exercice": 2025, "niveau": "plan", "noeud": plan.pk}
    (lu,) = jeton_de(gestionnaire).get("bilans/", demande).json()["resultats"]
    assert lu["meteos"] == {"objectif": {"nuage": 1, "non_renseignee": 1}}
    reponse = jeton_de(membre_prive).get("bilans/", {"exercice": 2025})
    assert {str(b["meteos"]) for b in reponse.json()["resultats"]} == {"None"}
    assert not any(ciel in reponse.content.decode() for ciel in ("nuage", "orage", "couvert"))


def test_une_region_n_a_pas_de_ciel(ciels, gestionnaire, objectif):
    i = fabriques.indicateur(objectif)
    fabriques.mesure(i, 2025, "5", territoire="03")
    list(bilans.vider())
    reponse = jeton_de(gestionnaire).get("bilans/", {"exercice": 2025, "territoire": "03"}).json()["resultats"]
    assert reponse and {str(b["meteos"]) for b in reponse} == {"None"}
    assert Meteo.objects.publiees().exists()
