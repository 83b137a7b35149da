"""The sheet in a real browser: keyboard only, paste from a spreadsheet, errors as typed, save, undo, draft."""

import re
from decimal import Decimal

import pytest

from ecosysteme.models import Mesure
from pilotage.cellules import NombreRefuse, lire, texte
from tests import fabriques
from tests.saisie.aides import sans_flux
from tests.saisie.corpus import CORPUS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.navigateur]


@pytest.fixture
def six(objectif):
    return [fabriques.indicateur(objectif, code=f"1.1.{n}", nom=f"Indicateur {n}") for n in range(1, 7)]


def frapper(page, *touches):
    for touche in touches:
        if touche in NOMMEES or "+" in touche:
            page.keyboard.press(touche)
        else:
            page.keyboard.type(touche)


NOMMEES = {
    "Enter",
    "Tab",
    "Escape",
    "F2",
    "F6",
    "Delete",
    "Home",
    "End",
    *(f"Arrow{s}" for s in ("Up", "Down", "Left", "Right")),
}


def entrer(page):
    """Reach the sheet with the Tab key alone, from the link that skips it."""
    page.get_by_role("link", name="Passer la grille").focus()
    page.keyboard.press("Tab")


def barre(page) -> str:
    return page.locator("#barre-bilan").inner_text()


def attendre(page, mots: str) -> None:
    page.locator("#barre-bilan", has_text=re.compile(mots)).wait_for()


