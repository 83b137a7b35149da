"""Shared parts of a room: given only to browsers just admitted, never older than the last hint heard."""

import pytest
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.http import HttpResponse

from ecosysteme.communes import communes
from ecosysteme.middleware import parties_communes


@pytest.fixture
def ecoute():
    """This process hears the hints; nothing is kept from a test to the other."""
    communes.vieillir(ecoute=True)
    yield
    communes.vieillir(ecoute=False)
    communes.oublier_admis()


@pytest.fixture
def demander(rf):
    """Ask as a browser; « refaite » when the view had to answer."""

    def faire(temoin, **entetes):
        request = rf.get("/salle/", **entetes)
        request.COOKIES[settings.SESSION_COOKIE_NAME] = temoin
        reponse = parties_communes(lambda _: HttpResponse("refaite"))(request)
        return request, reponse

    return faire


@pytest.fixture
def gardee(ecoute, demander):
    request, _ = demander("a")
    communes.garder(request, "rencontre:1", communes.age, b"gardee", lambda: {"X-Rencontre": "1"})


def test_la_partie_gardee_n_est_servie_qu_a_qui_vient_d_etre_admis(gardee, demander):
    assert demander("a")[1].content == b"gardee"
    request, reponse = demander("b")
    assert reponse.content == b"refaite"
    communes.admettre(request, "rencontre:2")
    assert demander("b")[1].content == b"refaite"
    communes.admettre(request, "rencontre:1")
    assert demander("b")[1].content == b"gardee"
    assert demander("b")[1]["X-Rencontre"] == "1"


def test_un_signe_ou_la_fin_de_l_ecoute_la_perime(gardee, demander):
    communes.vieillir()
    assert demander("a")[1].content == b"refaite"
    request, _ = demander("a")
    communes.garder(request, "rencontre:1", communes.age - 1, b"lue avant", dict)
    assert demander("a")[1].content == b"refaite"
    communes.garder(request, "rencontre:1", communes.age, b"neuve", dict)
    assert demander("a")[1].content == b"neuve"
    communes.vieillir(ecoute=False)
    assert demander("a")[1].content == b"refaite"


def test_le_temps_perime_la_partie_puis_l_admission(gardee, demander, monkeypatch):
    debut = communes._admis["rencontre:1", "a"] - 15
    monkeypatch.setattr("ecosysteme.communes.time.monotonic", lambda: debut + 2)
    assert demander("a")[1].content == b"refaite"
    request, _ = demander("b")
    communes.garder(request, "rencontre:1", communes.age, b"neuve", dict)
    assert demander("a")[1].content == b"neuve"
    monkeypatch.setattr("ecosysteme.communes.time.monotonic", lambda: debut + 15.5)
    communes.garder(request, "rencontre:1", communes.age, b"plus neuve", dict)
    assert demander("a")[1].content == b"refaite"
    assert demander("b")[1].content == b"plus neuve"


def test_une_session_fermee_fait_tout_reverifier(gardee, demander):
    user_logged_out.send(sender=None, request=None, user=None)
    assert demander("a")[1].content == b"refaite"


@pytest.mark.django_db
def test_un_role_change_fait_tout_reverifier(gardee, demander, ministere, membre_public):
    membre_public.adhesions.get().save()
    assert demander("a")[1].content == b"refaite"


def test_elle_voyage_comprimee_et_refuse_l_ecriture(gardee, demander, rf):
    reponse = demander("a", HTTP_ACCEPT_ENCODING="br, gzip")[1]
    assert reponse["Content-Encoding"] == "gzip"
    assert reponse.content[:2] == b"\x1f\x8b"
    request = rf.post("/salle/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "a"
    assert communes.file(request) is None
