"""WCAG 2.2 AA by axe: every page of the table, wide and light, narrow and dark; and the pages of bad days (row 27)."""

import re

import pytest
from django.template.loader import render_to_string

from tests.monde import batir
from tests.test_requetes import pages

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
ECRANS = [{"largeur": 1440, "sombre": False}, {"largeur": 375, "sombre": True}]
ENTRE_DEUX = (1280, 1024, 768)
PANNES = ["400", "403", "403_csrf", "404", "429", "500", "503"]
VIDES = ["/", "/pilotage/", "/pilotage/saisie/", "/pilotage/imports/", "/compte/jetons/", "/compte/invitations/"]


def deborde(page) -> int:
    """How many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def controler(page, axe, chemin: str) -> list[str]:
    """Faults of a page, as sentences."""
    reponse = page.goto(chemin)
    if reponse.status >= 500 or "text/html" not in reponse.headers.get("content-type", ""):
        return [f"{chemin} répond {reponse.status}"]
    fautes = []
    try:
        axe(page)
    except AssertionError as violations:
        fautes.append(re.sub(r"\n\n+", "\n", str(violations)))
    return fautes + debordements(page, chemin)


def debordements(page, chemin: str) -> list[str]:
    """Where the page is wider than the screen: this one and, for a wide one, laptops and tablets too."""
    ecran = page.viewport_size
    fautes = []
    for largeur in (ecran["width"], *(ENTRE_DEUX if ecran["width"] > max(ENTRE_DEUX) else ())):
        page.set_viewport_size(ecran | {"width": largeur})
        if (exces := deborde(page)) > 0:
            fautes.append(f"{chemin} déborde de {exces} px à {largeur} px")
    page.set_viewport_size(ecran)
    return fautes


@pytest.mark.timeout(900)
@pytest.mark.parametrize("ecran", ECRANS, ids=["large et clair", "étroit et sombre"])
def test_chaque_page_est_accessible_et_tient_dans_l_ecran(ouvrir, axe, settings, tmp_path, ecran):
    """One world for the whole table: reading writes nothing (tests/test_acces.py)."""
    settings.MEDIA_ROOT = tmp_path
    monde = batir()
    page = ouvrir("/compte/sessions/", personne=monde.roles["coo"], **ecran)
    fautes = []
    for requete in (r for r in pages() if r.section != "api"):
        reponse = page.request.get(requete.chemin(monde), max_redirects=0)
        if reponse.status == 200 and reponse.text().startswith("<!DOCTYPE html>"):
            fautes += controler(page, axe, requete.chemin(monde))
    assert fautes == [], "\n".join(fautes)


@pytest.mark.parametrize("ecran", ECRANS, ids=["large et clair", "étroit et sombre"])
def test_les_pages_vides_sont_accessibles(ouvrir, axe, coordination, ecran):
    """A portal on its first day."""
    page = ouvrir("/", personne=coordination, **ecran)
    fautes = [faute for chemin in VIDES for faute in controler(page, axe, chemin)]
    assert fautes == [], "\n".join(fautes)


def _panne(adresse: str) -> str:
    return render_to_string(f"{adresse.rstrip('/').rsplit('/', 1)[1]}.html")


@pytest.mark.parametrize("ecran", ECRANS, ids=["large et clair", "étroit et sombre"])
def test_les_pages_de_panne_sont_accessibles(ouvrir, axe, ecran):
    page = ouvrir("/composants/", **ecran)
    fautes = []
    page.route("**/panne/*/", lambda route: route.fulfill(body=_panne(route.request.url), content_type="text/html"))
    for panne in PANNES:
        fautes += controler(page, axe, f"/panne/{panne}/")
        assert page.get_by_role("heading", level=1).is_visible()
    assert fautes == [], "\n".join(fautes)


def test_sans_reseau_la_page_hors_ligne_parait_et_reste_accessible(ouvrir, axe):
    page = ouvrir("/composants/")
    page.evaluate("navigator.serviceWorker.register('/veilleur.js').then(() => navigator.serviceWorker.ready)")
    page.reload()
    page.context.set_offline(True)
    page.goto("/pilotage/")
    assert page.get_by_role("heading", level=1).inner_text() == "Vous êtes hors ligne"
    assert page.evaluate("getComputedStyle(document.querySelector('.bandeau')).display") == "flex"
    axe(page)
    page.context.set_offline(False)
    page.goto("/composants/")
    assert page.get_by_role("heading", level=1).inner_text() != "Vous êtes hors ligne"
