"""What the account tests add to the cast (`tests/distribution.py`)."""

import pytest

from ecosysteme.enums import RoleAdhesion
from ecosysteme.services.invitations import inviter
from tests import fabriques
from tests.comptes.aides import MOT_DE_PASSE


@pytest.fixture
def personne(ministere):
    p = fabriques.personne("camille@exemple.test", mot_de_passe=MOT_DE_PASSE)
    fabriques.adhesion(p, ministere)
    return p


@pytest.fixture
def inviter_a(coordination):
    """Invite an address; returns the invitation and the path of its link."""

    def fait(courriel, organisation, role=RoleAdhesion.GESTIONNAIRE):
        invitation, jeton = inviter(par=coordination, courriel=courriel, organisation=organisation, role=role)
        return invitation, f"/compte/invitation/{jeton}/"

    return fait
