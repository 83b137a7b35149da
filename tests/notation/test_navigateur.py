"""In Chromium: a coordinator judges a plan, whose reasons run nothing; a manager supposes, and nothing is kept."""

import pytest
from django.urls import reverse

from pilotage.models import GrilleQualite, MethodeNotation
from tests import fabriques
from tests.monde import _notation

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
CANARI = '<img src=x onerror="window.canari=1"><script>window.canari=1</script>'


@pytest.fixture
def plan(ministere):
    _notation()
    assert MethodeNotation.objects.exists()
    return fabriques.plan(ministere, 2023, 2026, titre=f"Plan {CANARI}")


@pytest.fixture
def indicateur(plan):
    i = fabriques.indicateur(fabriques.objectif(plan), code="1.1", nom=f"Délai {CANARI}", valeur_depart=0)
    fabriques.cible(i, 2024, "100")
    fabriques.mesure(i, 2024, "40")
    return i


def test_la_coordination_juge_un_plan_au_clavier_et_un_motif_hostile_n_execute_rien(
    ouvrir, coordination, plan, indicateur
):
    page = ouvrir(reverse("pilotage:qualite_plan", args=[plan.pk]) + "?exercice=2024", personne=coordination)
    page.get_by_label("Qualité des indicateurs et des cibles").fill("72,5")
    page.get_by_label("Ce qui fonde ce jugement").fill(CANARI)
    page.get_by_label("Qualité des indicateurs et des cibles").press("Enter")
    page.get_by_text("La grille est enregistrée.").wait_for()
    assert GrilleQualite.objects.get().qualite_jugee == 72.5
    page.get_by_text("Grille remplie").wait_for()
    assert page.evaluate("window.canari") is None
    page.get_by_role("link", name="Le calcul de la note").click()
    page.get_by_role("heading", name="Note globale").first.wait_for()
    assert page.evaluate("window.canari") is None


def test_une_supposition_bouge_jusqu_au_gouvernement_et_s_efface(ouvrir, gestionnaire, indicateur, calculer):
    calculer()
    adresse = reverse("pilotage:simulation", args=["indicateur", indicateur.pk]) + "?exercice=2024"
    page = ouvrir(adresse, personne=gestionnaire)
    page.get_by_label("Résultat supposé de 1.1").fill("120")
    page.get_by_role("button", name="Voir ce qui bouge").first.click()
    page.get_by_role("heading", name="Ce qui bouge").wait_for()
    assert f"r{indicateur.pk}=120" in page.url
    assert "40,0 % → 100,0 %" in page.get_by_role("row", name="Gouvernement").first.inner_text().replace("\u00a0", " ")
    assert page.evaluate("window.canari") is None
    page.get_by_role("link", name="Effacer les hypothèses").click()
    page.get_by_role("heading", name="Ce qui est").wait_for()
    assert str(indicateur.mesures.get().valeur) == "40.000000000"
