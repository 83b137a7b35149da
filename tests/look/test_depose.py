"""Generated files are set in place whole, by as many processes as start together."""

import threading
from pathlib import Path

import pytest

from ecosysteme import plotly_statique
from ecosysteme.depose import deposer


def ensemble(nombre: int, geste) -> list[BaseException]:
    """The act, by so many threads at the same moment; what it raised."""
    barriere, fautes = threading.Barrier(nombre), []

    def agir():
        barriere.wait()
        try:
            geste()
        except BaseException as faute:
            fautes.append(faute)

    fils = [threading.Thread(target=agir) for _ in range(nombre)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return fautes


def test_plusieurs_depots_du_meme_fichier_laissent_un_fichier_entier_et_rien_d_autre(tmp_path):
    cible, textes = tmp_path / "css" / "site.css", iter(c * 200_000 for c in "abcdefgh")
    assert ensemble(8, lambda: deposer(cible, next(textes))) == []
    lu = cible.read_text("utf-8")
    assert (len(lu), len(set(lu))) == (200_000, 1)
    assert [f.name for f in cible.parent.iterdir()] == ["site.css"]
    assert cible.stat().st_mode & 0o777 == 0o644


def test_un_depot_qui_echoue_ne_laisse_rien_et_garde_l_ancien(tmp_path):
    cible = tmp_path / "a.js"
    deposer(cible, "ancien")
    with pytest.raises(UnicodeEncodeError):
        deposer(cible, "\ud800")
    assert {f.name: f.read_text("utf-8") for f in tmp_path.iterdir()} == {"a.js": "ancien"}


def test_deux_serveurs_qui_demarrent_ensemble_preparent_plotly_sans_se_gener(tmp_path):
    """Seen in a fresh clone: one took away the file the other was about to rename, and did not start."""

    def demarrer():
        chercheur = plotly_statique.Plotly()
        chercheur.depot = type(chercheur.depot)(location=tmp_path)
        chercheur.preparer()

    assert ensemble(6, demarrer) == []
    assert sorted(f.name for f in (tmp_path / "plotly").iterdir()) == ["plotly.css", "plotly.min.js"]
    assert Path(tmp_path, plotly_statique.SCRIPT).read_bytes() == plotly_statique._script().read_bytes()
