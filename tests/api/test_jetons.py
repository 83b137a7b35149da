"""Personal tokens: scope, expiry, revocation, closed accounts, last use, how often, and what is kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ecosysteme.api import limites
from ecosysteme.enums import RoleAdhesion
from ecosysteme.models import JetonApi, Personne
from ecosysteme.services.jetons import creer_jeton, revoquer_jeton
from tests.api.aides import RACINE, ClientApi, client_de


@pytest.fixture(autouse=True)
def minute_arretee(monkeypatch):
    """Counters live in windows of a minute: none ends in the middle of a test."""
    monkeypatch.setattr(limites, "time", lambda: 1_800_000_030.0)


def refuse(reponse, statut: int, mots: str = "") -> None:
    corps = reponse.json()
    assert (reponse.status_code, corps["status"]) == (statut, statut), corps
    assert reponse["Content-Type"] == "application/json" and mots in corps["detail"] and corps["title"]


@pytest.mark.parametrize("genre", ["Jeton", "Bearer", "bearer", "JETON"])
def test_un_jeton_ouvre_l_api_sous_ses_deux_noms(membre, genre):
    assert client_de(membre(), genre=genre).get("plans/").status_code == 200


def test_sans_identite_l_api_demande_un_jeton(monde):
    reponse = ClientApi().get("plans/")
    refuse(reponse, 401, "jeton personnel")
    assert reponse["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("secret", ["", "x", "eco_00000000_" + "a" * 43, "é" * 10, "a" * 5000, "a b c"])
def test_un_jeton_inconnu_est_refuse_de_la_meme_facon(monde, secret):
    refuse(Client().get(RACINE + "plans/", HTTP_AUTHORIZATION=f"Jeton {secret}".encode().decode("latin-1")), 401)


@pytest.mark.parametrize("fin", ["expire", "revoque", "inactive"])
def test_un_jeton_expire_revoque_ou_d_un_compte_ferme_est_refuse(membre, fin):
    personne = membre()
    jeton, secret = creer_jeton(par=personne, nom="n", portees=["lecture"], jours=1)
    client = ClientApi(secret)
    assert client.get("plans/").status_code == 200
    if fin == "expire":
        JetonApi.objects.update(expire_le=timezone.now())
    elif fin == "revoque":
        revoquer_jeton(par=personne, jeton=jeton)
    else:
        Personne.objects.filter(pk=personne.pk).update(is_active=False)
    refuse(client.get("plans/"), 401, "n'est pas valide")


def test_un_role_termine_ferme_l_api_en_disant_pourquoi(membre):
    personne = membre()
    client = client_de(personne)
    personne.adhesions.update(fin=timezone.localdate() - timedelta(days=1))
    refuse(client.get("plans/"), 403, "pas encore de rôle")


def test_un_mauvais_jeton_n_est_pas_remplace_par_la_session(membre):
    client = Client()
    client.force_login(membre())
    assert client.get(RACINE + "plans/").status_code == 200
    refuse(client.get(RACINE + "plans/", HTTP_AUTHORIZATION="Jeton x"), 401)


def test_les_portees_tiennent(api, monde):
    lecture, ecriture = api(portees=["lecture"]), api(portees=["ecriture"])
    refuse(lecture.post("mesures/", {}), 403, "« ecriture »")
    refuse(lecture.delete(f"mesures/{monde.validee.pk}/"), 403, "« ecriture »")
    refuse(ecriture.get("plans/"), 403, "« lecture »")
    assert lecture.get("plans/").status_code == 200
    refuse(ecriture.post("mesures/", {}), 400)


def test_seule_l_empreinte_est_cherchee_et_gardee(membre):
    personne = membre()
    jeton, secret = creer_jeton(par=personne, nom="n", portees=["lecture"], jours=1)
    with CaptureQueriesContext(connection) as capture:
        assert ClientApi(secret).get("plans/").status_code == 200
    sql = " ".join(q["sql"] for q in capture.captured_queries)
    assert jeton.empreinte in sql and secret not in sql and secret[13:] not in sql


def test_le_dernier_usage_est_note_au_plus_une_fois_la_minute(membre):
    personne = membre()
    client = client_de(personne)

    def ecritures():
        with CaptureQueriesContext(connection) as capture:
            client.get("plans/")
        return sum(q["sql"].startswith("UPDATE") for q in capture.captured_queries)

    assert ecritures() == 1 and JetonApi.objects.get().dernier_usage is not None
    assert ecritures() == 0
    JetonApi.objects.update(dernier_usage=timezone.now() - timedelta(seconds=61))
    assert ecritures() == 1 and ecritures() == 0


def test_chaque_jeton_a_sa_limite_et_la_reponse_dit_quand_revenir(membre, settings):
    settings.API_LIMITES = {"lecture": 3, "ecriture": 1, "jetons_refuses": 2}
    personne = membre()
    client, voisin = client_de(personne), client_de(personne)
    assert [client.get("plans/").status_code for _ in range(4)] == [200, 200, 200, 429]
    derniere = client.get("plans/")
    refuse(derniere, 429, "attendez")
    assert 1 <= int(derniere["Retry-After"]) <= 60
    assert voisin.get("plans/").status_code == 200
    assert [client.post("mesures/", {}).status_code for _ in range(2)] == [400, 429]


def test_la_session_compte_pour_la_personne(membre, settings):
    settings.API_LIMITES = {"lecture": 2, "ecriture": 1, "jetons_refuses": 2}
    client = Client()
    client.force_login(membre())
    assert [client.get(RACINE + "plans/").status_code for _ in range(3)] == [200, 200, 429]


def test_les_mauvais_jetons_d_une_adresse_sont_freines_sans_gener_les_bons(membre, settings):
    settings.API_LIMITES = {"lecture": 100, "ecriture": 100, "jetons_refuses": 3}
    mauvais, bon = ClientApi("invente"), client_de(membre())
    assert [mauvais.get("plans/").status_code for _ in range(5)] == [401, 401, 401, 429, 429]
    assert mauvais.get("plans/", REMOTE_ADDR="203.0.113.7").status_code == 401
    assert bon.get("plans/").status_code == 200


def test_les_limites_tiennent_quand_redis_est_absent(membre, settings, monkeypatch):
    from django.core.cache import caches
    from redis.exceptions import ConnectionError as RedisAbsent

    from ecosysteme.limites import CacheLimites

    def absent(*args, **kwargs):
        raise RedisAbsent("absent")

    client = client_de(membre())
    monkeypatch.setattr(type(caches["default"]._cache), "get_client", absent)
    monkeypatch.setattr(CacheLimites, "_repos_jusqua", 0.0)
    settings.API_LIMITES = {"lecture": 3, "ecriture": 1, "jetons_refuses": 2}
    assert [client.get("plans/").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_une_ecriture_par_session_exige_le_jeton_csrf(membre, monde):
    client = Client(enforce_csrf_checks=True)
    client.force_login(membre())
    adresse, corps = RACINE + "mesures/", "{}"
    reponse = client.post(adresse, corps, content_type="application/json")
    refuse(reponse, 403, "CSRF")
    page = client.get("/compte/jetons/").content.decode()
    jeton = page.split('csrf-token" content="')[1].split('"')[0]
    assert client.post(adresse, corps, content_type="application/json", HTTP_X_CSRFTOKEN=jeton).status_code == 400


def test_une_ecriture_par_jeton_ne_demande_pas_de_csrf(membre):
    client = client_de(membre(RoleAdhesion.GESTIONNAIRE))
    client.client = Client(enforce_csrf_checks=True)
    refuse(client.post("mesures/", {}), 400)
