"""The cast of the data-entry tests: a ministry, its plan, and who may enter, validate or only read."""

import pytest

from ecosysteme.enums import RoleAdhesion
from tests import fabriques
from tests.saisie.aides import sans_flux


@pytest.fixture
def objectif(ministere):
    return fabriques.objectif(fabriques.plan(ministere, titre="Plan des essais"))


@pytest.fixture
def indicateur(objectif):
    return fabriques.indicateur(objectif, code="1.1.1", nom="Délai moyen de traitement", unite="jours", sens="baisse")


@pytest.fixture
def etranger(gouvernement):
    """An indicator of another ministry."""
    return fabriques.indicateur(organisation=fabriques.organisation("Ministère d'Ailleurs", parent=gouvernement))


@pytest.fixture
def gestionnaire(ministere):
    p = fabriques.personne("gestionnaire@exemple.test", prenom="Camille", nom="Essai")
    fabriques.adhesion(p, ministere)
    return p


@pytest.fixture
def collegue(ministere):
    p = fabriques.personne("collegue@exemple.test", prenom="Dominique", nom="Exemple")
    fabriques.adhesion(p, ministere)
    return p


@pytest.fixture
def responsable(ministere, indicateur):
    p = fabriques.personne("responsable@exemple.test", prenom="Alix", nom="Modèle")
    fabriques.adhesion(p, ministere, RoleAdhesion.RESPONSABLE_INDICATEUR)
    indicateur.responsable = p
    indicateur.save()
    return p


@pytest.fixture
def fenetre(ouvrir, journal_videable):
    """Open the grid in a window of its own, logged in."""

    def faire(personne, adresse="/pilotage/saisie/?exercice=2025", **options):
        page = ouvrir("/sante/", personne=personne, **{"largeur": 1280, **options})
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        sans_flux(page)
        page.goto(adresse)
        return page

    return faire
