"""The whole wizard in a real browser, with a real worker: a file is dropped, previewed, published, then undone."""

import subprocess
import sys
from pathlib import Path

import pytest

from ecosysteme.enums import RoleAdhesion, TypeOrganisation
from ecosysteme.models import Mesure
from tests import fabriques

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
RACINE = Path(__file__).resolve().parents[2]
FICHIER = (
    "organisation;code;periode;resultat\n"
    "MCL;1.1.1;2022-2023;41,5\nMCL;1.1.1;2023-2024;43\nMCL;1.1.1;2024-2025;dix\nZZZ;1.1.1;2024-2025;4\n"
)
ATTENTE = 60_000


@pytest.fixture
def travailleur(environnement_du_test, settings, tmp_path):
    """A worker on the heavy queue, on the test's own database and broker."""
    settings.MEDIA_ROOT = tmp_path / "media"
    environnement = {**environnement_du_test, "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    commande = [sys.executable, "-m", "celery", "-A", "ecosysteme", "worker", "-Q", "lourd,interactif", "-P", "solo"]
    with (tmp_path / "travailleur.log").open("wb") as journal:
        processus = subprocess.Popen(commande, cwd=RACINE, env=environnement, stdout=journal, stderr=journal)
    yield processus
    processus.terminate()
    processus.wait(timeout=20)


@pytest.fixture
def gestion(transactional_db):
    gouvernement = fabriques.organisation("Gouvernement", sigle="QC", type=TypeOrganisation.GOUVERNEMENT)
    ministere = fabriques.organisation("Ministère de la Clarté", parent=gouvernement, sigle="MCL")
    fabriques.indicateur(fabriques.objectif(fabriques.plan(ministere)), code="1.1.1", unite="%")
    personne = fabriques.personne("gestion@exemple.test")
    fabriques.adhesion(personne, ministere, RoleAdhesion.GESTIONNAIRE)
    return personne


@pytest.mark.parametrize("largeur", [1440, 375])
def test_un_fichier_est_depose_compare_publie_puis_annule(ouvrir, axe, travailleur, gestion, tmp_path, largeur):
    fichier = tmp_path / "résultats.csv"
    fichier.write_text(FICHIER, "utf-8")
    page = ouvrir("/pilotage/imports/nouveau/", personne=gestion, largeur=largeur)
    axe(page)
    page.set_input_files("input[type=file]", fichier)
    page.get_by_role("button", name="Déposer le fichier").click()
    page.get_by_text("4 colonnes reconnues sur 4.").wait_for()
    axe(page)
    page.get_by_role("button", name="Analyser le fichier").click()
    page.get_by_role("link", name="Publier 2 lignes…").wait_for(timeout=ATTENTE)
    axe(page)
    page.get_by_role("link", name="2 refusées").click()
    assert page.get_by_role("cell", name="dix").is_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("link", name="Publier 2 lignes…").click()
    axe(page)
    page.get_by_role("button", name="Publier 2 lignes").click()
    page.get_by_text("L'importation est publiée").wait_for(timeout=ATTENTE)
    axe(page)
    assert Mesure.objects.count() == 2
    page.get_by_role("link", name="Annuler l'importation…").click()
    page.get_by_role("button", name="Annuler l'importation").click()
    page.get_by_text("L'importation a été annulée").wait_for(timeout=ATTENTE)
    assert not Mesure.objects.exists()
    page.goto("/pilotage/imports/")
    axe(page)


def test_sans_script_la_page_d_attente_se_recharge_seule(ouvrir, travailleur, gestion, tmp_path):
    fichier = tmp_path / "résultats.csv"
    fichier.write_text(FICHIER, "utf-8")
    page = ouvrir("/pilotage/imports/nouveau/", personne=gestion, javascript=False)
    page.set_input_files("input[type=file]", fichier)
    page.get_by_role("button", name="Déposer le fichier").click()
    page.get_by_role("button", name="Analyser le fichier").click()
    page.get_by_role("link", name="Publier 2 lignes…").wait_for(timeout=ATTENTE)
