"""What a roll-up tells the open pages, heard where they hear it."""

import json
from datetime import date
from decimal import Decimal

import pytest
import redis
from django.conf import settings

from ecosysteme.live import CANAL
from ecosysteme.services.mesures import Saisie, enregistrer_mesure
from pilotage import bilans, tasks
from pilotage.models import CleSale
from tests import fabriques

pytestmark = pytest.mark.django_db


@pytest.fixture
def ecoute():
    """What has been published since, as sets of subjects."""
    with redis.Redis.from_url(settings.REDIS_URL) as client, client.pubsub() as canal:
        canal.subscribe(CANAL)
        assert canal.get_message(timeout=2)["type"] == "subscribe"

        def recus():
            messages = iter(lambda: canal.get_message(timeout=0.3), None)
            return [set(json.loads(m["data"])["sujets"]) for m in messages]

        yield recus


@pytest.fixture
def chaine(ministere):
    direction = fabriques.organisation(parent=ministere, type="direction")
    indicateur = fabriques.indicateur(fabriques.objectif(fabriques.plan(direction, debut=2025, fin=2025)))
    fabriques.cible(indicateur, 2025, "10")
    list(bilans.vider())
    return indicateur


def saisir(indicateur, valeur, version=0):
    saisie = Saisie(debut=date(2025, 4, 1), fin=date(2026, 3, 31), valeur=Decimal(valeur), etat="validee")
    return enregistrer_mesure(par=None, indicateur=indicateur, saisie=saisie, version_lue=version)


def test_un_resultat_saisi_atteint_le_gouvernement_et_tout_ce_qui_l_en_separe(chaine, ecoute):
    saisir(chaine, "12")
    tasks.recalculer()
    objectif = chaine.objectif
    plan = objectif.orientation.plan
    attendus = {
        f"indicateur:{chaine.pk}",
        f"objectif:{objectif.pk}",
        f"orientation:{objectif.orientation_id}",
        f"plan:{plan.pk}",
        *(f"organisation:{pk}" for pk in plan.organisation.chemin),
    }
    assert len(plan.organisation.chemin) == 3
    assert attendus in ecoute()


def test_rien_n_est_annonce_quand_rien_ne_change(chaine, ecoute):
    saisir(chaine, "12")
    tasks.recalculer()
    ecoute()
    tasks.recalculer()
    assert ecoute() == []


def test_une_annonce_perdue_ne_perd_pas_le_calcul(chaine, bilan, monkeypatch):
    monkeypatch.setattr(tasks, "publier", lambda sujets: False)
    monkeypatch.setattr(tasks, "envoyer", lambda tache: False)
    saisir(chaine, "12")
    tasks.recalculer()
    assert bilan(chaine).statut == "atteinte"


def test_un_signal_nouveau_atteint_aussi_le_gouvernement(ministere, ecoute):
    indicateur = fabriques.indicateur(fabriques.objectif(fabriques.plan(ministere, debut=2010, fin=2017)))
    for rang in range(7):
        fabriques.mesure(indicateur, 2010 + rang, str(rang + 1))
    list(bilans.vider())
    tasks.recalculer_signaux()
    (sujets,) = ecoute()
    assert {f"indicateur:{indicateur.pk}", f"organisation:{ministere.parent_id}"} <= sujets


def test_une_longue_file_laisse_passer_les_autres_taches(chaine, monkeypatch):
    envois = []
    monkeypatch.setattr(tasks, "QUANTUM", -1.0)
    monkeypatch.setattr(tasks, "envoyer", lambda tache: envois.append(tache) or True)
    monkeypatch.setattr(bilans.vider, "__defaults__", (1,))
    for exercice in (2020, 2021, 2022):
        fabriques.mesure(chaine, exercice, "1")
    tasks.recalculer()
    assert bilans.en_attente() == 2
    assert envois == ["pilotage.tasks.recalculer", "pilotage.tasks.recalculer_signaux"]


def test_ce_qu_une_personne_saisit_passe_avant_un_import(chaine):
    autres = [fabriques.indicateur(chaine.objectif) for _ in range(3)]
    list(bilans.vider())
    fabriques.mesure(autres[0], 2025, "1")
    CleSale.objects.update(priorite=1)
    saisir(chaine, "12")
    premiere = bilans.recalculer()
    assert {cle.noeud_id for cle in premiere.touchees if cle.niveau == 1} == {chaine.pk}
    assert premiere.reste
