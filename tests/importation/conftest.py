"""What the tests of the imports share: a file as text or bytes goes through the engine, up to where the test wants."""

import io

import pytest

from ecosysteme.enums import RoleAdhesion, TypeOrganisation
from pilotage.services import imports
from tests import fabriques


@pytest.fixture(autouse=True)
def depot(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def apercu(db):
    """Drop a file and analyse it."""

    def analyser(contenu, profil="standard", par=None, nom="fichier.csv"):
        octets = contenu.encode() if isinstance(contenu, str) else contenu
        depot = imports.deposer(par=par, profil=profil, fichier=io.BytesIO(octets), nom=nom)
        importation = imports.lancer_analyse(par=par, importation=depot, colonnes=depot.correspondance)
        imports.avancer(importation.pk)
        importation.refresh_from_db()
        return importation

    return analyser


@pytest.fixture
def importer(apercu):
    """Drop a file, analyse it, publish it."""

    def publier(contenu, profil="standard", par=None, nom="fichier.csv"):
        importation = apercu(contenu, profil, par, nom)
        imports.demander_publication(par=par, importation=importation)
        imports.avancer(importation.pk)
        importation.refresh_from_db()
        return importation

    return publier


@pytest.fixture
def annuler():
    def faire(importation):
        imports.demander_annulation(par=importation.par, importation=importation)
        imports.avancer(importation.pk)
        importation.refresh_from_db()
        return importation

    return faire


@pytest.fixture
def gouvernement(db):
    return fabriques.organisation("Gouvernement du Québec", sigle="QC", type=TypeOrganisation.GOUVERNEMENT)


@pytest.fixture
def ministere(gouvernement):
    return fabriques.organisation("Ministère de la Clarté", parent=gouvernement, sigle="MCL")


@pytest.fixture
def coordination(gouvernement):
    personne = fabriques.personne("coordination@exemple.test")
    fabriques.adhesion(personne, gouvernement, RoleAdhesion.COORDINATION)
    return personne


@pytest.fixture
def gestionnaire(ministere):
    personne = fabriques.personne("gestionnaire@exemple.test")
    fabriques.adhesion(personne, ministere)
    return personne


@pytest.fixture
def indicateur(ministere):
    objectif = fabriques.objectif(fabriques.plan(ministere))
    return fabriques.indicateur(objectif, code="1.1.1", unite="%")
