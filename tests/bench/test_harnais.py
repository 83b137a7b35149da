"""The bench measures, compares and tells; what it finds is for `make bench` to say."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.bench import harnais
from tests.bench.harnais import Chiffre, comparer, tableau


def test_un_chiffre_est_tenu_ou_manque_selon_sa_borne():
    assert Chiffre("a", 2.0, 1.0, borne=2).tenu
    assert not Chiffre("a", 2.1, 1.0, borne=2).tenu
    assert Chiffre("débit", 40, 100, borne=0.4, au_moins=True, unite="pages/s").tenu
    assert not Chiffre("débit", 39, 100, borne=0.4, au_moins=True, unite="pages/s").tenu
    assert Chiffre("durée", 0.9, borne=1).tenu
    assert not Chiffre("écarts", 1, borne=0, unite="bilans").tenu
    assert Chiffre("pour mémoire", 7.0).tenu


def test_le_tableau_donne_rapport_borne_et_verdict():
    lignes = tableau([Chiffre("un", 0.003, 0.002, borne=2), Chiffre("deux", 3.0, borne=1, note="seul")]).splitlines()
    assert len(lignes) == 4
    assert all(mot in lignes[2] for mot in ("3\N{NO-BREAK SPACE}ms", "1,50", "≤ 2,00", "tenu"))
    assert all(mot in lignes[3] for mot in ("3\N{NO-BREAK SPACE}s", "≤ 1\N{NO-BREAK SPACE}s", "MANQUÉ", "seul"))


def test_les_tours_alternent_et_le_premier_ne_compte_pas(monkeypatch):
    suite = []
    durees = iter([99, 99, 1, 10, 2, 20, 3, 30])
    monkeypatch.setattr(harnais, "chronometrer", lambda action: (action(), next(durees))[1])
    medianes = comparer(3, lambda: suite.append("nous"), lambda: suite.append("repère"), lambda: suite.append("avant"))
    assert medianes == (2, 20)
    assert suite == ["avant", "nous", "avant", "repère"] * 4


@pytest.mark.lent
@pytest.mark.timeout(300)
def test_le_banc_tourne_de_bout_en_bout_sur_peu_de_resultats(django_db_setup, worker_id):
    options = ["--mesures", "4000", "--tours", "1", "--seulement", "bilans", "--jeter"]
    fait = subprocess.run(
        [sys.executable, "-m", "tests.bench", *options, "--base", f"ecosysteme_bench_essai_{worker_id}"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "ECOSYSTEME_ENV": "test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert fait.returncode in {0, 1}, fait.stderr
    assert "Un résultat changé, toute la chaîne" in fait.stdout
    ecarts = [ligne for ligne in fait.stdout.splitlines() if "différents du recalcul complet" in ligne]
    assert len(ecarts) == 1 and "tenu" in ecarts[0]
