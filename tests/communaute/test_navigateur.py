"""In a real browser: from an answered request to a practice that another organisation applies, wide and narrow."""

import re

import pytest
from playwright.sync_api import expect

from communaute.models import Adoption, Pratique
from communaute.services.adoptions import adopter
from pilotage.services import accompagnement
from pilotage.services.bloquants import prendre_en_charge, resoudre
from tests.bloquants.conftest import signaler
from tests.monde_communaute import pratique as creer

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("journal_videable"),
]

CANARI = '<img src=x onerror="window.canari=1"><script>window.canari=1</script>'


def cliquer(page, nom):
    page.get_by_role("button", name=nom).or_(page.get_by_role("link", name=nom)).first.click()


def test_ce_qu_on_a_appris_devient_une_pratique_qu_une_autre_organisation_applique(
    ouvrir, gestionnaire, ministere, coordination, gestionnaire_d_ailleurs
):
    d = accompagnement.demander(
        par=gestionnaire, organisation=ministere, sujet="Fixer une cible", genre="conseil", urgence=2
    )
    accompagnement.prendre(par=coordination, demande=d)
    accompagnement.repondre(par=coordination, demande=d, issue="Comparer trois voisins.", version_lue=2)
    page = ouvrir(f"/pilotage/accompagnement/demandes/{d.pk}/", personne=gestionnaire)
    cliquer(page, "En tirer une pratique")
    page.get_by_label("Contexte").fill("Une seule année de données.")
    page.get_by_label("Ce que cela a donné").fill("Une cible tenable.")
    page.get_by_label("Effet mesuré").fill("-3,2")
    page.get_by_label("Au moins").fill("-4,5")
    cliquer(page, "Garder le brouillon")
    page.wait_for_selector("text=Donnez les deux bornes, ou aucune.")
    page.get_by_label("Au plus").fill("-1,9")
    cliquer(page, "Garder le brouillon")
    page.wait_for_selector("text=Le brouillon est gardé")
    cliquer(page, "Relire et publier")
    cliquer(page, "Publier la pratique")
    page.wait_for_selector("text=La pratique est publiée")
    assert page.locator("svg[role=img]").get_attribute("aria-label").startswith("L'intervalle laisse zéro dehors")

    voisin = ouvrir(page.url, personne=gestionnaire_d_ailleurs, largeur=375)
    assert voisin.evaluate("document.documentElement.scrollWidth") <= 375
    cliquer(voisin, "Nous l'appliquons")
    cliquer(voisin, "Dire que nous l'appliquons")
    page.wait_for_selector("text=1 organisation l'applique")  # seen at once by who shared it
    cliquer(voisin, "Dire ce qu'elle donne")
    voisin.get_by_label("Elle n'a pas aidé").check()
    voisin.get_by_label("Ce que vous avez vu").fill("Nos cibles étaient déjà fixées.")
    cliquer(voisin, "Dire ce qu'elle donne")
    page.wait_for_selector("text=1 n'y voit aucun effet")
    assert Adoption.objects.get().constat == "sans_effet" and Pratique.objects.get().origine == f"demande:{d.pk}"


def test_un_bloquant_montre_les_pratiques_qui_y_repondent(
    ouvrir, gestionnaire, indicateur, gestionnaire_d_ailleurs, ailleurs
):
    creer(gestionnaire_d_ailleurs, ailleurs, titre="Les données régionales à date fixe", causes=["donnees"])
    b = signaler(gestionnaire, indicateur, titre="Les données régionales n'arrivent plus", cause="donnees")
    page = ouvrir(f"/pilotage/bloquants/{b.pk}/", personne=gestionnaire)
    page.wait_for_selector("text=Les données régionales à date fixe")
    ecrit = ouvrir(f"/pilotage/bloquants/signaler/?indicateur={indicateur.pk}", personne=gestionnaire)
    ecrit.get_by_label("Ce qui bloque, en une phrase").fill("Des données régionales manquent")
    ecrit.wait_for_selector("text=Les données régionales à date fixe")
    demande = ouvrir("/pilotage/accompagnement/demander/", personne=gestionnaire)
    demande.get_by_label("Ce que vous cherchez").fill("Recevoir les données régionales")
    demande.wait_for_selector("text=Les données régionales à date fixe")
    prendre_en_charge(par=gestionnaire, bloquant=b)
    resoudre(par=gestionnaire, bloquant=b, ce_qui_a_regle="Une entente.")
    page.reload()
    cliquer(page, "En tirer une pratique")
    assert page.get_by_label("Étapes").input_value() == "Une entente."
    assert page.get_by_label("Données ou mesure").is_checked()


def test_chaque_bloc_de_mon_travail_se_lit_lui_meme(ouvrir, gestionnaire):
    """They stand in a page that queues its own requests: what they inherit must not drop theirs."""
    page = ouvrir("/", personne=gestionnaire)
    attendus = page.locator("[data-a-part]").count()
    assert attendus >= 5
    pas_encore = page.locator("[data-a-part]").filter(has_text=re.compile("^Voir (ce|mes|celles)"))
    expect(pas_encore).to_have_count(0)


def test_rien_de_ce_qu_on_ecrit_dans_une_pratique_ne_s_execute(
    ouvrir, gestionnaire, ministere, gestionnaire_d_ailleurs, ailleurs
):
    textes = dict.fromkeys(("titre", "contexte", "etapes", "effet", "conditions", "cout"), CANARI)
    p = creer(gestionnaire, ministere, **textes)
    adopter(par=gestionnaire_d_ailleurs, pratique=p, organisation=ailleurs, mot=CANARI)
    fiche = f"/communaute/pratiques/{p.pk}/"
    for chemin in ("/communaute/", fiche, f"{fiche}corriger/", f"{fiche}retirer/", "/"):
        page = ouvrir(chemin, personne=gestionnaire)
        page.wait_for_timeout(200)
        assert page.evaluate("window.canari") is None, chemin
