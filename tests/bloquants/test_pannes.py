"""Rows 1, 5 and 21: the sweep of escalations across a worker killed in the middle, and by two real workers at once."""

import pytest
from django.db import connection

from pilotage.models import Escalade
from pilotage.services import bloquants as services
from tests import fabriques
from tests.bloquants.conftest import avancer_echeance, signaler
from tests.lanceur.aides import attendre
from tests.pannes.conftest import chantier, serveurs_a_tuer  # noqa: F401

pytestmark = [pytest.mark.pannes, pytest.mark.timeout(300)]
TACHE = "pilotage.tasks.monter_escalades"
PAUSE = """
CREATE OR REPLACE FUNCTION essai_pause_escalade() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(4); RETURN NEW; END $$;
CREATE TRIGGER essai_pause_escalade BEFORE INSERT ON pilotage_escalade
    FOR EACH ROW WHEN (NEW.precedente_id IS NOT NULL) EXECUTE FUNCTION essai_pause_escalade();
"""


def executer(ordre, *parametres):
    with connection.cursor() as curseur:
        curseur.execute(ordre, parametres)
        return curseur.fetchall() if curseur.description else []


def en_pause():
    return [
        pid for (pid,) in executer("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND state = 'active'")
    ]


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
    executer(PAUSE)
    travailleur = chantier.travailleur()
    chantier.envoyer(TACHE)
    attendre(en_pause)
    travailleur.tuer()
    for pid in en_pause():  # the server too notices that its client is gone
        executer("SELECT pg_terminate_backend(%s)", pid)
    attendre(lambda: not en_pause())
    echue.refresh_from_db()
    assert echue.issue == "en_attente" and Escalade.objects.count() == 1
    executer("DROP TRIGGER essai_pause_escalade ON pilotage_escalade")
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
