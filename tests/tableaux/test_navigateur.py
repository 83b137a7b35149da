"""The dashboards in a real browser: accessible, by keyboard, without script, on a phone and in the dark."""

import pytest

pytestmark = pytest.mark.navigateur


def _pages(etat) -> list[str]:
    return ["/", "/pilotage/", f"/pilotage/organisations/{etat.a.pk}/", f"/pilotage/organisations/{etat.air.pk}/"]


@pytest.mark.parametrize("sombre", [False, True])
@pytest.mark.parametrize("rang", range(4))
def test_les_pages_suivent_les_regles_d_accessibilite(etat, coordination, ouvrir, axe, rang, sombre):
    axe(ouvrir(_pages(etat)[rang], personne=coordination, sombre=sombre))


@pytest.mark.parametrize("largeur", [375, 768, 1440])
@pytest.mark.parametrize("rang", range(4))
def test_le_corps_de_la_page_ne_defile_pas_de_cote(etat, coordination, ouvrir, rang, largeur):
    page = ouvrir(_pages(etat)[rang], personne=coordination, largeur=largeur)
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur


def test_un_partenaire_a_des_pages_accessibles(etat, partenaire, ouvrir, axe):
    for adresse in _pages(etat):
        axe(ouvrir(adresse, personne=partenaire, largeur=375))


def test_trier_et_filtrer_au_clavier_garde_le_focus_et_l_adresse(etat, coordination, ouvrir):
    page = ouvrir("/pilotage/", personne=coordination)
    page.locator("#tri-taux").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/pilotage/?tri=-taux")
    page.wait_for_selector('th[aria-sort="descending"]')
    assert page.evaluate("document.activeElement.id") == "tri-taux"
    page.locator("#alerte-mediane").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**alerte=mediane**")
    page.wait_for_selector("#alerte-mediane[aria-current]")
    assert page.locator("tbody tr").count() == 1


def _reculer(page) -> None:
    """Back: htmx loads the former address again, whole."""
    with page.expect_navigation(wait_until="load"):
        page.evaluate("() => { setTimeout(() => history.back()) }")


def test_le_retour_en_arriere_retrouve_les_filtres(etat, coordination, ouvrir):
    page = ouvrir("/pilotage/", personne=coordination)
    page.select_option("#filtre_type", "ministere")
    page.wait_for_url("**type=ministere**")
    page.locator("#tri-taux").click()
    page.wait_for_url("**tri=-taux**")
    _reculer(page)
    page.wait_for_selector("tbody tr.rang-2")
    assert page.locator("#filtre_type").input_value() == "ministere"
    assert "tri=" not in page.url
    _reculer(page)
    page.wait_for_function("() => document.querySelector('#filtre_type').value === ''")
    assert page.url.endswith("/pilotage/")


def test_choisir_un_filtre_garde_le_tri_et_l_alerte(etat, coordination, ouvrir):
    page = ouvrir("/pilotage/?tri=-taux&alerte=mediane", personne=coordination)
    page.select_option("#filtre_type", "ministere")
    page.wait_for_url("**type=ministere**")
    assert "tri=-taux" in page.url
    assert "alerte=mediane" in page.url


def test_tout_se_filtre_sans_javascript(etat, coordination, ouvrir):
    page = ouvrir("/pilotage/", personne=coordination, javascript=False)
    page.fill("#filtre_q", "boue")
    page.get_by_role("button", name="Filtrer").click()
    page.wait_for_url("**q=boue**")
    assert page.locator("tbody tr").count() == 2
    page.locator("#tri-taux").click()
    page.wait_for_url("**tri=-taux**")
    assert "q=boue" in page.url


def test_suivre_change_le_bouton_sur_place(etat, gestionnaire, ouvrir):
    page = ouvrir(f"/pilotage/organisations/{etat.a.pk}/", personne=gestionnaire)
    page.get_by_role("button", name="Suivre", exact=True).click()
    page.get_by_role("button", name="Ne plus suivre").wait_for()
    page.reload()
    page.get_by_role("button", name="Ne plus suivre").wait_for()


def test_la_carte_mene_a_chaque_organisation(etat, coordination, ouvrir):
    page = ouvrir("/pilotage/", personne=coordination)
    page.locator('.g-carte a[aria-label^="Ministère de l\'Air"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/organisations/{etat.a.pk}/**")


def test_sur_un_telephone_la_barre_du_pilier_s_ouvre_sur_la_page_ou_l_on_est(etat, coordination, ouvrir):
    page = ouvrir("/pilotage/methode/", personne=coordination, largeur=375)
    boite = page.locator(".sous-navigation [aria-current]").bounding_box()
    assert boite["x"] >= 0
    assert boite["x"] + boite["width"] <= 375
    assert page.evaluate("window.scrollY") == 0
