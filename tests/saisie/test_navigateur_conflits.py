"""Two people on one figure, in two windows: both values shown, one chosen, nothing lost; without script too."""

import pytest

from ecosysteme.models import Mesure
from ecosysteme.services.lots import enregistrer_lot
from tests import fabriques
from tests.saisie.aides import entree
from tests.saisie.test_navigateur import attendre, barre, entrer, frapper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.navigateur]


@pytest.fixture
def deux(objectif):
    tous = [fabriques.indicateur(objectif, code=f"1.1.{n}", nom=f"Indicateur {n}") for n in (1, 2)]
    return tous, [fabriques.mesure(i, valeur="50") for i in tous]


def annoncer_changement(page) -> None:
    """What the stream of events does when somebody saved."""
    page.evaluate("document.body.dispatchEvent(new CustomEvent('direct:nouveaute', { bubbles: true }))")


def test_le_second_voit_la_valeur_du_premier_et_ecrit_la_sienne_au_clavier(fenetre, gestionnaire, collegue, deux, axe):
    page, autre = fenetre(gestionnaire), fenetre(collegue)
    for qui, chiffre in ((autre, "60"), (page, "70")):
        entrer(qui)
        frapper(qui, "Control+Home", chiffre, "Enter", "Control+s")
    attendre(autre, "1.résultat enregistré")
    attendre(page, "1.conflit à trancher")
    alerte = page.locator("#panneau-alerte").inner_text()
    assert alerte.startswith("Dominique Exemple, à l'instant : 60") and "Vous avez écrit 70" in alerte
    assert Mesure.objects.get(indicateur=deux[0][0]).valeur == 60
    axe(page)
    frapper(page, "F6", "Tab")
    assert page.evaluate("document.activeElement.textContent") == "Écrire 70"
    frapper(page, "Enter", "Control+s")
    attendre(page, "1.résultat enregistré")
    assert Mesure.objects.get(indicateur=deux[0][0]).valeur == 70


def test_garder_la_valeur_de_l_autre_ne_laisse_rien_a_enregistrer(fenetre, gestionnaire, collegue, deux):
    tous, mesures = deux
    page = fenetre(gestionnaire)
    entrer(page)
    frapper(page, "Control+Home", "70", "Enter")
    enregistrer_lot(par=collegue, entrees=[entree(tous[0], "60", mesures[0])])
    frapper(page, "Control+s")
    page.get_by_role("button", name="Garder 60").click()
    assert page.locator("td[data-cle]").first.inner_text().startswith("60")
    frapper(page, "Control+s")
    attendre(page, "Aucun changement à enregistrer")
    assert Mesure.objects.get(indicateur=tous[0]).valeur == 60


def test_un_changement_venu_d_ailleurs_suit_dans_les_cellules_intactes_et_respecte_les_autres(
    fenetre, gestionnaire, collegue, deux
):
    tous, mesures = deux
    page = fenetre(gestionnaire)
    entrer(page)
    frapper(page, "Control+Home", "70", "Enter")
    enregistrer_lot(par=collegue, entrees=[entree(i, "60", m) for i, m in zip(tous, mesures, strict=True)])
    annoncer_changement(page)
    attendre(page, "2 résultats modifiés par quelqu'un d'autre")
    tapee, intacte = page.locator("td[data-cle]").all()
    assert tapee.inner_text().startswith("70") and intacte.inner_text().startswith("60")
    assert page.locator("#panneau-alerte").inner_text().startswith("Modifié par Dominique Exemple")
    assert page.locator("td[data-conflit]").count() == 1
    assert "1 conflit à trancher" in barre(page)


def test_l_annulation_apres_le_passage_d_un_autre_le_dit(fenetre, gestionnaire, collegue, deux):
    tous, _ = deux
    page = fenetre(gestionnaire)
    entrer(page)
    frapper(page, "Control+Home", "70", "Enter", "71", "Enter", "Control+s")
    attendre(page, "2.résultats enregistrés")
    enregistrer_lot(par=collegue, entrees=[entree(tous[0], "60", Mesure.objects.get(indicateur=tous[0]))])
    page.get_by_role("button", name="Annuler cet enregistrement").click()
    attendre(page, "1.résultat rétabli. 1.résultat a changé depuis et reste tel quel")
    assert [td.inner_text()[:2] for td in page.locator("td[data-cle]").all()] == ["60", "50"]


def test_sans_script_on_saisit_corrige_et_tranche(fenetre, gestionnaire, collegue, deux):
    tous, mesures = deux
    page = fenetre(gestionnaire, javascript=False)
    champs = page.get_by_role("textbox", name="Résultat")
    champs.nth(0).fill("70")
    champs.nth(1).fill("douze")
    page.get_by_role("textbox", name="Commentaire").nth(1).fill("À vérifier")
    enregistrer_lot(par=collegue, entrees=[entree(tous[0], "60", mesures[0])])
    page.get_by_role("button", name="Publier les résultats").click()
    assert "1\u00a0conflit à trancher, 1\u00a0erreur à corriger" in page.get_by_role("alert").inner_text()
    page.get_by_role("alert").get_by_role("link").nth(1).click()
    assert champs.nth(1).input_value() == "douze" and champs.nth(0).input_value() == "70"
    champs.nth(1).fill("12")
    page.get_by_label("Écrire 70").check()
    page.get_by_role("button", name="Publier les résultats").click()
    assert "2\u00a0résultats publiés" in page.locator("#messages").inner_text()
    assert {m.indicateur_id: (int(m.valeur), m.commentaire) for m in Mesure.objects.all()} == {
        tous[0].pk: (70, ""),
        tous[1].pk: (12, "À vérifier"),
    }
    page.get_by_role("button", name="Annuler cet enregistrement").click()
    assert "2\u00a0résultats rétablis" in page.locator("#messages").inner_text()


def test_la_page_de_conflit_sans_script_est_accessible(fenetre, gestionnaire, collegue, deux, axe):
    """The same page, rendered with errors and a conflict, checked with script so that axe can run."""
    tous, mesures = deux
    page = fenetre(gestionnaire)
    enregistrer_lot(par=collegue, entrees=[entree(tous[0], "60", mesures[0])])
    page.evaluate(
        """([a, b]) => {
          const f = document.getElementById('saisie');
          for (const [name, value] of [[`v-${a}`, '70'], [`v-${b}`, 'douze']]) {
            f.append(Object.assign(document.createElement('input'), { name, value, type: 'hidden' }));
          }
          f.submit();
        }""",
        [f"{i.pk}.2026-03-31" for i in tous],
    )
    page.get_by_role("alert").wait_for()
    axe(page)
    assert page.locator("td[data-conflit]").count() == 1
    assert page.locator("td[aria-invalid=true]").count() == 1
