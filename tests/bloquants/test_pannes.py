"""Rows 1, 5 and 21: the sweep of escalations across a worker killed in the middle, and by two real workers at once."""

import pytest

from pilotage.models import Escalade
from pilotage.services import bloquants as services
from tests import fabriques
from tests.bloquants.conftest import avancer_echeance, signaler
from tests.lanceur.aides import attendre
from tests.pannes.conftest import chantier, serveurs_a_tuer  # noqa: F401
from tests.pannes.pauses import tuer_au_milieu

pytestmark = [pytest.mark.pannes, pytest.mark.timeout(300)]
TACHE = "pilotage.tasks.monter_escalades"


@pytest.fixture
def echue(chantier):  # noqa: F811
    """An escalation to a ministry, its deadline passed."""
    gouvernement = fabriques.organisation(type="gouvernement")
    ministere = fabriques.organisation(parent=gouvernement)
    direction = fabriques.organisation(parent=ministere, type="direction")
    gestion, coordination = fabriques.personne(), fabriques.personne()
    fabriques.adhesion(gestion, direction)
    fabriques.adhesion(coordination, gouvernement, "coordination")
    b = signaler(gestion, fabriques.indicateur(fabriques.objectif(fabriques.plan(direction))))
    services.prendre_en_charge(par=gestion, bloquant=b)
    escalade = services.escalader(par=gestion, bloquant=b, aide_demandee="Un arbitrage.")
    avancer_echeance(escalade)
    return escalade


def une_seule_montee(escalade):
    escalade.refresh_from_db()
    assert escalade.issue == "sans_reponse" and Escalade.objects.count() == 2
    assert escalade.bloquant.evenements.filter(genre="montee").count() == 1


def test_un_travailleur_tue_pendant_la_montee_ne_perd_ni_ne_double_rien(chantier, echue):  # noqa: F811
    tuer_au_milieu(chantier, TACHE, geste="INSERT", table="pilotage_escalade", quand="NEW.precedente_id IS NOT NULL")
    echue.refresh_from_db()
    assert echue.issue == "en_attente" and Escalade.objects.count() == 1
    second = chantier.travailleur("deux")
    chantier.envoyer(TACHE, fois=5)
    attendre(lambda: second.dit.count(f"Task {TACHE}") >= 10)  # received and succeeded, five times
    une_seule_montee(echue)


def test_deux_travailleurs_cinq_livraisons_une_seule_montee(chantier, echue):  # noqa: F811
    chantier.travailleur("un")
    chantier.travailleur("deux")
    chantier.envoyer(TACHE, fois=5)
    attendre(lambda: Escalade.objects.count() == 2)
    attendre(lambda: not chantier.redis().llen("interactif") and not chantier.redis().hlen("unacked"))
    une_seule_montee(echue)
