"""PDF: tagged, in French, inked like the site, and made of nothing but our own static files."""

import gc
import logging
import zlib
from types import SimpleNamespace

import pytest

from ecosysteme import pdf as module
from ecosysteme import pdf_encre
from ecosysteme.pdf import ABSENT, PdfIndisponible, chemin_statique, indisponible, pdf, reponse_pdf
from pilotage.graphiques import barre_statuts, sparkline

PAGE = (
    '<!DOCTYPE html><html lang="fr-CA"><head><title>Été à Québec</title>{}</head><body><h1>Bilan</h1>{}</body></html>'
)


def flux(contenu: bytes) -> bytes:
    """The streams of a PDF, inflated."""
    morceaux = []
    for partie in contenu.split(b"stream\n")[1:]:
        try:
            morceaux.append(zlib.decompressobj().decompress(partie))
        except zlib.error:
            continue
    return b"".join(morceaux)


@pytest.fixture
def demandes(monkeypatch):
    """Every address WeasyPrint asks to read."""
    lues = []
    monkeypatch.setattr(module, "chemin_statique", lambda url: lues.append(url) or chemin_statique(url))
    return lues


def test_le_pdf_est_balise_titre_et_en_francais():
    contenu = pdf(PAGE.format("", "<p>Bonjour</p><table><tr><th>A</th></tr></table>"))
    tout = contenu + flux(contenu)
    assert contenu.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in tout and b"/Marked true" in tout
    assert b"/Lang (fr-CA)" in tout
    assert b"pdfuaid:part" in tout and "Été".encode() in tout


def test_la_feuille_du_portail_est_lue(demandes):
    pdf(PAGE.format('<link rel="stylesheet" href="/static/css/pdf.css">', ""))
    assert demandes == ["https://portail.invalid/static/css/pdf.css"]


@pytest.mark.parametrize(
    "adresse",
    [
        "file:///etc/passwd",
        "file:///static/css/pdf.css",
        "https://exemple.test/a.css",
        "http://portail.invalid/static/css/pdf.css",
        "https://portail.invalid/media/rapports/x.svg",
        "https://portail.invalid/static/../ecosysteme/settings.py",
        "https://portail.invalid/static/%2e%2e/manage.py",
        "https://portail.invalid/static/css/../../manage.css",
        "https://portail.invalid//etc/passwd.css",
        "https://portail.invalid@exemple.test/static/css/pdf.css",
        "data:text/css,p{}",
        "static/css/pdf.css",
    ],
)
def test_rien_d_autre_ne_se_lit(adresse):
    assert chemin_statique(adresse) is None


def test_une_page_hostile_se_met_en_page_sans_rien_lire(demandes, caplog):
    """Whatever a text could hold if it were not escaped; sockets are closed to anywhere but this machine."""
    caplog.set_level(logging.CRITICAL, "weasyprint")
    hostile = (
        '<img src="file:///etc/passwd"><img src="https://exemple.test/x.png"><a rel="attachment" href="file:///etc/hosts">a</a>'
        '<svg viewBox="0 0 9 9"><image href="file:///etc/passwd" width="9" height="9"/></svg>'
    )
    feuille = '<link rel="stylesheet" href="file:///etc/passwd"><link rel="attachment" href="file:///etc/hostname">'
    contenu = pdf(PAGE.format(feuille, hostile))
    assert b"root:" not in contenu + flux(contenu) and b"/EmbeddedFile" not in contenu + flux(contenu)
    assert demandes and all(chemin_statique(url) is None for url in demandes)


def encrer(dessin: str) -> str:
    """The only figure of a page, in ink."""
    page, figures = pdf_encre.encrer(dessin, "https://portail.invalid/")
    assert page.count("<img ") == len(figures) == 1
    return next(iter(figures.values())).decode()


def test_une_figure_prend_sur_le_papier_les_couleurs_du_theme_clair():
    encree = encrer(f"<p>avant</p>{barre_statuts({'atteinte': 30, 'non_atteinte': 9})}")
    assert 'fill="#4f813d"' in encree and 'fill="#cb381f"' in encree
    assert encree.count('fill="#ffffff"') == 2  # the numbers, on dark parts