def jusqua(page, condition: str) -> None:
    """Wait for something the page shows nowhere (its own policy forbids Playwright's wait_for_function)."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"Toujours faux : {condition}")


def coller(page, texte_colle: str) -> None:
    page.evaluate("t => navigator.clipboard.writeText(t)", texte_colle)
    page.keyboard.press("Control+v")


def valeurs() -> dict[str, str]:
    return {
        m.indicateur.code: texte(m.valeur, m.motif_absence, m.sans_objet)
        for m in Mesure.objects.select_related("indicateur")
    }


def test_au_clavier_seul_on_saisit_corrige_et_enregistre(fenetre, gestionnaire, six, axe):
    page = fenetre(gestionnaire)
    axe(page)
    entrer(page)
    frapper(page, "1234,5", "Tab", "Registre des demandes", "Enter", "Home", "12 jours", "Enter")
    frapper(page, "n/d confidentiel", "Enter", "ArrowUp", "ArrowUp")
    assert page.locator("#panneau-alerte").inner_text().startswith("Ce n'est pas un nombre")
    assert page.locator("td[aria-invalid=true]").count() == 1
    assert barre(page) == "3 résultats modifiés, 1 erreur à corriger"
    assert page.get_by_role("button", name="Publier les 2 résultats").is_visible()
    axe(page)
    frapper(page, "F2", "Control+a", "12", "Enter", "Control+s")
    attendre(page, "3.résultats enregistrés comme provisoires")
    assert valeurs() == {"1.1.1": "1\u00a0234,5", "1.1.2": "12", "1.1.3": "n/d, confidentiel"}
    assert Mesure.objects.get(indicateur=six[0]).commentaire == "Registre des demandes"
    assert page.evaluate("document.activeElement.dataset.cle") == f"{six[2].pk}.2026-03-31"


def test_les_touches_d_un_tableur(fenetre, gestionnaire, six):
    page = fenetre(gestionnaire)
    entrer(page)
    frapper(page, "5", "ArrowDown", "6", "Escape", "ArrowUp", "Shift+ArrowDown", "Shift+ArrowDown", "Control+d")
    assert barre(page) == "3 résultats modifiés"
    frapper(page, "Control+z")
    assert barre(page) == "1 résultat modifié"
    frapper(page, "Control+y", "Control+Home", "Delete")
    assert barre(page) == "2 résultats modifiés"
    frapper(page, "F2", "8", "ArrowLeft", "7", "Enter")
    assert page.locator("td[data-cle]").first.inner_text().startswith("78")


def test_on_colle_une_plage_d_un_tableur_puis_on_publie_et_on_annule(fenetre, gestionnaire, six):
    fabriques.mesure(six[1], valeur="3")
    page = fenetre(gestionnaire)
    entrer(page)
    frapper(page, "Control+Home")
    coller(page, '1\u202f200,5\t"Note ""A"", suite"\r\n45,2 %\t\r\ns.o.\tSans objet\r\nabc\t\r\n')
    assert barre(page) == "4 résultats modifiés, dont 1 déjà publié, 1 erreur à corriger"
    frapper(page, "Control+z")
    assert barre(page) == "Aucun changement." or "collée" in barre(page)
    frapper(page, "Control+y")
    page.get_by_role("button", name="Publier les 3 résultats").click()
    attendre(page, "3.résultats publiés")
    assert valeurs() == {"1.1.1": "1\u00a0200,5", "1.1.2": "45,2", "1.1.3": "s.o."}
    assert Mesure.objects.get(indicateur=six[0]).commentaire == 'Note "A", suite'
    page.get_by_role("button", name="Annuler cet enregistrement").click()
    attendre(page, "3.résultats rétablis")
    assert valeurs() == {"1.1.2": "3"}
    page.get_by_role("button", name="Rétablir").click()
    page.get_by_role("button", name="Annuler cet enregistrement").wait_for()
    assert len(valeurs()) == 3
    assert page.locator("td[data-cle]").nth(3).inner_text().startswith("abc")  # what was not saved is still there


def test_une_copie_se_relit_dans_un_tableur(fenetre, gestionnaire, six):
    fabriques.mesure(six[0], valeur="-1234.5", commentaire="Vu")
    page = fenetre(gestionnaire)
    entrer(page)
    frapper(page, "Control+Home", "Shift+ArrowRight", "Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "-1234,5\tVu"


def test_un_brouillon_survit_a_la_fermeture_et_revient_sur_demande(fenetre, gestionnaire, six, axe):
    page = fenetre(gestionnaire)
    entrer(page)
    frapper(page, "77", "Enter", "78", "Enter")
    jusqua(page, "Object.keys(localStorage).length > 0")
    adresse, contexte, questions = page.url, page.context, []
    page.on("dialog", lambda d: (questions.append(d.type), d.dismiss()))
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    assert questions == ["beforeunload"]
    page.close()
    page = contexte.new_page()
    sans_flux(page)
    page.goto(adresse)
    assert "garde 2 résultats non enregistrés" in page.locator(".saisie-brouillon").inner_text()
    axe(page)
    page.get_by_role("button", name="Reprendre le brouillon").click()
    assert barre(page) == "2 résultats modifiés"
    page.get_by_role("button", name="Enregistrer 2 résultats comme provisoires").click()
    attendre(page, "2.résultats enregistrés")
    assert valeurs() == {"1.1.1": "77", "1.1.2": "78"}
    jusqua(page, "Object.keys(localStorage).length === 0")


def test_quand_le_portail_ne_repond_pas_rien_n_est_perdu(fenetre, gestionnaire, six):
    page = fenetre(gestionnaire)
    page.route(
        "**/pilotage/saisie/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    entrer(page)
    frapper(page, "5", "Enter", "Control+s")
    attendre(page, "Le portail ne répond pas. Votre saisie est gardée")
    page.unroute("**/pilotage/saisie/**")
    frapper(page, "Control+s")
    attendre(page, "1.résultat enregistré")


def test_une_valeur_inhabituelle_avertit_sans_retenir(fenetre, gestionnaire, six):
    fabriques.mesure(six[0], 2024, "45.2")
    page = fenetre(gestionnaire)
    entrer(page)
    frapper(page, "Control+Home", "452", "Enter", "ArrowUp")
    assert "10 fois plus grande que la précédente (45,2)" in page.locator("#panneau-alerte").inner_text()
    frapper(page, "Control+Shift+s")
    attendre(page, "1.résultat publié")
    assert Mesure.objects.get(exercice=2025).valeur == Decimal(452)


def test_a_375_pixels_un_indicateur_par_bloc_et_rien_ne_deborde(fenetre, gestionnaire, six, axe):
    page = fenetre(gestionnaire, largeur=375, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.locator("td[data-cle]").first.tap()
    frapper(page, "9,5", "Enter")
    page.get_by_role("button", name="Publier le résultat").tap()
    attendre(page, "1.résultat publié")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    axe(page)


def test_la_page_et_le_serveur_lisent_les_memes_nombres(fenetre, gestionnaire, six):
    def serveur(cellule, unite):
        try:
            lu = lire(cellule, unite)
            return [texte(lu.valeur, lu.motif_absence, lu.sans_objet), ""]
        except NombreRefuse as refus:
            return [cellule, refus.code]

    page = fenetre(gestionnaire)
    lus = page.evaluate("c => c.map(([t, u]) => { const r = Saisie.lire(t, u); return [r.texte, r.code]; })", CORPUS)
    assert dict(zip(CORPUS, lus, strict=True)) == {(t, u): serveur(t, u) for t, u in CORPUS}
