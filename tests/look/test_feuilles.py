"""One style sheet is served, made of all the sources."""

import os
from pathlib import Path

import pytest

from ecosysteme.feuilles import IMPORT, Feuilles

CSS = Path(__file__).parents[2] / "static" / "css"
IMPORTEES = {m[1] for m in IMPORT.finditer((CSS / "site.css").read_text("utf-8"))}


def test_aucune_feuille_de_composant_ou_de_page_n_est_oubliee():
    """A sheet at the top level may be served on its own (the administration has its own)."""
    sources = {f"{dossier}/{f.name}" for dossier in ("composants", "pages") for f in (CSS / dossier).glob("*.css")}
    assert sources - IMPORTEES == set()
    assert {feuille for feuille in IMPORTEES if not (CSS / feuille).exists()} == set()


@pytest.fixture
def fondeur(tmp_path):
    chercheur = Feuilles()
    chercheur.depot = type(chercheur.depot)(location=tmp_path)
    return chercheur


def test_la_feuille_fondue_n_importe_plus_rien_et_reste_legere(fondeur):
    fondue = Path(fondeur.find("css/site.css")).read_text("utf-8")
    assert "@import" not in fondue
    assert fondue.count("{") == fondue.count("}")
    assert ".barre-actions" in fondue
    assert len(fondue.encode()) < 48_000


def test_la_feuille_fondue_suit_ses_sources(fondeur):
    chemin = fondeur.fondre()
    chemin.write_text("")
    assert chemin.stat().st_size == 0
    recente = max((CSS / f).stat().st_mtime for f in IMPORTEES)
    os.utime(chemin, (recente - 1, recente - 1))
    assert fondeur.fondre().stat().st_size > 0


def test_les_autres_fichiers_ne_sont_pas_son_affaire(fondeur):
    assert fondeur.find("css/base.css") == []
    assert [nom for nom, _ in fondeur.list(None)] == ["css/site.css"]
