"""An indicator of the ministry, its official value, and somebody of elsewhere who reads it."""

from datetime import date
from decimal import Decimal

import pytest

from pilotage.services import corrections
from tests import fabriques


@pytest.fixture
def indicateur(ministere, responsable):
    objectif = fabriques.objectif(fabriques.plan(ministere))
    return fabriques.indicateur(objectif, code="C1", nom="Délai de réponse", unite="jours", responsable=responsable)


@pytest.fixture
def mesure(indicateur):
    return fabriques.mesure(indicateur, 2024, "50", etat="validee")


@pytest.fixture
def proposer(indicateur, mesure, gestionnaire_d_ailleurs):
    def faire(par=None, valeur="52.5", fin=date(2025, 3, 31), **champs):
        return corrections.proposer(
            par=par or gestionnaire_d_ailleurs,
            indicateur=indicateur,
            debut=date(fin.year - 1, 4, 1),
            fin=fin,
            territoire="",
            valeur=Decimal(valeur),
            motif=champs.pop("motif", "Deux dossiers comptés en double"),
            source=champs.pop("source", "Registre régional"),
        )

    return faire


@pytest.fixture
def client_de(client):
    def connecter(personne):
        client.force_login(personne)
        return client

    return connecter