def test_une_figure_devient_une_image_qui_dit_son_titre():
    page, _ = pdf_encre.encrer(f"<p>avant</p>{sparkline([1, 2], titre='De 1 à 2')}<p>après</p>", "https://x.invalid/")
    assert page == '<p>avant</p><img class="g g-etincelle" alt="De 1 à 2" src="figure/0.svg"><p>après</p>'
    assert pdf_encre.encrer("<p>sans figure</p>", "https://x.invalid/") == ("<p>sans figure</p>", {})


def test_une_regle_propre_a_une_figure_ne_vaut_que_pour_elle():
    encree = encrer(str(sparkline([1, 2, 3], titre="Essai", nature="favorable")))
    assert 'stroke="#6b778a"' in encree and 'stroke-width="1.5"' in encree
    assert 'fill="#095797"' in encree


@pytest.mark.parametrize("trait", ['stroke="red" class="g-ligne"', 'class="g-ligne" stroke="red"'])
def test_un_attribut_que_la_figure_pose_elle_meme_reste(trait):
    encree = encrer(f'<svg class="g g-xmr"><path {trait}/></svg>')
    assert encree.count("stroke=") == 1 and 'stroke="red"' in encree


def test_chaque_couleur_de_la_feuille_est_un_jeton_connu():
    assert pdf_encre._regles()
    assert {v for r in pdf_encre._regles() for _, v in r.declarations if v == "currentColor"} == set()


def test_sans_pango_la_page_reste_et_une_phrase_dit_pourquoi(monkeypatch):
    monkeypatch.setattr(module, "_bibliotheque", lambda: None)
    assert indisponible() == ABSENT and "Pango" in ABSENT
    with pytest.raises(PdfIndisponible, match="Pango"):
        pdf(PAGE.format("", ""))


def test_avec_pango_rien_ne_manque():
    assert indisponible() == ""


def test_le_telechargement_est_une_piece_jointe_que_rien_ne_reinterprete():
    reponse = reponse_pdf("Rapport d'été", b"%PDF-")
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse["Content-Disposition"] == 'attachment; filename="rapport-dete.pdf"'
    assert reponse["X-Content-Type-Options"] == "nosniff"


def test_les_points_d_un_graphique_se_fondent_en_deux_traits_et_le_dernier_reste_seul():
    encree = encrer(
        '<svg class="g g-xmr">'
        + "".join(f'<circle cx="{x}" cy="5" r="3" class="g-forme g-point"><title>{x}</title></circle>' for x in (1, 2))
        + '<circle cx="9" cy="5" r="4.5" class="g-forme g-point g-dernier"></circle></svg>'
    )
    assert encree.count('d="M1 5h0M2 5h0"') == 2 and encree.count("<circle") == 1
    assert encree.index('stroke="#ffffff" stroke-width="7"') < encree.index('stroke="#6b778a" stroke-width="5"')


def test_la_grille_se_fond_en_un_trait_sans_perdre_un_mot_ni_melanger_deux_encres():
    encree = encrer(
        '<svg class="g g-xmr"><line x1="0" x2="9" y1="1" y2="1" class="g-grille"/><text x="0" y="1">25</text>'
        '<line x1="0" x2="9" y1="2" y2="2" class="g-grille"/><text x="0" y="2">50</text>'
        '<line x1="0" x2="9" y1="3" y2="3" class="g-axe"/></svg>'
    )
    assert encree.count('d="M0 1L9 1M0 2L9 2"') == 1 and encree.count('d="M0 3L9 3"') == 1
    assert encree.count("<text") == 2 and "<line" not in encree


def test_un_mot_n_a_pas_de_halo_qui_le_cacherait():
    mot = encrer('<svg class="g g-xmr"><text x="0" y="1" class="g-dernier-nom">72 %</text></svg>')
    assert "stroke" not in mot and "fill=" in mot


def test_le_ramasse_miettes_reprend_apres_une_mise_en_page_meme_ratee(monkeypatch):
    assert gc.isenabled()
    pendant = []

    class Panne:
        def __init__(self, **_):
            pendant.append(gc.isenabled())
            raise MemoryError

    monkeypatch.setattr(module, "_bibliotheque", lambda: SimpleNamespace(HTML=Panne))
    with pytest.raises(MemoryError):
        pdf("<p>Une page</p>")
    assert pendant == [False]
    assert gc.isenabled()
