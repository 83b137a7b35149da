"""/sante/ names who is unwell; each part is silenced in turn."""

import pytest
import redis
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from ecosysteme import tasks
from ecosysteme.selectors import sante

pytestmark = pytest.mark.django_db
SIGNES = {
    "travailleur_interactif": sante.signe_travailleur("interactif"),
    "travailleur_lourd": sante.signe_travailleur("lourd"),
    "planificateur": sante.SIGNE_PLANIFICATEUR,
}


@pytest.fixture
def tous_vivants():
    cache.set_many({**dict.fromkeys(SIGNES.values(), 1), sante.SIGNE_TACHE: 1}, timeout=30)


@pytest.fixture
def lire(client):
    def lire(suffixe=""):
        reponse = client.get(f"/sante/{suffixe}")
        return reponse.status_code, reponse.json()

    return lire


def test_tout_va_bien(tous_vivants, lire):
    code, lu = lire()
    assert code == 200 and lu["etat"] == "ok" and lu["en_panne"] == []
    assert set(lu) == {"etat", "en_panne", "web", "postgresql", "courtier", *SIGNES}


@pytest.mark.parametrize("partie", SIGNES)
def test_celui_qui_se_tait_est_le_seul_nomme(tous_vivants, lire, partie):
    cache.delete(SIGNES[partie])
    code, lu = lire()
    assert code == 503 and lu["en_panne"] == [partie] and lu[partie] == "aucun signe de vie"


def test_un_travailleur_qui_ecoute_sans_travailler_est_nomme(tous_vivants, lire):
    cache.delete(sante.SIGNE_TACHE)
    code, lu = lire()
    assert (
        code == 503
        and lu["en_panne"] == ["travailleur_interactif"]
        and "n'avancent pas" in lu["travailleur_interactif"]
    )


def test_sans_planificateur_le_travailleur_n_est_pas_accuse(tous_vivants, lire):
    cache.delete_many([sante.SIGNE_TACHE, sante.SIGNE_PLANIFICATEUR])
    assert lire()[1]["en_panne"] == ["planificateur"]


def test_sans_courtier_lui_seul_est_accuse(tous_vivants, lire, monkeypatch):
    def absent(*_, **__):
        raise redis.ConnectionError

    monkeypatch.setattr(redis.Redis, "ping", absent)
    code, lu = lire()
    assert code == 503 and lu["en_panne"] == ["courtier"] and lu["planificateur"] == "inconnu sans le courtier"


def test_sans_base_elle_est_nommee(tous_vivants, lire, monkeypatch):
    def absente(*_, **__):
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", absente)
    code, lu = lire()
    assert code == 503 and lu["en_panne"] == ["postgresql"]


def test_une_partie_peut_etre_regardee_seule(lire):
    assert lire("?partie=web") == (200, {"etat": "ok", "en_panne": [], "web": "ok"})
    code, lu = lire("?partie=planificateur")
    assert code == 503 and lu["en_panne"] == ["planificateur"]
    assert lire("?partie=inconnue")[0] == 503


def test_la_page_n_est_jamais_gardee_en_memoire(client, tous_vivants):
    assert "no-store" in client.get("/sante/")["Cache-Control"]
    assert client.post("/sante/").status_code == 405


def test_les_signes_s_effacent_d_eux_memes():
    tasks.planificateur_vivant()
    tasks.battre()
    with redis.Redis.from_url(cache._cache._servers[0]) as client:
        assert 0 < client.ttl(f":1:{sante.SIGNE_PLANIFICATEUR}") <= sante.DUREE_PLANIFICATEUR
        assert 0 < client.ttl(f":1:{sante.SIGNE_TACHE}") <= sante.DUREE_TACHE


def test_la_commande_dit_l_etat_et_son_code(tous_vivants, capsys):
    call_command("sante")
    assert "planificateur : ok" in capsys.readouterr().out
    cache.delete(SIGNES["planificateur"])
    call_command("sante", "travailleur_lourd")
    with pytest.raises(CommandError):
        call_command("sante", "planificateur")
    with pytest.raises(CommandError, match="Partie inconnue : moteur"):
        call_command("sante", "moteur")
