"""The OpenAPI description: complete, in French, valid, and kept to by every answer (schemathesis, row 25)."""

import json

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from ecosysteme.api.documentation import description
from tests.api.aides import ClientApi

OPERATIONS = [
    (chemin, methode, operation)
    for chemin, methodes in description()["paths"].items()
    for methode, operation in methodes.items()
]
IDS = [operation["operationId"] for _, _, operation in OPERATIONS]


def test_la_description_est_valide_et_sans_avertissement():
    validate_schema(description())
    assert not GENERATOR_STATS
    assert len(set(IDS)) == len(IDS) >= 22


@pytest.mark.parametrize(("chemin", "methode", "operation"), OPERATIONS, ids=IDS)
def test_chaque_operation_est_decrite_avec_exemples_refus_et_identite(chemin, methode, operation):
    assert operation["summary"] and operation["description"].endswith(".")
    assert operation["security"] == [{"jeton": []}, {"session": []}]
    assert {"401", "403", "429", "503"} <= operation["responses"].keys()
    for parametre in operation.get("parameters", []):
        assert parametre["description"], parametre["name"]
    ecrit = methode != "get"
    attendus = {"400"} | ({"409"} if ecrit else set()) | ({"404"} if "{id}" in chemin else set())
    assert attendus - {"400"} <= operation["responses"].keys()
    for statut, reponse in operation["responses"].items():
        assert reponse["description"]
        for genre, contenu in reponse.get("content", {}).items():
            assert genre == "text/csv" or "examples" in contenu or "example" in contenu, statut
    if "requestBody" in operation:
        assert operation["requestBody"]["content"]["application/json"]["examples"]


def test_chaque_champ_est_decrit():
    muets = [
        f"{nom}.{champ}"
        for nom, schema in description()["components"]["schemas"].items()
        for champ, detail in schema["properties"].items()
        if not detail.get("description") and champ != "resultats"
    ]
    assert not muets


def test_la_description_se_lit_avec_un_jeton_et_pas_sans(api):
    reponse = api().get("schema/")
    assert reponse.status_code == 200 and reponse.json()["openapi"].startswith("3.1")
    assert reponse.json() == json.loads(json.dumps(description()))
    assert ClientApi().get("schema/").status_code == 401
