"""The hub alone: a broker that restarts, readers that are slow, a process that serves nobody."""

import asyncio
import socket
import subprocess
import time
from types import SimpleNamespace

import pytest
import redis

from ecosysteme.lanceur.lieux import Lieux
from ecosysteme.lanceur.programmes import trouver_courtier
from ecosysteme.live import CANAL
from ecosysteme.moyeu import Abonne, Moyeu


def _port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


@pytest.fixture
def courtier(tmp_path, settings):
    """A broker of our own, that can be stopped and started again on the same port."""
    port = _port_libre()
    settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
    programme = trouver_courtier(Lieux.du_depot()).chemin
    en_cours: list[subprocess.Popen] = []

    def demarrer():
        commande = [str(programme), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
        en_cours.append(subprocess.Popen(commande, stdout=subprocess.DEVNULL))
        echeance = time.monotonic() + 10
        while True:
            try:
                with redis.Redis.from_url(settings.REDIS_URL) as client:
                    client.ping()
                return
            except redis.RedisError:
                assert time.monotonic() < echeance
                time.sleep(0.02)

    def arreter():
        processus = en_cours.pop()
        processus.kill()
        processus.wait()

    def publier(message: bytes):
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            client.publish(CANAL, message)

    demarrer()
    yield SimpleNamespace(demarrer=demarrer, arreter=arreter, publier=publier)
    while en_cours:
        arreter()


def test_un_courtier_redemarre_est_retrouve_sans_inonder_les_pages_pendant_la_panne(courtier, monkeypatch):
    monkeypatch.setattr("ecosysteme.moyeu.REPRISE_SECONDES", 0.05)

    async def scene():
        moyeu = Moyeu()
        abonne = moyeu.abonner(["plan:1"])
        await moyeu.pret(5)
        await asyncio.to_thread(courtier.publier, b'{"evenement": "bilan", "sujets": ["plan:1"]}')
        avant = await abonne.prochain(5)
        await asyncio.to_thread(courtier.arreter)
        pendant = await abonne.prochain(0.5)
        await asyncio.to_thread(courtier.demarrer)
        retour = await abonne.prochain(5)
        await asyncio.to_thread(courtier.publier, b'{"evenement": "nouveaute", "sujets": ["plan:1"]}')
        apres = await abonne.prochain(5)
        moyeu.quitter(abonne)
        return avant, pendant, retour, apres

    avant, pendant, retour, apres = asyncio.run(scene())
    assert (avant, pendant) == ([("bilan", ["plan:1"])], [])
    assert retour == [("bilan", ["plan:1"])]
    assert apres == [("nouveaute", ["plan:1"])]


def test_sans_courtier_un_flux_s_ouvre_quand_meme(settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{_port_libre()}/0"

    async def scene():
        moyeu = Moyeu()
        abonne = moyeu.abonner(["plan:1"])
        debut = time.monotonic()
        await moyeu.pret(0.2)
        duree = time.monotonic() - debut
        moyeu.quitter(abonne)
        return duree

    assert asyncio.run(scene()) >= 0.2


def test_un_lecteur_lent_apprend_tout_en_une_fois():
    async def scene():
        abonne = Abonne(["plan:1", "plan:2", "plan:3"])
        for n in (1, 2, 1, 9, 2):
            abonne.noter("bilan", frozenset({f"plan:{n}"}))
        abonne.noter("nouveaute", frozenset({"*"}))
        return await abonne.prochain(1), await abonne.prochain(0.01)

    lus, rien = asyncio.run(scene())
    assert lus == [("bilan", ["plan:1", "plan:2"]), ("nouveaute", ["plan:1", "plan:2", "plan:3"])]
    assert rien == []


def test_le_dernier_parti_arrete_la_lecture_et_le_suivant_la_reprend(courtier):
    async def scene():
        moyeu = Moyeu()
        for _ in range(2):
            abonne = moyeu.abonner(["plan:1"])
            await moyeu.pret(5)
            await asyncio.to_thread(courtier.publier, b'{"evenement": "bilan", "sujets": ["plan:1"]}')
            assert await abonne.prochain(5)
            moyeu.quitter(abonne)
            assert moyeu._lecture is None

    asyncio.run(scene())


def test_les_places_rendues_de_plusieurs_fils_ne_se_perdent_pas():
    moyeu = Moyeu()

    async def scene():
        for _ in range(200):
            assert moyeu.prendre_place(1, 500)
        await asyncio.gather(*(asyncio.to_thread(moyeu.rendre_place, 1) for _ in range(200)))

    asyncio.run(scene())
    assert moyeu.par_personne == {}
    moyeu.rendre_place(1)
    assert moyeu.prendre_place(1, 1)
