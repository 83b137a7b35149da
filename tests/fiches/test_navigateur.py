"""The pages of sheets in a real browser: reached, read and used at every width, in both themes, without a violation."""

import pytest
from django.urls import reverse

from pilotage.models import PhaseSpc

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def adresses(tout, plan, objectif, gestionnaire):
    PhaseSpc.objects.create(indicateur=tout, debut="2018-04-01", motif="Nouveau guichet", auteur=gestionnaire)
    cible = tout.cibles.first()
    return {
        "indicateur": reverse("pilotage:indicateur", args=[tout.pk]) + "?exercice=2024",
        "historique": reverse("pilotage:indicateur_historique", args=[tout.pk]),
        "explorer": reverse("pilotage:explorer", args=[tout.pk]) + "?exercice=2024",
        "plan": reverse("pilotage:plan", args=[plan.pk]) + "?exercice=2024",
        "objectif": reverse("pilotage:objectif", args=[objectif.pk]) + "?exercice=2024",
        "calcul": reverse("pilotage:calcul", args=["plan", plan.pk]) + "?exercice=2024",
        "methode": reverse("pilotage:methode"),
        "modifier": reverse("pilotage:indicateur_modifier", args=[tout.pk]),
        "cible": reverse("pilotage:cible_modifier", args=[tout.pk, cible.pk]),
        "phase": reverse("pilotage:phase_ajouter", args=[tout.pk]),
        "publier": reverse("pilotage:plan_publier", args=[plan.pk]),
    }


def deplier(page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true })")


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
def test_chaque_page_est_accessible_et_tient_dans_un_telephone(ouvrir, axe, adresses, gestionnaire, sombre):
    for nom, url in adresses.items():
        page = ouvrir(url, personne=gestionnaire, largeur=375, sombre=sombre)
        if nom == "explorer":
            page.wait_for_selector("[data-pret]")
        deplier(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, nom
        axe(page)
        page.context.close()


def test_chaque_page_est_accessible_sur_un_grand_ecran(ouvrir, axe, adresses, gestionnaire):
    for nom, url in adresses.items():
        page = ouvrir(url, personne=gestionnaire)
        if nom == "explorer":
            page.wait_for_selector("[data-pret]")
        deplier(page)
        axe(page)
        page.context.close()


def test_explorer_agrandit_deplace_montre_une_phase_et_revient(ouvrir, adresses, gestionnaire):
    page = ouvrir(adresses["explorer"], personne=gestionnaire)
    page.wait_for_selector("[data-pret]")
    etendue = "document.querySelector('[data-explorer-toile]').layout.xaxis.range"
    entiere = page.evaluate(etendue)
    page.get_by_role("button", name="Agrandir").click()
    page.wait_for_function(f"{etendue}[1] - {etendue}[0] < {entiere[1] - entiere[0]}")
    agrandie = page.evaluate(etendue)
    page.get_by_role("button", name="Plus tôt").click()
    page.wait_for_function(f"{etendue}[0] < {agrandie[0]}")
    page.get_by_label("Phase").select_option(index=2)
    page.wait_for_function(f"Math.abs({etendue}[0] - 5.5) < 0.01")
    page.get_by_role("button", name="Toute la série").click()
    page.wait_for_function(f"{etendue}[1] - {etendue}[0] === {entiere[1] - entiere[0]}")


def test_explorer_se_refait_quand_la_fenetre_retrecit(ouvrir, adresses, gestionnaire):
    page = ouvrir(adresses["explorer"], personne=gestionnaire)
    page.wait_for_selector("[data-pret]")
    page.set_viewport_size({"width": 375, "height": 800})
    page.wait_for_function("() => document.querySelector('[data-explorer-toile]').layout.font.size === 11")
    assert page.evaluate("document.querySelector('[data-explorer-toile]').layout.height") == 460


def test_ce_qu_on_a_deplie_le_reste_quand_la_fiche_se_met_a_jour(ouvrir, adresses, gestionnaire):
    page = ouvrir(adresses["indicateur"], personne=gestionnaire)
    page.get_by_text("Comment est-ce calculé").first.click()
    assert page.locator("#calcul").get_attribute("open") is not None
    page.evaluate("document.getElementById('fiche').dataset.ancienne = ''")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('direct:bilan'))")
    page.wait_for_selector("#fiche:not([data-ancienne])")
    assert page.locator("#calcul").get_attribute("open") is not None


def test_explorer_dit_un_point_en_francais_quand_on_le_pointe(ouvrir, adresses, gestionnaire):
    page = ouvrir(adresses["explorer"], personne=gestionnaire)
    page.wait_for_selector("[data-pret]")
    boite = page.locator("[data-explorer-toile] .nsewdrag").first.bounding_box()
    page.mouse.move(boite["x"] + boite["width"] * 12.5 / 13, boite["y"] + boite["height"] / 2)
    page.wait_for_selector(".hoverlayer .legend, .hoverlayer .hovertext")
    dit = page.locator(".hoverlayer").first.text_content()
    assert "2024-2025" in dit
    assert "169\u00a0ponts" in dit
    assert "Cible : au moins 184\u00a0ponts" in dit


def test_explorer_telecharge_une_image_png(ouvrir, adresses, gestionnaire):
    page = ouvrir(adresses["explorer"], personne=gestionnaire)
    page.wait_for_selector("[data-pret]")
    with page.expect_download() as attente:
        page.get_by_role("button", name="Télécharger").click()
    fichier = attente.value
    assert fichier.suggested_filename == "indicateur-1.1.1.png"
    assert fichier.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_explorer_suit_le_theme(ouvrir, adresses, gestionnaire):
    page = ouvrir(adresses["explorer"], personne=gestionnaire)
    page.wait_for_selector("[data-pret]")
    fond = "document.querySelector('[data-explorer-toile]').layout.paper_bgcolor"
    clair = page.evaluate(fond)
    page.get_by_role("button", name="Passer au thème sombre").click()
    page.wait_for_function(f"{fond} !== '{clair}'")


def test_sans_javascript_l_image_et_le_tableau_restent(ouvrir, adresses, gestionnaire):
    page = ouvrir(adresses["explorer"], personne=gestionnaire, javascript=False)
    assert page.locator("svg.g-xmr").is_visible()
    assert page.locator("table.fiche-resultats").is_visible()
    assert not page.locator("[data-explorer-outils]").is_visible()


def test_si_la_figure_n_arrive_pas_l_image_reste(ouvrir, adresses, gestionnaire, tout):
    page = ouvrir("/pilotage/methode/", personne=gestionnaire)
    page.route("**/figure/**", lambda route: route.abort())
    page.goto(adresses["explorer"])
    page.wait_for_load_state("networkidle")
    assert page.locator("svg.g-xmr").is_visible()
    assert not page.locator("[data-explorer-outils]").is_visible()


def test_une_fiche_se_modifie_au_clavier_et_le_refus_prend_le_foyer(ouvrir, adresses, gestionnaire, tout):
    page = ouvrir(adresses["modifier"], personne=gestionnaire)
    page.get_by_label("Nom", exact=True).fill("Ponts sûrs")
    page.get_by_role("button", name="Enregistrer la fiche").press("Enter")
    page.wait_for_selector(".resume-erreurs")
    assert page.evaluate("document.activeElement.classList.contains('resume-erreurs')")
    page.get_by_label("Note de changement").fill("Nom officiel")
    page.get_by_role("button", name="Enregistrer la fiche").press("Enter")
    page.wait_for_selector(".avis-success, .avis-succes")
    tout.refresh_from_db()
    assert tout.nom == "Ponts sûrs"
