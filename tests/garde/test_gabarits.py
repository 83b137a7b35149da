"""Templates: each compiles, is used, belongs to a kind of page, and prints nothing unescaped."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.template.loader import get_template

from ecosysteme import registries
from tests.garde.test_noms import sources
from tests.garde.test_tailles import RACINE

GABARITS = RACINE / "templates"
TOUS = sorted(str(f.relative_to(GABARITS)) for f in GABARITS.rglob("*.*"))
BIBLIOTHEQUES = [Path(find_spec(nom).origin).parent / "templates" for nom in ("allauth", "django.contrib.admin")]
# Found by Django by their name alone.
PAR_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
LIEN = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
# Whole pages that stand on `base.html` itself, and why.
GENRES_PERMIS = {"ecosysteme/accueil.html": "« Mon travail » gathers what each pillar offers"}
SANS_ECHAPPEMENT = re.compile(r"\|\s*safe\b|{%\s*autoescape off|\|\s*safeseq\b")
# Templates that print what is safe by construction, and why.
SAFE_PERMIS = {
    "composants/champ.html": "help texts are written in the code",
}
# Python files that declare HTML safe, and why.
MARQUE_PERMIS = {"ecosysteme/textes.py": "what nh3 has just cleaned"}
PIECES = ("composants/", "bases/", "base.html")


def texte(nom: str) -> str:
    return (GABARITS / nom).read_text("utf-8")


@cache
def code() -> str:
    return "\n".join(f.read_text("utf-8") for f in sources())


@cache
def liens(nom: str) -> frozenset[str]:
    """Templates that one includes or extends, through a variable part of the name too (« …/{{ x }}.html »)."""
    directs = set(LIEN.findall(texte(nom)))
    voisins = {autre for autre in TOUS if re.search(rf"""["']{re.escape(autre)}["']""", texte(nom))}
    return frozenset(directs | voisins)


def employes() -> set[str]:
    """From the code, Django and the libraries, down by include and extends."""
    racines = {
        nom
        for nom in TOUS
        if nom.startswith("bases/") or nom in code() or nom in PAR_DJANGO or _surcharge(nom) or _compose(nom)
    }
    vus: set[str] = set()
    while racines - vus:
        nom = (racines - vus).pop()
        vus.add(nom)
        racines |= {lien for lien in liens(nom) if lien in TOUS}
    return vus


def _surcharge(nom: str) -> bool:
    """Takes the place of a template of a library."""
    return any((dossier / nom).exists() for dossier in BIBLIOTHEQUES)


def _compose(nom: str) -> bool:
    """Its name is made in the code: f"…/courriels/{x}.txt"."""
    dossier, fichier = str(Path(nom).parent), Path(nom)
    debut = rf"""f["']{re.escape(dossier)}/{{[^}}]+}}"""
    if re.search(rf"""{debut}[^"']*{re.escape(fichier.suffix)}["']""", code()):
        return True
    nomme = re.search(rf"""["']{re.escape(fichier.name)}["']""", code())  # the whole file name is given elsewhere
    return bool(nomme and re.search(rf"""{debut}["']""", code()))


@pytest.mark.parametrize("nom", TOUS)
def test_chaque_gabarit_se_compile(nom):
    get_template(nom)


def test_chaque_gabarit_sert():
    assert set(TOUS) - employes() == set()


def test_chaque_inclusion_existe():
    absentes = {f"{nom} : {lien}" for nom in TOUS for lien in LIEN.findall(texte(nom)) if lien not in TOUS}
    assert {a for a in absentes if not any((d / a.split(" : ")[1]).exists() for d in BIBLIOTHEQUES)} == set()


def _genre(nom: str) -> str:
    """The base a page stands on, following its chain."""
    parent = LIEN.search(texte(nom)) if "{% extends" in texte(nom) else None
    if parent is None:
        return nom
    return parent[1] if parent[1].startswith("bases/") or parent[1] not in TOUS else _genre(parent[1])


def pages() -> list[str]:
    """Templates of whole pages: not a fragment, a component, a base, an e-mail or the stand-alone error pages."""
    exempts = {nom for nom in TOUS if "<!DOCTYPE html>" in texte(nom)} | GENRES_PERMIS.keys()
    exempts |= {rubrique.gabarit for rubrique in registries.rubriques_accueil()}
    return [
        nom
        for nom in TOUS
        if nom.endswith(".html")
        and not Path(nom).name.startswith("_")
        and not nom.startswith(PIECES)
        and not nom.startswith("admin/")
        and nom not in exempts
    ]


@pytest.mark.parametrize("nom", pages())
def test_chaque_page_est_d_un_genre(nom):
    assert _genre(nom).startswith("bases/"), f"{nom} ne s'appuie sur aucun genre de page (templates/bases/)"


def test_rien_ne_s_imprime_sans_echappement():
    """Plain-text e-mails are not HTML."""
    html = (nom for nom in TOUS if not nom.endswith(".txt"))
    assert {nom for nom in html if SANS_ECHAPPEMENT.search(texte(nom))} - SAFE_PERMIS.keys() == set()


def test_le_code_ne_declare_sur_que_ce_qu_il_a_construit():
    fautifs = {
        str(f.relative_to(RACINE))
        for f in sources()
        if re.search(r"\bmark_safe\b|\bSafeString\(", f.read_text("utf-8"))
    }
    assert fautifs - MARQUE_PERMIS.keys() == set()


def test_un_gabarit_ne_pose_pas_de_requete():
    """`.all`, `.count`, `.filter` on a manager belong to selectors."""
    motif = re.compile(r"{[{%][^}%]*(?<!forloop)\.(?:all|count|exists|first|last|objects)\b")
    assert {f"{nom} : {m[0]}" for nom in TOUS for m in motif.finditer(texte(nom))} == set()
