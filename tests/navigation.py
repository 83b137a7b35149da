"""Chromium in the tests: a browser for each module, pages of a person, the accessibility rules.

`ouvrir("/chemin/", personne=p, largeur=375, sombre=True)` gives a Playwright page on the live server, logged in.
`axe(page)` fails on any violation of WCAG 2.2 AA. A missing Chromium skips by name, and fails in CI.
"""

import os
import shutil
import tempfile

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HAUTEUR = 900


@pytest.fixture(scope="module")
def navigateur():
    """One Chromium for the browser tests of a module. While it lives, an event loop runs in this thread."""
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium manque : les tests de navigateur sont exigés ici.")
        pytest.skip("Chromium manque.")
    from django.db import connections
    from playwright.sync_api import sync_playwright

    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]
    arguments += ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        pytest.MonkeyPatch.context() as environnement,
        tempfile.TemporaryDirectory() as dossier,
        sync_playwright() as pw,
    ):
        environnement.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = pw.chromium.launch(executable_path=CHROMIUM, args=arguments, downloads_path=dossier)
        yield chromium
        chromium.close()
        connections.close_all()  # connections made while the loop runs are not those of the thread


@pytest.fixture
def ouvrir(navigateur, live_server):
    """Open pages of the live server; at the end, no script may have failed and no policy been violated."""
    contextes, erreurs = [], []

    def faire(chemin="/", *, personne=None, largeur=1440, sombre=False, javascript=True, **options):
        options.setdefault("base_url", live_server.url)
        contexte = navigateur.new_context(
            viewport={"width": largeur, "height": HAUTEUR},
            color_scheme="dark" if sombre else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            locale="fr-CA",
            timezone_id="America/Toronto",
            **options,
        )
        contextes.append(contexte)
        if personne is not None:
            contexte.add_cookies([{"name": "sessionid", "value": _session(personne), "url": options["base_url"]}])
        page = contexte.new_page()
        page.on("pageerror", lambda erreur: erreurs.append(str(erreur)))
        page.on("console", lambda m: erreurs.append(m.text) if "Content Security Policy" in m.text else None)
        page.goto(chemin)
        return page

    yield faire
    for contexte in contextes:
        contexte.close()
    assert erreurs == []


def _session(personne) -> str:
    from django.test import Client

    client = Client()
    client.force_login(personne)
    return client.cookies["sessionid"].value


@pytest.fixture(scope="session")
def axe():
    """Fail on any violation of WCAG 2.2 AA, saying the rule, the element and what to do."""
    from axe_playwright_python.sync_playwright import Axe

    moteur = Axe()

    def controler(page) -> None:
        resultat = moteur.run(page, options={"runOnly": REGLES, "resultTypes": ["violations"]})
        assert resultat.violations_count == 0, f"{page.url}\n{resultat.generate_report()}"

    return controler
