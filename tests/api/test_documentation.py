"""The page of the API: written from the description, for members, and clean for every reader."""

import pytest
from django.test import Client

from ecosysteme.api.documentation import description


def test_la_page_dit_chaque_operation_et_chaque_objet(membre):
    client = Client()
    client.force_login(membre())
    page = client.get("/api/v1/").content.decode()
    for methodes in description()["paths"].values():
        for operation in methodes.values():
            assert f'id="op-{operation["operationId"]}"' in page
    assert "<code>mesures[].indicateur</code>" in page
    assert 'id="objet-Mesure"' in page and 'href="#objet-Mesure"' in page
    assert "curl -H &quot;Authorization: Jeton $JETON&quot;" in page and "600 lectures" in page
    assert 'href="/compte/jetons/nouveau/"' in page


def test_la_page_est_aux_membres(db, membre):
    assert Client().get("/api/v1/").url.startswith("/compte/connexion/")
    personne = membre()
    personne.adhesions.all().delete()
    client = Client()
    client.force_login(personne)
    assert client.get("/api/v1/").status_code == 403


@pytest.mark.navigateur
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("largeur", "sombre"), [(1440, False), (375, True)])
def test_la_page_se_lit_a_toute_largeur_et_respecte_les_regles(ouvrir, axe, membre, largeur, sombre):
    page = ouvrir("/api/v1/", personne=membre(), largeur=largeur, sombre=sombre)
    axe(page)
    for operation in ("mesures_creer", "mesures_lister", "cibles_retirer"):
        page.locator(f"#op-{operation} > summary").click()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
