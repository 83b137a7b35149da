"""Whatever is missing or taken is said in one French sentence, without a traceback, and the code is not zero."""

import ast
import errno
import os
import shutil
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest

from ecosysteme.lanceur import essais, pannes
from ecosysteme.lanceur.commandes import principal
from ecosysteme.lanceur.environnement import _phrase
from ecosysteme.lanceur.pannes import Panne
from tests.lanceur.aides import RACINE, dossier_var, executer


def phrase(fini):
    """The one sentence of a command that failed."""
    assert fini.returncode == 1 and "Traceback" not in fini.stderr + fini.stdout
    lignes = fini.stderr.strip().splitlines()
    assert lignes[-1].startswith("Erreur : ")
    return lignes[-1].removeprefix("Erreur : ")


@pytest.fixture
def var():
    with dossier_var() as dossier:
        yield dossier


@pytest.fixture
def occupe():
    """A port somebody listens on."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        yield prise.getsockname()[1]


def ferme():
    """A port nobody listens on."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def test_un_port_pris_est_dit_avant_tout_le_reste(var, occupe):
    dit = phrase(executer("run", var=var, PORT=str(occupe)))
    assert dit == f"Le port {occupe} est déjà pris par un autre programme : essayez « make run PORT={occupe + 1} »."
    assert not (var / "postgres").exists()


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80a", "８０"])
def test_un_port_insense_est_refuse(var, port):
    assert phrase(executer("run", var=var, PORT=port)) == f"PORT vaut « {port} » : donnez un nombre de 1 à 65535."


def test_une_base_injoignable_est_nommee_sans_son_mot_de_passe(var):
    port = ferme()
    fini = executer(
        "run", var=var, PORT=str(ferme()), DATABASE_URL=f"postgresql://moi:tres-secret@127.0.0.1:{port}/base"
    )
    assert phrase(fini) == f"DATABASE_URL désigne 127.0.0.1:{port}, où rien ne répond."
    assert "tres-secret" not in fini.stderr + fini.stdout


@pytest.mark.parametrize(
    "adresse", ["n'importe quoi", "mysql://a@b/c", "postgresql:///base", "postgresql://a@b:port/c"]
)
def test_une_adresse_de_base_insensee_est_refusee(var, adresse):
    assert "DATABASE_URL" in phrase(executer("manage", "check", var=var, DATABASE_URL=adresse))


def test_un_courtier_qui_refuse_est_nomme(var, occupe):
    fini = executer(
        "manage",
        "check",
        var=var,
        DATABASE_URL=f"postgresql://a@127.0.0.1:{occupe}/b",
        REDIS_URL=f"redis://127.0.0.1:{ferme()}/0",
    )
    assert "REDIS_URL désigne 127.0.0.1:" in phrase(fini)
    fini = executer(
        "manage",
        "check",
        var=var,
        DATABASE_URL=f"postgresql://a@127.0.0.1:{occupe}/b",
        REDIS_URL=f"redis://127.0.0.1:{occupe}/0",
    )
    assert "qui refuse la connexion (aucune réponse)" in phrase(fini)


def test_la_production_ne_se_lance_pas_ainsi(var):
    assert "docker-compose.yml" in phrase(executer("run", var=var, ECOSYSTEME_ENV="production"))


def test_un_disque_plein_est_dit_quand_postgresql_cree_ses_donnees(var):
    bin_ = var / "pg" / "bin"
    bin_.mkdir(parents=True)
    for nom, corps in (
        ("postgres", "echo 'postgres (PostgreSQL) 18.6'"),
        ("initdb", 'echo "initdb: error: could not write: No space left on device"; exit 1'),
    ):
        (bin_ / nom).write_text(f"#!/bin/sh\n{corps}\n")
        (bin_ / nom).chmod(0o755)
    dit = phrase(executer("services", var=var, PG_BIN=str(bin_)))
    assert dit == pannes.DISQUE_PLEIN
    assert not (var / "postgres" / "donnees").exists()


def test_un_disque_plein_est_dit_partout_ailleurs(monkeypatch, capsys):
    def plein(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "var/reglages.json")

    monkeypatch.setitem(principal.__globals__["COMMANDES"], "services", plein)
    assert principal(["services"]) == 1
    assert capsys.readouterr().err == f"Erreur : {pannes.DISQUE_PLEIN}\n"


@pytest.mark.parametrize(
    ("numero", "attendu"),
    [
        (errno.EACCES, "pas le droit"),
        (errno.EROFS, "lecture seule"),
        (errno.EDQUOT, "quota"),
        (errno.EIO, "Input/output"),
    ],
)
def test_les_refus_du_systeme_nomment_le_fichier(numero, attendu):
    dit = pannes.phrase_systeme(OSError(numero, os.strerror(numero), "var/x"))
    assert attendu in dit and ("var/x" in dit or numero == errno.EDQUOT)


@pytest.mark.parametrize(
    ("sortie", "attendu"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disque est plein"),
        ("NewConnectionError: Temporary failure in name resolution", "vérifiez le réseau"),
        ("error: Failed to fetch: `https://…`", "vérifiez le réseau"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES … do not match the hashes", "son empreinte"),
        ("error: subprocess-exited-with-error", "voyez le journal"),
    ],
)
def test_une_installation_qui_echoue_dit_pourquoi(sortie, attendu):
    assert attendu in _phrase(sortie, "Rien n'a été installé : voyez le journal.")


def test_une_commande_inconnue_rappelle_l_usage(capsys):
    assert principal([]) == principal(["danser"]) == 2
    assert "Usage" in capsys.readouterr().err


def test_sans_python_make_le_dit():
    fini = subprocess.run(
        [shutil.which("make"), "run"],
        cwd=RACINE,
        env={"PATH": "/nulle-part"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert fini.returncode != 0 and "Il faut Python 3.11 ou plus récent" in fini.stderr


def test_un_python_trop_ancien_est_lu_et_refuse(monkeypatch):
    source = (RACINE / "ecosysteme" / "lanceur" / "__main__.py").read_text("utf-8")
    code = compile(ast.parse(source, feature_version=(3, 6)), "__main__.py", "exec")
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit, match=r"demande Python 3\.11 ou plus récent ; celui-ci est Python 3\.9"):
        exec(code, {"__name__": "__main__"})


def test_l_integration_continue_exige_un_navigateur(monkeypatch):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(essais, "chromium", lambda: None)
    with pytest.raises(Panne, match="Chromium manque"):
        essais.lancer(SimpleNamespace(), [], print)


def test_chromium_est_cherche_sous_ses_noms(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert essais.chromium() is None
    navigateur = tmp_path / "google-chrome"
    navigateur.write_text("#!/bin/sh\n")
    navigateur.chmod(0o755)
    assert essais.chromium() == str(navigateur)
    monkeypatch.setenv("CHROMIUM", "absent")
    assert essais.chromium() is None


def test_la_suite_entiere_seule_se_partage_les_coeurs(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert essais.en_parallele([]) == ["-n", "2", "--dist", "loadfile"]
    assert essais.en_parallele(["tests/look"]) == []
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert essais.en_parallele([]) == []
