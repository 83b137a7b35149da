"""Canary secrets of the API and of the settings never reach logs, answers or error reports (row 20); sessions (19)."""

import logging
import sys

import pytest
from django.core.signals import got_request_exception
from django.test import Client
from django.views.debug import ExceptionReporter

from ecosysteme.services.jetons import creer_jeton
from tests.comptes.aides import MOT_DE_PASSE, se_connecter

pytestmark = pytest.mark.django_db
CANARI = "canari-secret-93f1"


@pytest.fixture
def rapports():
    """Every error report that would be written, as text and as a page with the variables of each call."""
    ecrits = []

    def signaler(sender, request, **reste):
        rapport = ExceptionReporter(request, *sys.exc_info())
        ecrits.append(rapport.get_traceback_text() + rapport.get_traceback_html())

    got_request_exception.connect(signaler)
    yield ecrits
    got_request_exception.disconnect(signaler)


def en_panne(*args, **kwargs):
    raise RuntimeError("panne provoquée")


@pytest.mark.parametrize(
    "ou", ["pilotage.api.plans.Plans.lisibles", "ecosysteme.models.JetonApi.objects.valides", "hmac.compare_digest"]
)
def test_un_jeton_d_api_ne_parait_ni_au_journal_ni_au_rapport(personne, monkeypatch, caplog, rapports, ou):
    caplog.set_level(logging.DEBUG)
    _, secret = creer_jeton(par=personne, nom="n", portees=["lecture"], jours=1)
    monkeypatch.setattr(ou, en_panne)
    client = Client(raise_request_exception=False)
    reponse = client.get("/api/v1/plans/", HTTP_AUTHORIZATION=f"Jeton {secret}")
    assert reponse.status_code == 500 and secret not in reponse.content.decode()
    assert rapports and "panne provoquée" in rapports[0]
    assert secret not in rapports[0] and secret not in caplog.text


def test_un_jeton_refuse_ne_parait_ni_au_journal_ni_a_la_reponse(caplog):
    caplog.set_level(logging.DEBUG)
    reponse = Client().get("/api/v1/plans/", HTTP_AUTHORIZATION=f"Jeton {CANARI}")
    assert reponse.status_code == 401 and CANARI not in reponse.content.decode() + caplog.text


@pytest.mark.parametrize("nom", ["REDIS_URL", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_HOST_PASSWORD"])
def test_les_reglages_secrets_ne_paraissent_pas_au_rapport(personne, settings, monkeypatch, rapports, nom):
    client = Client(raise_request_exception=False)
    client.force_login(personne)
    setattr(settings, nom, f"redis://:{CANARI}@127.0.0.1:1/0")
    monkeypatch.setattr("pilotage.api.plans.Plans.lisibles", en_panne)
    assert client.get("/api/v1/plans/").status_code == 500
    assert CANARI not in rapports[0] and nom in rapports[0]


def test_accepter_une_invitation_change_la_cle_de_session(inviter_a, ministere):
    _, lien = inviter_a("nouvelle@exemple.test", ministere)
    client = Client()
    client.get(lien)
    avant = client.session.session_key
    donnees = {"prenom": "A", "nom": "B", "mot_de_passe": "une phrase bien à elle 9"}
    assert client.post("/compte/invitation/", donnees).status_code == 302
    assert avant and client.session.session_key != avant
    victime = Client()
    victime.cookies["sessionid"] = avant
    assert victime.get("/compte/securite/").status_code == 302


def test_confirmer_son_identite_ne_garde_pas_les_donnees_d_un_autre(personne, coordination):
    """Logging in over an open session of somebody else starts from an empty one."""
    client = Client()
    se_connecter(client, personne.email)
    session = client.session
    session["appat"] = CANARI
    session.save()
    client.post("/compte/deconnexion/")
    se_connecter(client, coordination.email, MOT_DE_PASSE)
    assert "appat" not in client.session
