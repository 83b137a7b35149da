"""The cast of the tests: two ministries of one government, a private partner, one person for each role.

A folder of tests may redefine a fixture in its own conftest. Everyone's password is `tests.comptes.aides.MOT_DE_PASSE`.
"""

import pytest

from ecosysteme.enums import TypeOrganisation
from tests import fabriques
from tests.comptes.aides import MOT_DE_PASSE


@pytest.fixture
def gouvernement(db):
    return fabriques.organisation("Gouvernement fictif", sigle="GOUV", type=TypeOrganisation.GOUVERNEMENT)


@pytest.fixture
def portefeuille(gouvernement):
    return fabriques.organisation("Portefeuille fictif", parent=gouvernement, type=TypeOrganisation.PORTEFEUILLE)


@pytest.fixture
def ministere(gouvernement):
    return fabriques.organisation("Ministère des Essais", parent=gouvernement)


@pytest.fixture
def ailleurs(gouvernement):
    return fabriques.organisation("Ministère d'Ailleurs", parent=gouvernement)


@pytest.fixture
def partenaire(db):
    return fabriques.organisation("Partenaire inc.", type=TypeOrganisation.PARTENAIRE_PRIVE)


def _tient(nom: str, organisation, role: str, **champs):
    personne = fabriques.personne(f"{nom}@exemple.test", mot_de_passe=MOT_DE_PASSE, **champs)
    fabriques.adhesion(personne, organisation, role)
    return personne


@pytest.fixture
def sans_role(db):
    return fabriques.personne("sans-role@exemple.test", mot_de_passe=MOT_DE_PASSE)


@pytest.fixture
def gestionnaire(ministere):
    return _tient("gestionnaire", ministere, "gestionnaire")


@pytest.fixture
def gestionnaire_d_ailleurs(ailleurs):
    return _tient("gestionnaire-ailleurs", ailleurs, "gestionnaire")


@pytest.fixture
def responsable(ministere):
    """Holds the indicators whose `responsable` it is (see the fixture `indicateur`)."""
    return _tient("responsable", ministere, "responsable_indicateur")


@pytest.fixture
def coordination(gouvernement):
    return _tient("coordination", gouvernement, "coordination")


@pytest.fixture
def membre_public(ministere):
    return _tient("membre-public", ministere, "membre_public")


@pytest.fixture
def membre_prive(partenaire):
    return _tient("membre-prive", partenaire, "membre_prive")


@pytest.fixture
def animation(gouvernement):
    return _tient("animation", gouvernement, "animation")


@pytest.fixture
def formation(gouvernement):
    return _tient("formation", gouvernement, "formation")


@pytest.fixture
def administration(gouvernement):
    return _tient("administration", gouvernement, "administration", is_staff=True)


@pytest.fixture
def indicateur(ministere, responsable):
    """A public indicator of a published plan of the ministry, with a person responsible for it."""
    objectif = fabriques.objectif(fabriques.plan(ministere))
    return fabriques.indicateur(objectif, code="1.1.1", responsable=responsable)


@pytest.fixture
def indicateur_d_ailleurs(ailleurs):
    return fabriques.indicateur(fabriques.objectif(fabriques.plan(ailleurs)), code="9.9.9")
