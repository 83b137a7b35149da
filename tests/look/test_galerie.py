"""The gallery shows every component; each component says what it needs; error pages stand alone."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

GABARITS = Path(__file__).parents[2] / "templates"
COMPOSANTS = sorted((GABARITS / "composants").glob("*.html"))
APPEL = re.compile(r'{% (?:include|extends) "([^"]+)"')
EN_LIGNE = re.compile(r"""<style|\sstyle=|\son[a-z]+=["']|<script(?![^>]*\ssrc=)""")


def _atteints(nom: str, vus: set[str]) -> set[str]:
    """Templates reached from one template, by include and extends."""
    if nom not in vus:
        vus.add(nom)
        for appele in APPEL.findall((GABARITS / nom).read_text("utf-8")):
            _atteints(appele, vus)
    return vus


def test_la_galerie_montre_tous_les_composants():
    montres = _atteints("ecosysteme/composants.html", set())
    assert {f"composants/{c.name}" for c in COMPOSANTS} - montres == set()


@pytest.mark.parametrize("composant", COMPOSANTS, ids=lambda c: c.stem)
def test_un_composant_nomme_ses_parametres(composant):
    texte = composant.read_text("utf-8")
    entete = re.search(r"{% comment %}(.+?){% endcomment %}", texte, re.DOTALL)
    assert entete is not None
    assert re.search(r"Requis :|Aucun paramètre|Usage interne", entete[1])


def test_la_galerie_se_rend():
    """Undefined variables, inline styles and handlers fail of themselves (tests/rigueur.py)."""
    assert Client().get("/composants/").status_code == 200


def test_aucun_gabarit_ne_porte_de_style_ni_de_geste_en_ligne():
    fautifs = [str(g.relative_to(GABARITS)) for g in GABARITS.rglob("*.html") if EN_LIGNE.search(g.read_text("utf-8"))]
    assert fautifs == []


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500", "503", "hors_ligne"])
def test_une_page_d_erreur_se_rend_sans_base_ni_contexte(page):
    rendu = render_to_string(f"{page}.html")
    assert "<h1>" in rendu
    assert 'lang="fr-CA"' in rendu
