"""The broker away when saving: the result is stored, what is left to compute is in PostgreSQL, the page says so."""

import pytest
import redis
from celery import current_app
from kombu.exceptions import OperationalError

from ecosysteme import live
from ecosysteme.models import Mesure
from pilotage import bilans
from pilotage.models import Bilan
from tests.saisie.aides import FIN, client_de, poster

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("journal_videable")]


@pytest.fixture
def courtier_absent(monkeypatch):
    def refuser(*args, **kwargs):
        raise OperationalError("courtier absent")

    monkeypatch.setattr(current_app, "send_task", refuser)
    monkeypatch.setattr(live, "_client", lambda: redis.Redis(port=1, socket_connect_timeout=0.25))


def test_le_resultat_est_enregistre_et_la_page_dit_que_le_calcul_attend(courtier_absent, gestionnaire, indicateur):
    for _ in bilans.vider():
        pass
    client = client_de(gestionnaire)
    assert "Calcul en attente" not in client.get("/pilotage/saisie/?exercice=2025").content.decode()
    page = poster(client, {f"{indicateur.pk}.{FIN}": "12"}, acte="publier", follow=True).content.decode()
    assert "1\u00a0résultat publié." in page and "Calcul en attente" in page
    assert Mesure.objects.get().valeur == 12 and bilans.en_attente()
    adresse = f"/pilotage/saisie/etat/?exercice=2025&ids={indicateur.pk}"
    assert client.get(adresse).json()["attente"]
    for _ in bilans.vider():  # what the sweeper does once the broker is back
        pass
    assert client.get(adresse).json()["attente"] == ""
    assert Bilan.objects.get(niveau=1, noeud_id=indicateur.pk, exercice=2025).resultat == 12
