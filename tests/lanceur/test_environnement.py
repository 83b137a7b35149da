"""The environment is made once, from the lock; again only when the lock changes; never when it belongs to another."""

import os
import sys
from collections import namedtuple

import pytest

from ecosysteme.lanceur import environnement
from ecosysteme.lanceur.lieux import Lieux
from ecosysteme.lanceur.pannes import Panne

UV = """#!/bin/sh
echo "$@" >> "$(dirname "$0")/appels"
if [ "$1" = venv ]; then
    for dernier; do :; done
    mkdir -p "$dernier/bin" && ln -sf {python} "$dernier/bin/python"
fi
if [ "$1" = pip ] && [ -f "$(dirname "$0")/panne" ]; then cat "$(dirname "$0")/panne"; exit 2; fi
"""


@pytest.fixture
def lieux(tmp_path, monkeypatch):
    """A checkout with a lock, on a machine whose uv writes down what it is asked."""
    monkeypatch.delenv("ECOSYSTEME_VENV", raising=False)
    (tmp_path / "bin").mkdir()
    uv = tmp_path / "bin" / "uv"
    uv.write_text(UV.format(python=sys.executable))
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "requirements.lock").write_text("paquet==1.0 --hash=sha256:0\n")
    return Lieux(racine=tmp_path, var=tmp_path / "var", venv=tmp_path / ".venv")


def appels(lieux):
    fichier = lieux.racine / "bin" / "appels"
    return fichier.read_text().splitlines() if fichier.exists() else []


def preparer(lieux):
    dites = []
    environnement.preparer(lieux, dites.append)
    return dites


def test_un_second_depart_n_installe_rien(lieux):
    assert len(preparer(lieux)) == 1
    assert len(appels(lieux)) == 2
    assert "--require-hashes" in appels(lieux)[1] and str(lieux.verrou_dependances) in appels(lieux)[1]
    assert preparer(lieux) == [] and len(appels(lieux)) == 2


def test_un_verrou_qui_change_refait_l_environnement(lieux):
    preparer(lieux)
    lieux.verrou_dependances.write_text("paquet==2.0 --hash=sha256:1\n")
    assert len(preparer(lieux)) == 1 and len(appels(lieux)) == 4


def test_une_installation_interrompue_recommence(lieux):
    (lieux.racine / "bin" / "panne").write_text("error: Failed to fetch\n")
    with pytest.raises(Panne, match="vérifiez le réseau"):
        preparer(lieux)
    (lieux.racine / "bin" / "panne").unlink()
    assert len(preparer(lieux)) == 1
    assert preparer(lieux) == []


def test_un_environnement_lie_n_est_jamais_touche(lieux):
    (lieux.racine / "autre" / "bin").mkdir(parents=True)
    lieux.venv.symlink_to(lieux.racine / "autre")
    with pytest.raises(Panne, match="il est lié"):
        preparer(lieux)
    (lieux.racine / "autre" / "bin" / "python").symlink_to(sys.executable)
    assert preparer(lieux) == [] and appels(lieux) == []


def test_un_disque_presque_plein_est_dit_avant_d_installer(lieux, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(environnement.shutil, "disk_usage", lambda _: usage(10**9, 10**9, 5 * 2**20))
    with pytest.raises(Panne, match="Il reste 5 Mio"):
        preparer(lieux)
    assert appels(lieux) == []


def test_sans_uv_ni_module_venv_on_dit_quoi_installer(lieux, monkeypatch):
    (lieux.racine / "bin" / "uv").unlink()
    monkeypatch.setattr(environnement.shutil, "which", lambda _: None)
    monkeypatch.setattr(environnement, "_venv_possible", lambda: False)
    with pytest.raises(Panne, match="python3-venv"):
        preparer(lieux)


def test_pip_fait_un_vrai_environnement_quand_uv_manque(lieux, monkeypatch):
    monkeypatch.setattr(environnement.shutil, "which", lambda _: None)
    lieux.verrou_dependances.write_text("# rien à installer\n")
    assert "pip" in preparer(lieux)[0]
    assert lieux.python.exists() and lieux.bibliotheques is not None
    assert preparer(lieux) == []
