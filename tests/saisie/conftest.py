"""The cast of the data-entry tests: a ministry, its plan, and who may enter, validate or only read."""

import pytest
from django.db import connection

from ecosysteme.enums import RoleAdhesion, TypeOrganisation
from tests import fabriques


@pytest.fixture
def gouvernement(db):
    return fabriques.organisation("Gouvernement fictif", type=TypeOrganisation.GOUVERNEMENT)


@pytest.fixture
def ministere(gouvernement):
    return fabriques.organisation("Ministère des Essais", parent=gouvernement)


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
def partenaire(db):
    p = fabriques.personne("partenaire@exemple.test")
    fabriques.adhesion(p, fabriques.organisation(type=TypeOrganisation.PARTENAIRE_PRIVE), RoleAdhesion.MEMBRE_PRIVE)
    return p


@pytest.fixture
def journal_videable(transactional_db):
    """The journal refuses TRUNCATE; a test on real transactions must leave an empty database."""
    yield
    with connection.cursor() as curseur:
        curseur.execute("ALTER TABLE ecosysteme_journal DISABLE TRIGGER journal_refuser_vidage")
