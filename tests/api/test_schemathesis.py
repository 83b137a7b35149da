"""Every operation under generated requests, good and bad (row 25): no failure, and answers as described."""

import itertools

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from ecosysteme.api.documentation import description
from ecosysteme.enums import RoleAdhesion
from ecosysteme.wsgi import application

# A request of the described form may still be refused for what a description cannot tell (a sigle that nobody has, a
# cursor we did not sign, no version at all): what must be accepted is in the other tests.
CONFIG = {"checks": {"positive_data_acceptance": {"enabled": False}}}
schema = schemathesis.openapi.from_dict(description(), config=schemathesis.Config.from_dict(CONFIG))
schema.app = application
tour = itertools.count()


@pytest.fixture
def connexion_gardee():
    """The application would close the connection that holds the test's transaction; the test client knows better."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def acces(api, monde, settings, connexion_gardee):
    """The token of someone who may write everything, real identifiers, and no limit of rate."""
    settings.API_LIMITES = dict.fromkeys(settings.API_LIMITES, 1_000_000)
    client = api(RoleAdhesion.COORDINATION, monde.gouvernement)
    vrais = {
        "organisations": monde.a.pk,
        "plans": monde.plan_a.pk,
        "indicateurs": monde.public.pk,
        "cibles": monde.cibles[0].pk,
        "mesures": monde.validee.pk,
    }
    return client.entetes["HTTP_AUTHORIZATION"], vrais


def viser_juste(case, vrais) -> None:
    """Give generated requests real identifiers, or nearly all would end at « introuvable »."""
    pk = (case.path_parameters or {}).get("id")
    if type(pk) is int and 0 < pk < 2**63:
        case.path_parameters["id"] = vrais[case.path.split("/")[3]]
    corps = case.body.get("mesures", [case.body]) if isinstance(case.body, dict) else []
    for ligne in corps if isinstance(corps, list) else []:
        if isinstance(ligne, dict) and type(pk := ligne.get("indicateur")) is int and 0 < pk < 2**63:
            ligne["indicateur"] = vrais["indicateurs"]


@schema.parametrize()
@settings(max_examples=10, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@pytest.mark.lent
def test_aucune_demande_ne_met_l_api_en_panne_et_chaque_reponse_est_celle_decrite(case, acces):
    autorisation, vrais = acces
    if next(tour) % 3:
        viser_juste(case, vrais)
    case.call_and_validate(headers={"Authorization": autorisation})
