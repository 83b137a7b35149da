"""Rows 1 and 5: requests for support nobody took, across a worker killed in the middle, and by two workers at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ecosysteme.models import Notification
from pilotage.models import DemandeAccompagnement
from pilotage.services.accompagnement import demander
from tests import fabriques
from tests.lanceur.aides import attendre
from tests.pannes.conftest import chantier, serveurs_a_tuer  # noqa: F401
from tests.pannes.pauses import tuer_au_milieu

pytestmark = [pytest.mark.pannes, pytest.mark.timeout(300)]
TACHE = "pilotage.tasks.monter_demandes"


@pytest.fixture
def echue(chantier):  # noqa: F811
    """A request, its answer deadline passed."""
    gouvernement = fabriques.organisation(type="gouvernement")
    ministere = fabriques.organisation(parent=gouvernement)
    gestion, coordination = fabriques.personne(), fabriques.personne()
    fabriques.adhesion(gestion, ministere)
    fabriques.adhesion(coordination, gouvernement, "coordination")
    demande = demander(par=gestion, organisation=ministere, sujet="Un outil", genre="outil", urgence=2)
    DemandeAccompagnement.objects.filter(pk=demande.pk).update(repondre_avant=timezone.now() - timedelta(minutes=1))
    return demande


def montees():
    return Notification.objects.filter(cle__endswith=":montee").count()


def test_un_travailleur_tue_pendant_la_montee_ne_perd_ni_ne_double_rien(chantier, echue):  # noqa: F811
    tuer_au_milieu(
        chantier, TACHE, geste="UPDATE", table="pilotage_demandeaccompagnement", quand="NEW.montee_le IS NOT NULL"
    )
    echue.refresh_from_db()
    assert echue.montee_le is None and montees() == 0
    second = chantier.travailleur("deux")
    chantier.envoyer(TACHE, fois=5)
    attendre(lambda: second.dit.count(f"Task {TACHE}") >= 10)  # received and succeeded, five times
    echue.refresh_from_db()
    assert echue.montee_le is not None and montees() == 2


def test_deux_travailleurs_cinq_livraisons_un_seul_avis_a_chacun(chantier, echue):  # noqa: F811
    chantier.travailleur("un")
    chantier.travailleur("deux")
    chantier.envoyer(TACHE, fois=5)
    attendre(lambda: montees() == 2)
    attendre(lambda: not chantier.redis().llen("interactif") and not chantier.redis().hlen("unacked"))
    assert montees() == 2
