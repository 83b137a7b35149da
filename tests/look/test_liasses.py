"""Bundles of scripts: what a page asks for is made of the readable sources, in their order."""

import os
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from ecosysteme.liasses import Liasses

JS = Path(__file__).parents[2] / "static" / "js"


@pytest.fixture
def lieur(tmp_path):
    chercheur = Liasses()
    chercheur.depot = type(chercheur.depot)(location=tmp_path)
    return chercheur


def test_une_liasse_reunit_ses_parties_dans_l_ordre(lieur):
    for nom, liste in lieur.listes().items():
        textes = [(JS / partie).read_text("utf-8") for partie in liste.read_text("utf-8").split()]
        assert Path(lieur.find(nom)).read_text("utf-8") == "\n".join(textes)


def test_chaque_script_de_la_grille_est_dans_sa_liasse(lieur):
    listees = {p.name for p in lieur.parties(JS / "saisie.liasse")}
    assert listees == {p.name for p in JS.glob("saisie-*.js")}


def test_une_liasse_suit_ses_sources(lieur):
    cible = lieur.lier("js/site.js")
    cible.write_text("")
    os.utime(cible, (0, 0))
    assert lieur.lier("js/site.js").stat().st_size > 1000


def test_django_trouve_les_liasses_et_chaque_page_les_demande():
    assert finders.find("js/site.js") and finders.find("js/saisie.js")
    assert "js/site.js" in Client().get("/composants/").content.decode()
