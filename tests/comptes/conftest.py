"""The cast of the account tests."""

import pytest
from django.core.cache import cache

from ecosysteme import limites
from ecosysteme.enums import RoleAdhesion, TypeOrganisation
from ecosysteme.services.invitations import inviter
from tests import fabriques
from tests.comptes.aides import MOT_DE_PASSE


@pytest.fixture(autouse=True)
def compteurs_a_zero(settings):
    """Rate limits start from nothing, in Redis and in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()
    limites._repli.clear()


@pytest.fixture
def gouvernement(db):
    return fabriques.organisation("Gouvernement fictif", type=TypeOrganisation.GOUVERNEMENT)


@pytest.fixture
def ministere(gouvernement):
    return fabriques.organisation("Ministère des Essais", parent=gouvernement)


@pytest.fixture
def ailleurs(gouvernement):
    return fabriques.organisation("Ministère d'Ailleurs", parent=gouvernement)


@pytest.fixture
def partenaire(db):
    return fabriques.organisation("Partenaire inc.", type=TypeOrganisation.PARTENAIRE_PRIVE)


@pytest.fixture
def personne(ministere):
    p = fabriques.personne("camille@exemple.test", mot_de_passe=MOT_DE_PASSE)
    fabriques.adhesion(p, ministere)
    return p


@pytest.fixture
def coordination(gouvernement):
    p = fabriques.personne("coordination@exemple.test", mot_de_passe=MOT_DE_PASSE)
    fabriques.adhesion(p, gouvernement, RoleAdhesion.COORDINATION)
    return p


@pytest.fixture
def administration(gouvernement):
    p = fabriques.personne("administration@exemple.test", mot_de_passe=MOT_DE_PASSE, is_staff=True)
    fabriques.adhesion(p, gouvernement, RoleAdhesion.ADMINISTRATION)
    return p


@pytest.fixture
def inviter_a(coordination):
    """Invite an address; returns the invitation and the path of its link."""

    def fait(courriel, organisation, role=RoleAdhesion.GESTIONNAIRE):
        invitation, jeton = inviter(par=coordination, courriel=courriel, organisation=organisation, role=role)
        return invitation, f"/compte/invitation/{jeton}/"

    return fait
