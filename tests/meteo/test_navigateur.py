"""In Chromium: a draft kept as one types, the counter, a publication that moves another page, hostile words."""

import pytest

from pilotage.models import Meteo
from tests import fabriques
from tests.lanceur.aides import attendre

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
CANARI = '<img src=x onerror="window.canari=1"><script>window.canari=1</script>'
ECRANS = [{"largeur": 1440, "sombre": False}, {"largeur": 375, "sombre": True}]


def adresse(objet, acte="", genre="organisation") -> str:
    return f"/pilotage/meteo/{genre}/{objet.pk}/{acte and f'{acte}/'}?exercice=2025"


def test_le_brouillon_survit_a_la_fermeture_de_la_page(ouvrir, gestionnaire, ministere):
    page = ouvrir(adresse(ministere, "ecrire"), personne=gestionnaire)
    page.get_by_label("Nuage").check()
    page.get_by_label("Risques et obstacles").fill("Deux équipes incomplètes")
    page.get_by_text("Brouillon enregistré").wait_for()
    attendre(lambda: Meteo.objects.filter(risques="Deux équipes incomplètes", ciel="nuage").exists())
    page.close()
    autre = ouvrir(adresse(ministere, "ecrire"), personne=gestionnaire)
    assert autre.get_by_label("Risques et obstacles").input_value() == "Deux équipes incomplètes"
    assert autre.get_by_label("Nuage").is_checked()
    autre.get_by_label("Réussites").fill("Guichet ouvert")
    attendre(lambda: Meteo.objects.get().reussites == "Guichet ouvert")


def test_le_compteur_suit_les_trois_champs_et_le_serveur_recompte(ouvrir, gestionnaire, ministere):
    page = ouvrir(adresse(ministere, "ecrire"), personne=gestionnaire)
    compte = page.locator("#compte-synthese")
    page.get_by_label("Risques et obstacles").fill("é" * 600)
    page.get_by_label("Réussites").fill("a" * 400)
    assert compte.inner_text().replace("\u00a0", " ").startswith("1 000 sur 1 000")
    assert compte.get_attribute("data-depasse") is None
    page.get_by_label("Solutions et prochaines étapes").fill("b")
    assert compte.get_attribute("data-depasse") is not None
    page.get_by_text("Pas encore enregistré.").wait_for()
    assert page.get_by_label("Risques et obstacles").input_value() == "é" * 600


def test_publier_fait_bouger_la_fiche_ouverte_ailleurs(ouvrir, gestionnaire, coordination, ministere):
    fiche = ouvrir(f"/pilotage/organisations/{ministere.pk}/?exercice=2025", personne=coordination)
    fiche.evaluate("window.temoin = 1")
    fiche.get_by_text("En direct", exact=True).first.wait_for()
    page = ouvrir(adresse(ministere, "ecrire"), personne=gestionnaire)
    page.get_by_label("Orage").check()
    page.get_by_label("Risques et obstacles").fill(f"Livraisons interrompues {CANARI}")
    page.get_by_role("button", name="Relire et publier").click()
    page.get_by_role("button", name="Publier la météo").click()
    page.wait_for_url("**/organisations/**")
    fiche.get_by_text("Livraisons interrompues").wait_for()
    fiche.get_by_text("objectifs compromis").first.wait_for()
    assert fiche.evaluate("window.temoin") == 1, "the page was fetched again whole"
    for vue in (page, fiche):
        assert vue.evaluate("window.canari") is None
    page.goto(adresse(ministere))
    assert CANARI in page.locator(".meteo-textes").first.inner_text()
    assert page.evaluate("window.canari") is None


@pytest.mark.parametrize("ecran", ECRANS, ids=["large et clair", "étroit et sombre"])
def test_les_pages_de_la_meteo_et_la_fiche_d_un_indicateur_sont_accessibles(
    ouvrir, axe, gestionnaire, ministere, objectif, publier, rediger, ecran
):
    for ciel in ("nuage", "orage"):
        publier(gestionnaire, ministere, ciel=ciel, risques=f"Risque {CANARI}", ambition="Mieux")
    publier(gestionnaire, objectif, "objectif", ciel="couvert", reussites=CANARI)
    rediger(gestionnaire, ministere, ciel="soleil", risques="x" * 500)
    indicateur = fabriques.indicateur(objectif)
    page = ouvrir(adresse(ministere), personne=gestionnaire, **ecran)
    chemins = [adresse(ministere), adresse(ministere, "ecrire"), adresse(ministere, "publier")]
    chemins += [adresse(objectif, genre="objectif"), f"/pilotage/indicateurs/{indicateur.pk}/?exercice=2025"]
    for chemin in chemins:
        assert page.goto(chemin).status == 200
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert page.evaluate("window.canari") is None
