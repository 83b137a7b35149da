"""Initiatives and support in a real browser: joined, seen moving on another's screen, without a script, accessible."""

import pytest
from django.urls import reverse

from ecosysteme.services import initiatives as services
from pilotage.services import accompagnement
from pilotage.services.leaders import devenir_leader

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
CANARI = "<img src=x onerror=\"document.title='canari'\"><script>document.title='canari'</script>"


def adresse(initiative):
    return reverse("initiative", args=[initiative.pk])


def test_participer_puis_voir_l_etape_changer_sans_recharger(ouvrir, initiative, gestionnaire, responsable):
    page = ouvrir(adresse(initiative), personne=responsable)
    page.get_by_role("button", name="Participer", exact=True).click()
    page.get_by_label("Ce que j'y apporte").fill("Des données")
    page.get_by_role("button", name="Le dire").click()
    page.get_by_text("apporte Des données").wait_for()
    page.wait_for_selector("#direct[data-etat=direct]")
    services.fixer_etape(
        par=gestionnaire, initiative=initiative, quoi="Mesurer le délai", qui=responsable, quand=None, version_lue=1
    )
    page.locator(".etape-quoi", has_text="Mesurer le délai").wait_for()


def test_sans_javascript_on_ouvre_fixe_une_etape_et_clot(ouvrir, gestionnaire, indicateur):
    page = ouvrir(reverse("pilotage:indicateur", args=[indicateur.pk]), personne=gestionnaire, javascript=False)
    page.get_by_role("link", name="Ouvrir une initiative").click()
    page.get_by_label("Titre").fill("Aller plus vite")
    page.get_by_role("button", name="Ouvrir une initiative").click()
    page.get_by_role("link", name="Fixer la prochaine étape").click()
    page.get_by_label("Ce qui doit arriver ensuite").fill("Compter les demandes")
    page.get_by_label("Pour quand").fill("2026-12-24")
    page.get_by_role("button", name="Fixer la prochaine étape").click()
    assert "Compter les demandes" in page.inner_text(".etape")
    page.get_by_role("link", name="Clore l'initiative").click()
    page.get_by_label("Terminée", exact=False).check()
    page.get_by_label("Ce qui en est sorti").fill("Neuf jours au lieu de vingt.")
    page.get_by_role("button", name="Clore l'initiative").click()
    assert "Neuf jours au lieu de vingt." in page.inner_text(".etape")


@pytest.mark.parametrize(("largeur", "sombre"), [(1440, False), (375, True)])
def test_chaque_page_est_accessible_et_ce_qu_on_y_ecrit_ne_s_execute_pas(
    ouvrir, axe, initiative, gestionnaire, gestionnaire_d_ailleurs, ministere, ailleurs, largeur, sombre
):
    services.modifier_initiative(
        par=gestionnaire, initiative=initiative, titre=CANARI[:90], description=CANARI, version_lue=1
    )
    services.fixer_etape(
        par=gestionnaire, initiative=initiative, quoi=CANARI, qui=gestionnaire, quand=None, version_lue=2
    )
    devenir_leader(par=gestionnaire_d_ailleurs, organisation=ailleurs, genres=["outil"], presentation=CANARI)
    demande = accompagnement.demander(
        par=gestionnaire, organisation=ministere, sujet=CANARI, genre="outil", urgence=3, initiative=initiative
    )
    accompagnement.prendre(par=gestionnaire_d_ailleurs, demande=demande)
    accompagnement.echanger(par=gestionnaire_d_ailleurs, demande=demande, texte=CANARI)
    accompagnement.repondre(par=gestionnaire_d_ailleurs, demande=demande, issue=CANARI, version_lue=2)
    support = "/pilotage/accompagnement/"
    for chemin in (
        adresse(initiative), "/initiatives/", f"{adresse(initiative)}etape/", f"{adresse(initiative)}rattacher/?q=1",
        f"{support}?voir=miennes", reverse("pilotage:demande", args=[demande.pk]), f"{support}leaders/",
        reverse("pilotage:parcours_organisation", args=[ministere.pk]), f"{support}demander/", "/",
    ):  # fmt: skip
        page = ouvrir(chemin, personne=gestionnaire, largeur=largeur, sombre=sombre)
        page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= largeur, chemin
        assert page.title() != "canari", chemin
        axe(page)
        page.context.close()
