"""Markdown becomes HTML that runs nothing and stays readable."""

import pytest

from ecosysteme.textes import brut, rendre

HOSTILES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[clic](javascript:alert(1))",
    "[clic](data:text/html;base64,PHNjcmlwdD4=)",
    "![image](https://exemple.test/pixel.png)",
    "<a href='#' onclick='alert(1)'>x</a>",
    "<svg/onload=alert(1)>",
    "<style>body{display:none}</style>",
    "<iframe src='https://exemple.test'></iframe>",
    '[x](vbscript:alert(1) "t")',
]


@pytest.mark.parametrize("texte", HOSTILES)
def test_un_texte_hostile_ne_donne_que_du_texte(texte):
    html = rendre(texte)
    for interdit in (
        "<script",
        "<img",
        "<svg",
        "<style",
        "<iframe",
        'href="javascript',
        'href="data',
        'href="vbscript',
    ):
        assert interdit not in html


def test_ce_qui_sert_a_ecrire_reste():
    html = rendre("# Titre\n\n**gras** et *italique*\n\n- un\n- deux\n\n> cité\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    for attendu in (
        "<h3>Titre</h3>",
        "<strong>gras</strong>",
        "<em>italique</em>",
        "<li>un</li>",
        "<blockquote>",
        "<td>1</td>",
    ):
        assert attendu in html


def test_un_lien_ne_dit_pas_d_ou_l_on_vient():
    assert 'rel="noopener noreferrer nofollow ugc"' in rendre("[x](https://exemple.test)")


def test_une_ligne_sans_balise_coupee_a_un_mot():
    assert brut("# Titre\n\nUn **gras** & un [lien](https://exemple.test)") == "Titre Un gras & un lien"
    assert brut("mot " * 100, 20) == "mot mot mot mot mot…"
