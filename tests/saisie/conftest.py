"""The cast of the data-entry tests: a ministry, its plan, and who may enter, validate or only read."""

import os
import shutil

import pytest
from django.db import connection, connections
from django.test import Client

from ecosysteme.enums import RoleAdhesion, TypeOrganisation
from tests import fabriques

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture
def gouvernement(db):
    return fabriques.organisation("Gouvernement fictif", type=TypeOrganisation.GOUVERNEMENT)


@pytest.fixture
def ministere(gouvernement):
    return fabriques.organisation("Ministère des Essais", parent=gouvernement)


@pytest.fixture
def objectif(ministere):
    return fabriques.objectif(fabriques.plan(ministere, titre="Plan des essais"))


@pytest.fixture
def indicateur(objectif):
    return fabriques.indicateur(objectif, code="1.1.1", nom="Délai moyen de traitement", unite="jours", sens="baisse")


@pytest.fixture
def etranger(gouvernement):
    """An indicator of another ministry."""
    return fabriques.indicateur(organisation=fabriques.organisation("Ministère d'Ailleurs", parent=gouvernement))


@pytest.fixture
def gestionnaire(ministere):
    p = fabriques.personne("gestionnaire@exemple.test", prenom="Camille", nom="Essai")
    fabriques.adhesion(p, ministere)
    return p


@pytest.fixture
def collegue(ministere):
    p = fabriques.personne("collegue@exemple.test", prenom="Dominique", nom="Exemple")
    fabriques.adhesion(p, ministere)
    return p


@pytest.fixture
def responsable(ministere, indicateur):
    p = fabriques.personne("responsable@exemple.test", prenom="Alix", nom="Modèle")
    fabriques.adhesion(p, ministere, RoleAdhesion.RESPONSABLE_INDICATEUR)
    indicateur.responsable = p
    indicateur.save()
    return p


@pytest.fixture
def partenaire(db):
    p = fabriques.personne("partenaire@exemple.test")
    fabriques.adhesion(p, fabriques.organisation(type=TypeOrganisation.PARTENAIRE_PRIVE), RoleAdhesion.MEMBRE_PRIVE)
    return p


@pytest.fixture
def journal_videable(transactional_db):
    """The journal refuses TRUNCATE; a test on real transactions must leave an empty database."""
    yield
    with connection.cursor() as curseur:
        curseur.execute("ALTER TABLE ecosysteme_journal DISABLE TRIGGER journal_refuser_vidage")


@pytest.fixture
def navigateur(monkeypatch):
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium manque.")
        pytest.skip("Chromium manque.")
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        sans_bac = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=sans_bac)
        yield chromium
        chromium.close()
        connections.close_all()  # the connection of playwright's own event loop


@pytest.fixture
def fenetre(navigateur, live_server, journal_videable):
    """Open the grid in a window of its own, logged in; its console errors fail the test."""
    erreurs = []

    def ouvrir(personne, adresse="/pilotage/saisie/?exercice=2025", **options):
        session = Client()
        session.force_login(personne)
        contexte = navigateur.new_context(
            base_url=live_server.url, **{"viewport": {"width": 1280, "height": 800}, **options}
        )
        contexte.add_cookies(
            [{"name": "sessionid", "value": session.cookies["sessionid"].value, "url": live_server.url}]
        )
        contexte.grant_permissions(["clipboard-read", "clipboard-write"])
        page = contexte.new_page()
        page.route("**/evenements/**", lambda route: route.abort())  # streams need ASGI, the test server is WSGI
        page.on("pageerror", lambda e: erreurs.append(str(e)))
        page.on("console", lambda m: erreurs.append(m.text) if "Content Security Policy" in m.text else None)
        page.goto(adresse)
        return page

    yield ouvrir
    assert erreurs == []
