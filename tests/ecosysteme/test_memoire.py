"""What many readers ask for at once is worked out once."""

import threading

import pytest

from ecosysteme import memoire


@pytest.fixture(autouse=True)
def memoire_ouverte(settings, monkeypatch):
    settings.MEMOIRE_SECONDES = 20
    monkeypatch.setattr(memoire, "_gardes", type(memoire._gardes)())


def test_vingt_lecteurs_du_meme_instant_ne_font_calculer_qu_une_fois():
    calculs, depart, lus = [], threading.Barrier(20), []

    def calculer():
        calculs.append(1)
        threading.Event().wait(0.05)
        return "valeur"

    def lire():
        depart.wait()
        lus.append(memoire.garder("cle", calculer, revision="1"))

    fils = [threading.Thread(target=lire) for _ in range(20)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert lus == ["valeur"] * 20
    assert len(calculs) == 1


def test_un_calcul_qui_echoue_laisse_le_suivant_essayer():
    def echouer():
        raise ValueError("panne")

    with pytest.raises(ValueError, match="panne"):
        memoire.garder("cle", echouer, revision="1")
    assert memoire.garder("cle", lambda: 2, revision="1") == 2
    assert memoire._en_cours == {}


def test_une_autre_revision_se_calcule():
    assert [memoire.garder("cle", lambda v=v: v, revision=v) for v in ("1", "2", "1")] == ["1", "2", "1"]
