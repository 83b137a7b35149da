"""The documents keep up with the house: glossary, index of decisions, links, rooms."""

import importlib
import re

import pytest
from django.db.models import Choices

from tests.garde.test_noms import APPLICATIONS
from tests.garde.test_tailles import RACINE, fichiers

DOCS = RACINE / "docs"
LIEN = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`([\w./-]+/[\w.-]+\.(?:py|sql|txt|json|toml|md))`")


def vocabulaires() -> list[type[Choices]]:
    trouves = []
    for application in APPLICATIONS:
        if (RACINE / application / "enums.py").exists():
            module = importlib.import_module(f"{application}.enums")
            classes = [v for v in vars(module).values() if isinstance(v, type) and issubclass(v, Choices)]
            trouves += [c for c in classes if c.__module__ == module.__name__]
    return trouves


@pytest.mark.parametrize("vocabulaire", vocabulaires(), ids=lambda v: v.__name__)
def test_le_glossaire_explique_chaque_valeur(vocabulaire):
    texte = (DOCS / "glossaire.md").read_text("utf-8")
    section = re.search(rf"^### {vocabulaire.__name__}:.*?(?=^### |\Z)", texte, re.M | re.S)
    assert section, f"docs/glossaire.md n'a pas de section {vocabulaire.__name__}"
    expliquees = set(re.findall(r"`([^`]+)`", section[0]))
    assert {str(v) for v in vocabulaire.values if v != ""} - expliquees == set()
    if "" in vocabulaire.values:
        assert "empty" in section[0]


def test_l_index_nomme_chaque_decision():
    index = set(LIEN.findall((DOCS / "adr" / "README.md").read_text("utf-8")))
    assert {f.name for f in (DOCS / "adr").glob("0*.md")} == {nom for nom in index if nom.startswith("0")}


def test_deux_decisions_n_ont_pas_le_meme_numero():
    numeros = [f.name[:4] for f in (DOCS / "adr").glob("0*.md")]
    assert len(numeros) == len(set(numeros))


def test_chaque_lien_mene_quelque_part():
    fautes = [
        f"{f.relative_to(RACINE)} : {lien}"
        for f in fichiers(".md")
        for lien in LIEN.findall(f.read_text("utf-8"))
        if not (f.parent / lien).exists()
    ]
    assert fautes == []


def test_chaque_fichier_cite_existe():
    fautes = [
        f"{f.relative_to(RACINE)} : {nom}"
        for f in fichiers(".md")
        for nom in CODE.findall(f.read_text("utf-8"))
        if not nom.startswith(("app/", "var/")) and "NNNN" not in nom
        if not any((base / nom).exists() for base in (RACINE, f.parent))
    ]
    assert fautes == []


def test_la_maison_montre_chaque_piece_des_moteurs():
    maison = (DOCS / "maison.md").read_text("utf-8")
    reglages = (RACINE / "pyproject.toml").read_text("utf-8")
    pieces = re.search(r'"permissions",\s*"""([^"]*vraisemblance[^"]*)"""', reglages)[1]
    assert {p for p in re.split(r"[:\s]+", pieces) if p and f"`{p}" not in maison} == set()
