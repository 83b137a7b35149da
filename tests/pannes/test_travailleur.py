"""Rows 1 and 5: a worker killed between two levels, tasks delivered twice and out of order, two workers at once."""

from datetime import date

import pytest
from django.db import connection

from ecosysteme.models import Indicateur, Notification
from pilotage import bilans
from pilotage.models import Bilan, CleSale
from tests import fabriques
from tests.bilans import gestes
from tests.bilans.test_suites import differences
from tests.lanceur.aides import attendre

pytestmark = [pytest.mark.pannes, pytest.mark.timeout(300)]

PAUSE = """
CREATE OR REPLACE FUNCTION essai_pause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(4); RETURN NEW; END $$;
CREATE TRIGGER essai_pause BEFORE INSERT OR UPDATE ON pilotage_bilan
    FOR EACH ROW WHEN (NEW.niveau = {niveau}) EXECUTE FUNCTION essai_pause();
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
def pause(chantier):
    """Hold the roll-up for a while as it writes a level."""

    def poser(niveau):
        executer(PAUSE.format(niveau=niveau))

    yield poser
    executer("DROP TRIGGER IF EXISTS essai_pause ON pilotage_bilan")


def etat_complet():
    """What a full recompute would leave: nothing different from what is there."""
    assert differences() == {}
    assert bilans.recalculer_tout().touchees == ()


@pytest.mark.parametrize("niveau", [1, 2, 3, 4, 5])
def test_un_travailleur_tue_entre_deux_niveaux_ne_perd_rien(chantier, pause, niveau):
    objectif = fabriques.objectif(fabriques.plan(fabriques.organisation(type="gouvernement"), debut=2025, fin=2025))
    fabriques.mesure(fabriques.indicateur(objectif), 2025, "5")
    pause(niveau)
    travailleur = chantier.travailleur()
    chantier.envoyer("pilotage.tasks.recalculer")
    attendre(en_pause)
    travailleur.tuer()
    for pid in en_pause():  # the server too notices that its client is gone
        executer("SELECT pg_terminate_backend(%s)", pid)
    attendre(lambda: not en_pause())
    assert CleSale.objects.exists() and not Bilan.objects.exists()
    executer("DROP TRIGGER essai_pause ON pilotage_bilan")
    chantier.travailleur("deux")
    chantier.envoyer("pilotage.tasks.balayer")
    chantier.attendre_calcul()
    assert set(Bilan.objects.values_list("niveau", flat=True)) == {1, 2, 3, 4, 5}
    etat_complet()


def test_un_calcul_que_le_serveur_acheve_sans_son_travailleur_est_garde(chantier, pause):
    gestes.monde()
    pause(5)
    travailleur = chantier.travailleur()
    chantier.envoyer("pilotage.tasks.recalculer")
    attendre(en_pause)
    travailleur.tuer()
    executer("DROP TRIGGER essai_pause ON pilotage_bilan")
    chantier.travailleur("deux")
    chantier.envoyer("pilotage.tasks.balayer")
    chantier.attendre_calcul()
    etat_complet()


def test_cinq_livraisons_de_tout_a_deux_travailleurs_un_seul_etat_un_seul_rappel(chantier):
    gestes.monde()
    responsable = fabriques.personne()
    retardataire = Indicateur.objects.order_by("pk").first()
    Indicateur.objects.filter(pk=retardataire.pk).update(responsable=responsable, date_depart=date(2020, 1, 31))
    for rang, indicateur in enumerate(Indicateur.objects.all()):
        fabriques.cible(indicateur)
        fabriques.mesure(indicateur, 2025 if indicateur.pk != retardataire.pk else 2020, str(rang))
    chantier.travailleur("un")
    chantier.travailleur("deux")
    taches = ("recalculer", "recalculer_signaux", "avancer_jour", "balayer")
    for tache in (*taches, *reversed(taches)):
        chantier.envoyer(f"pilotage.tasks.{tache}", fois=5)
    chantier.attendre_calcul()
    chantier.envoyer("pilotage.tasks.avancer_jour", fois=5)
    attendre(lambda: not chantier.redis().llen("interactif") and Notification.objects.exists())
    attendre(lambda: not chantier.redis().hlen("unacked"))
    assert Notification.objects.filter(personne=responsable).count() == 1
    etat_complet()
