"""The cast of the register: one decision carried by the person responsible for an indicator."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ecosysteme.services.decisions import inscrire_decision


@pytest.fixture
def dans_un_mois():
    return timezone.localdate() + timedelta(days=30)


@pytest.fixture
def decision(gestionnaire, responsable, ministere, dans_un_mois):
    return inscrire_decision(
        par=gestionnaire, texte="Les demandes incomplètes sont retournées le jour même.", organe="Comité de gestion",
        organisation=ministere, responsable=responsable, revision_le=dans_un_mois, niveau_delegation=5,
    )  # fmt: skip
