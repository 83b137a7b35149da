"""The checks of `make lint` find what they look for, and go on after a failure."""

import subprocess

import pytest

from ecosysteme.lanceur import controles
from ecosysteme.lanceur.lieux import Lieux
from tests.lanceur.aides import RACINE


@pytest.fixture
def depot(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return Lieux(racine=tmp_path, var=tmp_path / "var", venv=tmp_path / ".venv")


def suivre(depot, nom, contenu):
    (depot.racine / nom).write_text(contenu, "utf-8")
    subprocess.run(["git", "add", nom], cwd=depot.racine, check=True)


def test_un_hote_de_registre_est_trouve_dans_les_fichiers_suivis(depot):
    suivre(depot, "requirements.lock", "# --index-url https://" + "py" + "pi.org/simple\n")
    suivre(depot, "sain.txt", "rien ici\n")
    (depot.racine / "non-suivi.txt").write_text("https://" + "py" + "pi.org")
    assert controles.hotes_de_registre(depot) == ["requirements.lock"]


def test_le_depot_ne_nomme_aucun_registre():
    assert controles.hotes_de_registre(Lieux(racine=RACINE, var=RACINE / "var", venv=RACINE / ".venv")) == []


def test_un_controle_en_echec_n_arrete_pas_les_suivants(depot, monkeypatch, capsys):
    monkeypatch.setattr(controles, "preparer_environnement", lambda *_: None)
    monkeypatch.setattr(controles, "commandes", lambda _: [("un", ["false"]), ("deux", ["true"]), ("trois", ["false"])])
    assert controles.lancer(depot, print) == 1
    dit = capsys.readouterr().out
    assert "— deux" in dit and dit.endswith("Contrôles en échec : un, trois.\n")
    monkeypatch.setattr(controles, "commandes", lambda _: [("deux", ["true"])])
    assert controles.lancer(depot, print) == 0
    assert capsys.readouterr().out.endswith("Tous les contrôles passent.\n")


def test_les_controles_attendus_y_sont():
    noms = " ".join(
        nom for nom, _ in controles.commandes(Lieux(racine=RACINE, var=RACINE / "var", venv=RACINE / ".venv"))
    )
    for attendu in ("ruff", "gabarits", "migrations"):
        assert attendu in noms
