"""Streams: who may open them, what they are told, what they hold."""

import gzip
import time
from urllib.request import Request, urlopen

import pytest
from django.db import connection

from ecosysteme.live import CANAL, publier
from ecosysteme.moyeu import moyeu
from ecosysteme.views import direct
from tests import fabriques
from tests.direct.flux import Lecteur


@pytest.fixture
def ecouter(live_server, session_de):
    """Open streams, closed at the end of the test."""
    ouverts = []

    def faire(personne=None, sujets="organisation:1", **options):
        lecteur = Lecteur(live_server.port, session_de(personne) if personne else "", sujets, **options)
        ouverts.append(lecteur)
        if lecteur.statut == 200:
            assert lecteur.bloc()["event"] == "bienvenue"
        return lecteur

    yield faire
    for lecteur in ouverts:
        lecteur.fermer()
    _attendre(lambda: not moyeu.abonnes and not moyeu.par_personne)


def _attendre(condition, patience=5):
    echeance = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < echeance, "Attendu en vain."
        time.sleep(0.02)


def test_un_flux_demande_une_session(ecouter):
    lecteur = ecouter()
    assert lecteur.statut == 403
    assert lecteur.entetes["content-type"].startswith("text/html")


@pytest.mark.parametrize(("methode", "statut"), [("PUT", 403), ("HEAD", 405)])
def test_un_flux_se_lit_et_ne_s_ecrit_pas(ecouter, methode, statut):
    assert ecouter(fabriques.personne(), methode=methode).statut == statut


def test_un_flux_dit_ce_qu_un_intermediaire_ne_doit_pas_garder(ecouter):
    lecteur = ecouter(fabriques.personne())
    assert lecteur.entetes["content-type"] == "text/event-stream"
    assert lecteur.entetes["cache-control"] == "no-cache"
    assert lecteur.entetes["x-accel-buffering"] == "no"
    assert "content-encoding" not in lecteur.entetes


def test_une_page_n_apprend_que_les_sujets_qu_elle_montre(ecouter):
    lecteur = ecouter(fabriques.personne(), "organisation:1,indicateur:7")
    publier(["organisation:2"])
    publier(["organisation:1", "organisation:3", "indicateur:99"])
    assert lecteur.evenement() == ["organisation:1"]


def test_un_genre_entier_s_ecoute_sans_apprendre_les_numeros(ecouter):
    lecteur = ecouter(fabriques.personne(), "organisation:*")
    publier(["indicateur:4"])
    publier(["organisation:12", "indicateur:4"])
    assert lecteur.evenement() == ["organisation:*"]


def test_un_grand_changement_touche_toutes_les_pages(ecouter):
    lecteur = ecouter(fabriques.personne(), "plan:5")
    publier([f"indicateur:{n}" for n in range(400)])
    assert lecteur.evenement() == ["plan:5"]


def test_treize_pages_d_une_personne_sont_une_de_trop(ecouter):
    personne = fabriques.personne()
    ouverts = [ecouter(personne) for _ in range(direct.FLUX_PAR_PERSONNE)]
    refuse = ecouter(personne)
    assert (refuse.statut, refuse.entetes["retry-after"]) == (429, "20")
    assert ecouter(fabriques.personne()).statut == 200
    ouverts[0].fermer()
    _attendre(lambda: moyeu.par_personne[personne.pk] < direct.FLUX_PAR_PERSONNE)
    assert ecouter(personne).statut == 200


def test_un_flux_silencieux_envoie_un_signe_de_vie(ecouter, monkeypatch):
    monkeypatch.setattr(direct, "PING_SECONDES", 0.1)
    assert ecouter(fabriques.personne()).bloc()["commentaire"] == "ping"


def test_un_flux_se_termine_pour_que_la_session_soit_revue(ecouter, monkeypatch):
    monkeypatch.setattr(direct, "PING_SECONDES", 0.05)
    monkeypatch.setattr(direct, "VIE_SECONDES", 0.1)
    lecteur = ecouter(fabriques.personne())
    with pytest.raises(EOFError):
        while True:
            lecteur.bloc()


def _connexions() -> int:
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return curseur.fetchone()[0]


def test_trente_flux_ouverts_ne_tiennent_aucune_connexion_a_la_base(ecouter):
    for _ in range(3):
        personne = fabriques.personne()
        for _ in range(10):
            assert ecouter(personne).statut == 200
    _attendre(lambda: _connexions() == 0)


def test_un_courtier_qui_coupe_est_retrouve_et_les_pages_regardent_de_nouveau(ecouter, settings):
    import redis

    lecteur = ecouter(fabriques.personne(), "organisation:1")
    with redis.Redis.from_url(settings.REDIS_URL) as courtier:
        assert courtier.execute_command("CLIENT", "KILL", "TYPE", "pubsub") >= 1
    assert lecteur.evenement() == ["organisation:1"]
    publier(["organisation:1"])
    assert lecteur.evenement() == ["organisation:1"]


def test_un_message_illisible_n_arrete_pas_la_diffusion(ecouter, settings):
    import redis

    lecteur = ecouter(fabriques.personne(), "organisation:1")
    with redis.Redis.from_url(settings.REDIS_URL) as courtier:
        for brut in (b"\xff", b"{}", b'{"evenement": 1}', b"[]"):
            courtier.publish(CANAL, brut)
    publier(["organisation:1"])
    assert lecteur.evenement() == ["organisation:1"]


def test_une_page_voyage_comprimee(live_server, session_de, coordination):
    entetes = {"Accept-Encoding": "gzip", "Cookie": f"sessionid={session_de(coordination)}"}
    with urlopen(Request(f"{live_server.url}/pilotage/", headers=entetes)) as reponse:
        assert reponse.headers["Content-Encoding"] == "gzip"
        assert "Gouvernement fictif" in gzip.decompress(reponse.read()).decode()
