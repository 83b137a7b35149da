"""Live dashboards in a browser: a result saved by one person moves the page another has open."""

from datetime import date

import pytest

from ecosysteme.services.mesures import Saisie, enregistrer_mesure
from pilotage import bilans, tasks
from tests import fabriques
from tests.tableaux.conftest import calculer

pytestmark = pytest.mark.navigateur


@pytest.fixture
def saisir(etat, gestionnaire):
    """Save a result by the service, then do the work of the task, as the worker does."""

    def faire(indicateur, valeur, **champs):
        mesure = indicateur.mesures.filter(exercice=2025).first()
        saisie = Saisie(debut=date(2025, 4, 1), fin=date(2026, 3, 31), valeur=valeur, etat="validee", **champs)
        enregistrer_mesure(
            par=gestionnaire, indicateur=indicateur, saisie=saisie, version_lue=mesure.version, mesure_lue=mesure.pk
        )
        tasks.recalculer()

    return faire


@pytest.fixture
def ouvrir_en_direct(ouvrir):
    """Open a page and wait for its stream."""

    def faire(chemin, **options):
        page = ouvrir(chemin, **options)
        page.wait_for_selector('#direct[data-etat="direct"]')
        return page

    return faire


def _taux_devient(page, organisation, texte: str) -> None:
    page.wait_for_function(
        "([id, texte]) => document.querySelector(`#${id} > :nth-child(3)`).innerText.startsWith(texte)",
        arg=[f"o{organisation.pk}", texte],
    )


def _cellule(page, organisation, rang: int):
    return page.locator(f"#o{organisation.pk} > :nth-child({rang})")


def test_un_resultat_saisi_ici_change_la_page_ouverte_la_bas(
    etat, coordination, gestionnaire, ouvrir_en_direct, saisir
):
    gouvernement = ouvrir_en_direct("/pilotage/", personne=coordination)
    ministere = ouvrir_en_direct(f"/pilotage/organisations/{etat.a.pk}/", personne=gestionnaire)
    assert _cellule(gouvernement, etat.a, 3).inner_text() == "66,7\u00a0%"
    saisir(etat.manque, 130)
    _taux_devient(gouvernement, etat.a, "100,0")
    ministere.wait_for_selector(f"#i{etat.manque.pk} >> text=130")
    gouvernement.wait_for_selector("#annonces >> text=mis à jour", state="attached")


def test_rien_ne_saute_defilement_focus_et_filtres_restent(etat, coordination, ouvrir_en_direct, saisir):
    for _ in range(30):
        fabriques.organisation(parent=etat.air)
    page = ouvrir_en_direct("/pilotage/?tri=nom", personne=coordination)
    lien = page.locator(f"#o{etat.a.pk} a")
    lien.focus()
    page.evaluate("window.scrollTo(0, 400)")
    page.locator("#filtre_q").evaluate("champ => { champ.value = 'en train d’écrire' }")
    saisir(etat.manque, 130)
    _taux_devient(page, etat.a, "100,0")
    assert page.evaluate("window.scrollY") == 400
    assert page.evaluate("document.activeElement.textContent") == "Ministère de l'Air"
    assert page.locator("#filtre_q").input_value() == "en train d’écrire"
    assert page.url.endswith("?tri=nom")


def test_une_ligne_qui_change_de_place_attend_qu_on_la_demande(etat, coordination, ouvrir_en_direct, saisir):
    page = ouvrir_en_direct("/pilotage/?tri=taux", personne=coordination)
    ordre = "[...document.querySelectorAll('[data-lignes] > tr')].map(tr => tr.id)"
    assert page.evaluate(ordre) == [f"o{etat.b.pk}", f"o{etat.a.pk}"]
    saisir(etat.provisoire, 150)
    page.wait_for_selector("#nouveautes-direct")
    assert page.evaluate(ordre) == [f"o{etat.b.pk}", f"o{etat.a.pk}"]
    assert _cellule(page, etat.b, 3).inner_text() == "100,0\u00a0%"
    page.get_by_role("button", name="2 nouveautés : afficher").click()
    page.wait_for_selector(f"[data-lignes] > tr#o{etat.a.pk}:first-child")
    assert page.locator("#nouveautes-direct").count() == 0


def test_une_organisation_nouvelle_est_annoncee_pas_imposee(etat, coordination, ouvrir_en_direct):
    page = ouvrir_en_direct("/pilotage/", personne=coordination)
    indicateur = fabriques.indicateur(organisation=fabriques.organisation("Agence du Vent", parent=etat.air))
    fabriques.cible(indicateur, 2025)
    fabriques.mesure(indicateur, 2025)
    tasks.recalculer()
    page.get_by_role("button", name="nouveauté").click()
    page.wait_for_selector("tbody >> text=Agence du Vent")


def test_un_changement_survenu_avant_l_ouverture_du_flux_est_vu(etat, coordination, ouvrir, saisir):
    """Between the making of the page and its stream: the revision of the welcome says so."""
    contexte = []

    def retenir(route):
        if not contexte:
            contexte.append(route)
            saisir_plus_tard()
        route.continue_()

    def saisir_plus_tard():
        saisir(etat.manque, 130)

    page = ouvrir("/composants/", personne=coordination)
    page.route("**/evenements/**", retenir)
    page.goto("/pilotage/")
    _taux_devient(page, etat.a, "100,0")


def test_sans_flux_la_page_regarde_toutes_les_vingt_secondes(etat, coordination, ouvrir, saisir):
    page = ouvrir("/composants/", personne=coordination)
    page.clock.install()
    page.route("**/evenements/**", lambda route: route.abort())
    page.goto("/pilotage/")
    page.clock.run_for(10_000)
    page.wait_for_selector('#direct[data-etat="hors-ligne"]')
    saisir(etat.manque, 130)
    page.clock.run_for(20_000)
    _taux_devient(page, etat.a, "100,0")


def test_un_partenaire_voit_bouger_le_publie_seulement(etat, partenaire, ouvrir_en_direct, saisir):
    page = ouvrir_en_direct("/pilotage/", personne=partenaire)
    saisir(etat.interne, 1)
    saisir(etat.manque, 130)
    _taux_devient(page, etat.a, "100,0")
    assert _cellule(page, etat.a, 4).inner_text() == "2 sur 2"


def test_les_chiffres_partages_sont_oublies_des_qu_ils_changent(etat, coordination, settings, client_de):
    """The memory of the process never outlives an announced change."""
    settings.MEMOIRE_SECONDES = 60
    client = client_de(coordination)
    assert "66,7" in client.get("/pilotage/").content.decode()
    etat.manque.mesures.filter(exercice=2025).update(valeur=130)
    list(bilans.vider())
    assert "66,7" in client.get("/pilotage/").content.decode()
    fabriques.mesure(etat.manque, 2023, 1)
    tasks.recalculer()
    assert "66,7" not in client.get("/pilotage/").content.decode()


def test_sans_courtier_rien_n_est_garde(etat, coordination, settings, client_de, monkeypatch):
    settings.MEMOIRE_SECONDES = 60
    monkeypatch.setattr("ecosysteme.live.revision", lambda: "")
    client = client_de(coordination)
    assert "66,7" in client.get("/pilotage/").content.decode()
    etat.manque.mesures.filter(exercice=2025).update(valeur=130)
    calculer()
    assert "66,7" not in client.get("/pilotage/").content.decode()
