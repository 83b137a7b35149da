"""Blockers in a real browser: from the sheet of an indicator to what solved it, live, wide and narrow."""

import pytest

from pilotage.models import Bloquant
from pilotage.services import bloquants as services
from tests.bloquants.conftest import avancer_echeance, signaler
from tests.direct.conftest import live_server  # noqa: F401

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("journal_videable"),
]
TABLEAU = "/pilotage/bloquants/"


def cliquer(page, nom):
    page.get_by_role("button", name=nom).or_(page.get_by_role("link", name=nom)).first.click()


def test_signale_aide_escalade_repondu_resolu(
    ouvrir, indicateur, gestionnaire, gestionnaire_d_ailleurs, coordination, ailleurs
):
    """A manager raises, another organisation offers help, the coordination answers, solved."""
    page = ouvrir(f"/pilotage/indicateurs/{indicateur.pk}/", personne=gestionnaire)
    cliquer(page, "Signaler un bloquant")
    page.get_by_label("Ce qui bloque, en une phrase").fill("Les données de trois régions n'arrivent plus")
    page.get_by_label("Cause").select_option("donnees")
    cliquer(page, "Signaler le bloquant")
    page.wait_for_selector("text=Le bloquant est signalé")
    adresse = page.url
    cliquer(page, "Prendre en charge")
    page.wait_for_selector("text=Vous avez ce bloquant en charge.")
    page.wait_for_selector('#direct[data-etat="direct"]')

    voisin = ouvrir(adresse, personne=gestionnaire_d_ailleurs)
    voisin.get_by_label("Ce que vous pouvez apporter").fill("Un export de nuit.")
    cliquer(voisin, f"Offrir l'aide de {ailleurs.sigle}")
    voisin.wait_for_selector("text=est offerte")
    page.wait_for_selector("text=Un export de nuit.")  # by itself: the page is live
    cliquer(page, "Accepter l'aide")
    page.wait_for_selector("text=est acceptée")

    cliquer(page, "Escalader")
    page.get_by_label("Aide demandée").fill("Un accès au système source.")
    cliquer(page, "Demander de l'aide à ce palier")
    page.wait_for_selector("text=Réponse attendue du palier")

    chef = ouvrir("/", personne=coordination)
    chef.get_by_role("link", name="Les données de trois régions").first.click()
    cliquer(chef, "Répondre à l'escalade")
    chef.get_by_label("Décision").fill("Accès accordé jusqu'en juin.")
    chef.get_by_label("Personne qui le prend en charge").select_option(str(gestionnaire.pk))
    cliquer(chef, "Donner cette réponse")
    chef.wait_for_selector("text=La réponse est donnée")

    page.wait_for_selector("text=Accès accordé jusqu'en juin.")
    cliquer(page, "Dire que c'est réglé")
    page.get_by_label("Ce qui l'a réglé").fill("Un export lu la nuit.")
    cliquer(page, "Dire que c'est réglé")
    page.wait_for_selector("text=Le bloquant est résolu.")
    b = Bloquant.objects.get()
    assert (b.etat, b.denouement) == ("resolu", "Un export lu la nuit.")


def test_en_ecrivant_on_voit_qui_l_a_deja_regle(ouvrir, pris, gestionnaire, indicateur):
    services.resoudre(par=gestionnaire, bloquant=pris, ce_qui_a_regle="Un export lu la nuit.")
    page = ouvrir(f"{TABLEAU}signaler/?indicateur={indicateur.pk}", personne=gestionnaire)
    page.get_by_label("Ce qui bloque, en une phrase").press_sequentially("données régions")
    page.wait_for_selector("#semblables >> text=Un export lu la nuit.")


def test_le_tableau_ouvert_annonce_ce_qui_arrive_sans_rien_deplacer(ouvrir, pris, gestionnaire, indicateur):
    page = ouvrir(TABLEAU, personne=gestionnaire)
    page.wait_for_selector('#direct[data-etat="direct"]')
    signaler(gestionnaire, indicateur, titre="Un autre, plus récent")
    page.wait_for_selector("text=Une nouveauté : afficher")
    assert page.locator(".bloquants-liste > li").count() == 1
    page.get_by_role("button", name="Une nouveauté").click()
    page.wait_for_selector("text=Un autre, plus récent")


@pytest.mark.parametrize(("largeur", "sombre"), [(1440, False), (375, True)])
def test_chaque_page_est_accessible_et_tient_dans_l_ecran(
    ouvrir, axe, escalade, gestionnaire, gestionnaire_d_ailleurs, coordination, ailleurs, indicateur, largeur, sombre
):
    b = escalade.bloquant
    avancer_echeance(escalade)
    services.offrir_aide(par=gestionnaire_d_ailleurs, bloquant=b, organisation=ailleurs, texte="Une analyste.")
    regle = signaler(gestionnaire, indicateur)
    services.prendre_en_charge(par=gestionnaire, bloquant=regle)
    services.resoudre(par=gestionnaire, bloquant=regle, ce_qui_a_regle="Un export lu la nuit.")
    page = ouvrir(TABLEAU, personne=coordination, largeur=largeur, sombre=sombre)
    for chemin in ("", "?etat=tous", "?q=rien", f"{b.pk}/", f"{regle.pk}/", f"{b.pk}/repondre/", f"{b.pk}/abandonner/",
                   f"{b.pk}/initiative/", "signaler/", f"signaler/?indicateur={indicateur.pk}"):  # fmt: skip
        page.goto(TABLEAU + chemin)
        assert page.evaluate("document.documentElement.scrollWidth") <= largeur, chemin
        axe(page)
